"""Two versions of a plan beside each other: by field and by measure, words marked."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.db.models import TextChoices
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rectification.models import Measure, Person, Plan, PlanComment
from rectification.web.dates import full_date
from rectification.web.differences import Piece, pieces
from rectification.web.parts import Light, LightColour, Text
from rectification.wording import listed_apart

Named = Callable[[Person], str]


class Change(TextChoices):
    SAME = "same", pgettext_lazy("difference", "Unchanged")
    CHANGED = "changed", pgettext_lazy("difference", "Changed")
    ADDED = "added", pgettext_lazy("difference", "Added")
    REMOVED = "removed", pgettext_lazy("difference", "Removed")
    DROPPED = "dropped", pgettext_lazy("difference", "Dropped")


_COLOURS: Final = {
    Change.SAME: LightColour.GREY,
    Change.CHANGED: LightColour.YELLOW,
    Change.ADDED: LightColour.GREEN,
    Change.REMOVED: LightColour.RED,
    Change.DROPPED: LightColour.RED,
}


def colour_of(change: Change) -> Light:
    return Light(_COLOURS[change], change.label)


@dataclass(frozen=True)
class FieldChange:
    """One field in both versions; `comments` are what was asked for in the older one."""

    label: Text
    before: str
    after: str
    comments: Sequence[PlanComment] = ()

    @property
    def is_changed(self) -> bool:
        return self.before != self.after

    @cached_property
    def pieces(self) -> list[Piece]:
        return pieces(self.before, self.after)


@dataclass(frozen=True)
class MeasureChange:
    """One measure in both versions, or in one of them."""

    number: int
    change: Change
    fields: list[FieldChange] = field(default_factory=list)
    comments: Sequence[PlanComment] = ()

    @property
    def light(self) -> Light:
        return colour_of(self.change)


@dataclass(frozen=True)
class Difference:
    """What the newer version makes of the older one."""

    texts: list[FieldChange]
    measures: list[MeasureChange]


def difference(older: Plan, newer: Plan, named: Named) -> Difference:
    """Measures are matched by what they follow; both versions come with all that belongs to
    them."""
    return Difference(
        texts=list(_texts(older, newer)), measures=list(_measures(older, newer, named))
    )


def _texts(older: Plan, newer: Plan) -> Iterator[FieldChange]:
    said = list(older.comments.all())
    for name, label in (("cause", _("Cause")), ("target_outcome", _("Outcome aimed at"))):
        comments = [row for row in said if row.about == name]
        yield FieldChange(label, getattr(older, name), getattr(newer, name), comments)
    if older.minutes_number or newer.minutes_number:
        yield FieldChange(_("Number of the minutes"), older.minutes_number, newer.minutes_number)
    if newer.change_reason:
        yield FieldChange(_("Why the plan is changed"), older.change_reason, newer.change_reason)


def _measures(older: Plan, newer: Plan, named: Named) -> Iterator[MeasureChange]:
    before = {measure.pk: measure for measure in older.measures.all()}
    for measure in newer.measures.all():
        former = before.pop(measure.follows_id, None) if measure.follows_id else None
        yield _measure(former, measure, named)
    for measure in before.values():
        yield _measure(measure, None, named)


def _measure(older: Measure | None, newer: Measure | None, named: Named) -> MeasureChange:
    shown = newer or older
    if shown is None:
        raise ValueError("a measure stands in one of the versions at least")
    before, after = _words(older, named), _words(newer, named)
    rows = [
        FieldChange(label, before[label], after[label])
        for label in after
        if before[label] or after[label]
    ]
    return MeasureChange(
        number=shown.position,
        change=_change(older, newer, any(row.is_changed for row in rows)),
        fields=rows,
        comments=list(older.comments.all()) if older else [],
    )


def _change(older: Measure | None, newer: Measure | None, differs: bool) -> Change:
    if older is None:
        return Change.ADDED
    if newer is None:
        return Change.REMOVED
    if newer.drop_reason and not older.drop_reason:
        return Change.DROPPED
    return Change.CHANGED if differs else Change.SAME


def _words(measure: Measure | None, named: Named) -> dict[Text, str]:
    """The measure as words by label; empty ones where it does not stand."""
    milestones = [] if measure is None else list(measure.milestones.all())
    steps = listed_apart(f"{full_date(row.due_on)} {row.text}" for row in milestones)
    begins = measure.starts_on if measure else None
    return {
        _("Measure"): measure.text if measure else "",
        _("Deliverable"): measure.deliverable if measure else "",
        _("Unit"): measure.organisation.name if measure else "",
        _("Person in charge"): named(measure.person) if measure else "",
        _("Begins"): full_date(begins) if begins else "",
        _("Due"): full_date(measure.due_on) if measure else "",
        _("Milestones"): steps,
        _("Why it is dropped"): measure.drop_reason if measure else "",
    }
