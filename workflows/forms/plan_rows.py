"""A form with the texts and the measures of a plan: for its draft, and for its change."""

import re
from functools import cached_property
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rectification.enums import CaseLevel, DeadlineClass
from rectification.exceptions import CaseError, InvalidInput
from rectification.models import Measure, Organisation, Plan, PlanComment, PlanTemplate
from rectification.selectors.plan_checks import (
    Faults,
    MeasureDraft,
    MilestoneDraft,
    PlanDraft,
    hints_of,
)
from rectification.selectors.plan_templates import suggestions_for
from rectification.selectors.plans import planning_units, undecided_units
from workflows.forms.base import StepForm
from workflows.forms.measure_rows import (
    FIELDS,
    ROWS,
    Row,
    milestone_names,
    name_in_row,
    room_for_milestones,
    row_fields,
    values_of,
)

_WRITTEN: Final = ("text", "deliverable", "person", "due_on", "starts_on")
"""A row counts when one of these is filled; the unit may stand there already."""

_OF_ROW: Final = re.compile(r"^measure-(\d+)-")
CHECK: Final = "check"
TEMPLATE: Final = "template-"


class PlanRowsForm(StepForm):
    """Cause, outcome and measures; a version before is where the next one starts."""

    # The service asks for both, so that every fault of the plan is named at once.
    cause = forms.CharField(
        label=_("Cause"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    target_outcome = forms.CharField(
        label=_("Outcome aimed at"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What will be different, not what will be done."),
    )
    minutes_number = forms.CharField(
        label=_("Number of the minutes"),
        required=False,
        max_length=60,
        help_text=_("Of the meeting that adopted the plan; needed at approval."),
    )

    texts: ClassVar = ("cause", "target_outcome")
    shown: ClassVar[tuple[str, ...]] = FIELDS
    """Fields of a row that are not folded."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hints: list[str | Promise] = []
        self.is_checked = False
        self.has_taken_over = False
        if self.case.level != CaseLevel.COMMITTEE:
            del self.fields["minutes_number"]
        before = self.start
        if before is not None:
            self.initial = {
                "cause": before.cause,
                "target_outcome": before.target_outcome,
                "minutes_number": before.minutes_number,
                **self.initial,
            }
        for number in range(self.row_count):
            self._add_row(number)

    # --- what the plan starts from

    @cached_property
    def start(self) -> Plan | None:
        """The version whose words the new one begins with."""
        return None

    @cached_property
    def former(self) -> list[Measure]:
        """Measures with which the rows begin, one each."""
        return []

    def faults(self, draft: PlanDraft) -> Faults:
        """What the service would refuse."""
        raise ImproperlyConfigured(f"{type(self).__name__} checks nothing")

    @property
    def is_own(self) -> bool:
        """In a case of a member he answers for every measure himself."""
        return self.case.level == CaseLevel.MEMBER

    @property
    def is_short(self) -> bool:
        """What is put right at once is told in a few lines."""
        return self.case.deadline_class == DeadlineClass.IMMEDIATE

    @cached_property
    def units(self) -> list[Organisation]:
        return planning_units(self.case)

    @cached_property
    def waiting_units(self) -> list[Organisation]:
        """Asked and not in yet: their measures wait for the answer or the decision."""
        undecided = set(undecided_units(self.case))
        return [unit for unit in self.units if unit.pk in undecided]

    # --- the rows

    @property
    def row_count(self) -> int:
        return max(ROWS, len(self.former))

    @property
    def _wanted_rows(self) -> int:
        """A member or the immediate class is content with one; a former plan shows its own."""
        if self.former:
            return len(self.former)
        return 1 if self.is_own or self.is_short else 3

    @cached_property
    def _milestones(self) -> int:
        return 0 if self.is_short else room_for_milestones(self.former)

    def _add_row(self, number: int) -> None:
        fields = row_fields(self.units, names_hand=not self.is_own, milestones=self._milestones)
        for name, field in fields.items():
            self.fields[name_in_row(number, name)] = field
        if number < len(self.former):
            for name, value in values_of(self.former[number]).items():
                self.initial.setdefault(name_in_row(number, name), value)
        elif len(self.units) == 1:
            self.initial.setdefault(name_in_row(number, "organisation"), self.units[0].pk)

    def open_rows(self) -> list[Row]:
        """Rows the plan is likely to need, and those in which something was written."""
        return [self.row(number) for number in range(self.row_count) if self._is_open(number)]

    def spare_rows(self) -> list[Row]:
        """The others, folded."""
        return [self.row(number) for number in range(self.row_count) if not self._is_open(number)]

    def _is_open(self, number: int) -> bool:
        return number < self._wanted_rows or (self.is_bound and self.is_filled(number))

    def row(self, number: int) -> Row:
        own = [name for name in self.fields if name.startswith(name_in_row(number, ""))]
        first = [name_in_row(number, name) for name in self.shown]
        return Row(
            number + 1,
            [self[name] for name in first if name in self.fields],
            [self[name] for name in own if name not in first],
            list(self.former[number].comments.all()) if number < len(self.former) else [],
        )

    def shared_fields(self) -> list[BoundField]:
        """The texts of the plan, marked as needed; measures are laid out by rows."""
        for name in self.texts:
            self.fields[name].required = True
        return [bound for bound in super().shared_fields() if not bound.name.startswith("measure-")]

    def texts_with_comments(self) -> list[tuple[BoundField, list[PlanComment]]]:
        """The shared fields, each with what was said about the version before."""
        said = list(self.start.comments.all()) if self.start is not None else []
        return [
            (bound, [row for row in said if row.about == bound.name])
            for bound in self.shared_fields()
        ]

    def is_filled(self, number: int) -> bool:
        if any(name.startswith(name_in_row(number, "")) for name in self.errors):
            return True
        names = {*_WRITTEN, *(n for p in range(self._milestones) for n in milestone_names(p))}
        data = getattr(self, "cleaned_data", {})
        return any(data.get(name_in_row(number, name)) for name in names)

    @property
    def filled(self) -> list[int]:
        return [number for number in range(self.row_count) if self.is_filled(number)]

    # --- what it says

    def draft(self) -> PlanDraft:
        return PlanDraft(
            cause=self.cleaned_data.get("cause", ""),
            target_outcome=self.cleaned_data.get("target_outcome", ""),
            measures=[self.measure(number) for number in self.filled],
            minutes_number=self.cleaned_data.get("minutes_number", ""),
        )

    def measure(self, number: int) -> MeasureDraft:
        own, case = self.is_own, self.case
        return MeasureDraft(
            text=self._told(number, "text") or "",
            deliverable=self._told(number, "deliverable") or "",
            organisation=case.owner_organisation if own else self._told(number, "organisation"),
            person=case.owner_person if own else self._told(number, "person"),
            due_on=self._told(number, "due_on"),
            starts_on=self._told(number, "starts_on"),
            milestones=tuple(self._drafted_milestones(number)),
            follows=self.former[number] if number < len(self.former) else None,
        )

    def _told(self, number: int, name: str) -> Any:
        return self.cleaned_data.get(name_in_row(number, name))

    def _drafted_milestones(self, number: int) -> list[MilestoneDraft]:
        rows = []
        for place in range(self._milestones):
            day, text = (self._told(number, name) for name in milestone_names(place))
            if day or text:
                rows.append(MilestoneDraft(place, day, text or ""))
        return rows

    # --- looked at before it is submitted

    def set_aside(self, asked: str) -> None:
        """Take a suggestion over; or say what would be refused, and what one should look at."""
        if asked.startswith(TEMPLATE):
            self._take_over(asked.removeprefix(TEMPLATE))
        elif asked == CHECK:
            self._look_through()

    @cached_property
    def suggestions(self) -> list[PlanTemplate]:
        """Measures that the township suggests; never obligatory."""
        return suggestions_for(self.case)

    def _take_over(self, key: str) -> None:
        """Write a suggestion into the first measure in which nothing stands."""
        found = next((row for row in self.suggestions if str(row.pk) == key), None)
        self.full_clean()
        free = [number for number in range(self.row_count) if not self.is_filled(number)]
        if found is None or not free:
            return
        taken = {"text": found.text, "deliverable": found.deliverable}
        typed = {name: self.data[name] for name in self.data}
        self.data = typed | {name_in_row(free[0], name): text for name, text in taken.items()}
        self.full_clean()
        self.has_taken_over = True

    def _look_through(self) -> None:
        if self.is_valid():
            draft = self.draft()
            self.hints = hints_of(draft)
            faults = self.faults(draft)
            if faults:
                self.refuse(InvalidInput(faults, rule="T13"))
        self.is_checked = not self.errors

    def refuse(self, error: CaseError) -> None:
        """The service counts measures; the page may have left rows empty between them."""
        if isinstance(error, InvalidInput):
            filled = self.filled
            named = {
                _OF_ROW.sub(lambda found: f"measure-{_nth(filled, found[1])}-", name): text
                for name, text in error.errors.items()
            }
            error = InvalidInput(named, rule=error.rule)
        super().refuse(error)


def _nth(rows: list[int], place: str) -> int:
    """The row of the page in which the measure stands; a plan without measures has none."""
    return rows[int(place)] if int(place) < len(rows) else int(place)
