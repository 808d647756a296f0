"""A draw on its page, whatever was drawn: its candidates, and drawing it again to check it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rectification.models import Draw, LookBackDraw
from rectification.policies.draws import drawn
from rectification.web.parts import Act


@dataclass(frozen=True)
class Candidate:
    """By the code with which it was drawn, and whose it is."""

    code: str
    name: str
    is_drawn: bool


@dataclass(frozen=True)
class Repeated:
    """What the recorded seed gives over the recorded candidates."""

    codes: Collection[str]
    same: bool


def repeated(
    draw: Draw | LookBackDraw, recorded: Mapping[str, bool], shown: Collection[Candidate]
) -> Repeated:
    """`recorded` says of every candidate whether it was drawn; of the result is told what the
    reader is shown."""
    found = drawn(recorded, draw.size, draw.seed)
    readable = {candidate.code for candidate in shown}
    return Repeated(
        codes=[code for code in found if code in readable],
        same=found == sorted(code for code, is_drawn in recorded.items() if is_drawn),
    )


def drawing_again() -> Act:
    return Act(_("Draw again to check"), "?again=1#again")
