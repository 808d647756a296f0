"""What a move would change, as its page shows it to this reader and no further than he may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rectification.enums import Step
from rectification.models import Appointment, Case, Delegation, Person, User, WorkItem
from rectification.policies.authority import authority_of
from rectification.selectors.inbox import visible_ids
from rectification.web.parts import Cell, Column, Light, LightColour, Text
from rectification.web.rosters import appointment_title
from rectification.wording import bracketed, labelled
from workflows.forms.choices import named
from workflows.moves.handover import HandOver, Preview

COLUMNS: Final = [
    Column(gettext_lazy("Case number")),
    Column(gettext_lazy("Step")),
    Column(gettext_lazy("Until now")),
    Column(gettext_lazy("From then on")),
]


@dataclass(frozen=True)
class Section:
    title: Text
    lines: Sequence[str]


@dataclass(frozen=True)
class Shown:
    """Nothing of a case that is closed to the reader, and no count: it would tell that somebody
    has reported himself."""

    rows: list[list[Cell]]
    sections: list[Section]


def show(user: User, found: Preview) -> Shown:
    hand_over = found.hand_over
    seen = visible_ids(user, authority_of(user), _cases(hand_over))
    rows = [
        _passed(old, new, hand_over.term)
        for old, new in hand_over.passed
        if old.case_id in seen and _may_be_told(old)
    ]
    if hand_over.term is not None:
        kept = (item for item in hand_over.kept if item.case_id in seen and _may_be_told(item))
        rows += [_kept(item, hand_over.term) for item in kept]
    return Shown(rows, _sections(found, seen))


def _may_be_told(item: WorkItem) -> bool:
    return item.step not in Step.confidential()


def _cases(hand_over: HandOver) -> set[int]:
    cases = [*hand_over.moved, *hand_over.orphaned, *hand_over.own, *hand_over.responsible]
    steps = [*(old for old, _new in hand_over.passed), *hand_over.kept]
    return {*(case.pk for case in cases), *(item.case_id for item in steps)}


def _sections(found: Preview, seen: set[int]) -> list[Section]:
    hand_over = found.hand_over
    sections = [
        Section(_("Cases that go along"), _numbers(hand_over.moved, seen)),
        Section(
            _("Cases whose first responsible person changes"), _numbers(hand_over.responsible, seen)
        ),
        Section(
            _("Own open cases, of which the office is told"), _numbers(hand_over.orphaned, seen)
        ),
        Section(_("Own open cases that stay his"), _numbers(hand_over.own, seen)),
        Section(_("Offices that end or rest"), _offices(found.offices_lost)),
        Section(_("Offices that begin or give their rights again"), _offices(found.offices_gained)),
        Section(_("Deputies who no longer stand in"), _deputies(found.deputyships_lost)),
        Section(_("Deputies who stand in again"), _deputies(found.deputyships_gained)),
        Section(_("Logged out at once"), _people(found.signed_out)),
    ]
    return [section for section in sections if section.lines]


def _numbers(cases: Iterable[Case], seen: set[int]) -> list[str]:
    return [str(case) for case in cases if case.pk in seen]


def _offices(rows: Iterable[Appointment]) -> list[str]:
    return [labelled(row.person.name, appointment_title(row)) for row in rows]


def _deputies(rows: Iterable[Delegation]) -> list[str]:
    return [
        bracketed(
            _("%(deputy)s for %(delegator)s")
            % {"deputy": row.deputy.name, "delegator": row.delegator.name},
            row.reference,
        )
        for row in rows
    ]


def _people(rows: Iterable[Person]) -> list[str]:
    return [named(person) for person in rows]


def _passed(old: WorkItem, new: WorkItem, term: Appointment | None) -> list[Cell]:
    """That the successor is recused, not why: the ground is not this office's to read."""
    barred = term is not None and term.person_id in {bar.person_id for bar in new.bars.all()}
    why = _("The successor is recused from it.") if barred else ""
    return [
        Cell(str(old.case)),
        Cell(old.get_step_display(), meta=why),
        _holder(old),
        _holder(new),
    ]


def _kept(item: WorkItem, term: Appointment) -> list[Cell]:
    former = term.replaces.person.name if term.replaces else ""
    return [
        Cell(str(item.case)),
        Cell(item.get_step_display()),
        Cell(former),
        Cell(term.person.name),
    ]


def _holder(item: WorkItem) -> Cell:
    if item.unheld:
        return Cell(light=Light(LightColour.RED, _("Nobody is free: lies with the office")))
    if item.person is not None:
        return Cell(item.person.name)
    return Cell(f"{item.organisation} {item.get_role_display()}")
