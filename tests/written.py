"""Every version of a row that a test writes, whichever way: does it say who, and at whose request?

A page, the act door, a task and an import are all caught here, in whatever test takes them; so a
new one need not be entered anywhere to be looked at.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from simple_history.signals import post_create_historical_record

from rectification.acting import Origin


@contextmanager
def watched() -> Iterator[list[str]]:
    """What breaches the rule, as it is written."""
    found: list[str] = []

    def look(history_instance: Any, **_: Any) -> None:
        why = why_not(history_instance)
        if why:
            found.append(f"{type(history_instance).__name__}: {why}")

    post_create_historical_record.connect(look)
    try:
        yield found
    finally:
        post_create_historical_record.disconnect(look)


def why_not(version: Any) -> str:
    """Empty where it says all it has to.

    What is written for somebody who is logged in bears his account; where nobody is to be named
    (`acting_as(None)`: the intake channel, what follows of itself) the request of a browser is
    not kept either. What a task, a command or the act door does is named.
    """
    request, user = version.history_request, version.history_user_id
    if request.startswith(f"{Origin.WEB}:") and user is None:
        return f"a page ({version.history_change_reason}) wrote it in nobody's name"
    if user is not None and not request:
        return "somebody wrote it at nobody's request"
    if request and not request.startswith(f"{Origin.ACT}:") and not version.history_change_reason:
        return f"nothing says what asked for it ({request})"
    return ""
