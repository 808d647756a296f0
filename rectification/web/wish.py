"""One wish of a reader: a link to its page, or the reason why he cannot."""

from collections.abc import Sequence
from dataclasses import dataclass

from rectification.models import Case
from rectification.policies.reasons import Reason
from rectification.web.access import address
from rectification.web.parts import Act, Text, WhyNot


@dataclass(frozen=True)
class Wish:
    """One page that moves the case, known by its name; `why_not` None: the reader may."""

    label: Text
    page: str
    why_not: Reason | None = None


def acts_of(case: Case, wishes: Sequence[Wish]) -> list[Act]:
    """Links to the pages of what the reader may do."""
    found = [(wish, address(_name_of(wish), case.pk)) for wish in wishes if wish.why_not is None]
    return [Act(wish.label, url, due=wish.page == "edit_problem") for wish, url in found if url]


def _name_of(wish: Wish) -> str:
    """A ballot moves no case, so that its page lies in this house."""
    return f"rectification:{wish.page}" if wish.page == "ballot" else f"workflows:{wish.page}"


def refusals_of(wishes: Sequence[Wish]) -> list[WhyNot]:
    return [
        WhyNot(what=wish.label, why=wish.why_not.message, rule=wish.why_not.rule)
        for wish in wishes
        if wish.why_not is not None
    ]
