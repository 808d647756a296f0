"""The sum of the public page, answered."""

import re

from workflows.web.challenge import Challenge


def solved(challenge: Challenge | None = None) -> dict[str, str]:
    """Fields of a page whose sum was answered; of a new page unless one is given."""
    challenge = challenge or Challenge.new()
    return {"token": challenge.token, "sum": str(challenge.answer)}


def challenge_in(html: str) -> Challenge:
    """The one that a page asks."""
    found = re.search(r'name="token" value="([^"]+)"', html)
    assert found, "the page asks nothing"
    return Challenge.of({"token": found[1]})
