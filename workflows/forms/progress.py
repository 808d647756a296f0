"""Forms of the rectification: notes with evidence, a unit's end, the effect (T19)."""

from dataclasses import replace
from functools import cached_property
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from rectification.enums import Severity
from rectification.models import CaseEvent, Measure, Organisation
from rectification.policies.days import today
from rectification.selectors.plans import measures_of, open_measures
from rectification.selectors.reuse import used_before_in_unit
from rectification.selectors.revisions import why_not_report_effect
from rectification.services import progress
from rectification.web.bodies import files_rule
from rectification.web.case_file import Part
from rectification.web.evidence import evidence_ids
from rectification.web.own_measures import own_measures_part
from workflows.forms.base import Decision, StepForm
from workflows.forms.choices import MeasureField, narrow
from workflows.forms.files import FILES_HELP, FilesField, file_input
from workflows.forms.proofs import day_of

REPORT: Final = Decision(
    "report",
    _("Record the progress"),
    fields=("measure", "text", "done_on", "completes", "uploads", "made_on", "late_reason"),
    needs=("measure", "text"),
    hint=_("The step stays with you until all measures are completed."),
)
FINISH: Final = Decision(
    "finish",
    _("All measures are done, finish"),
    hint=_("Possible when every measure of the unit is completed and proved."),
)


class WorkForm(StepForm):
    """A step on the measures of a unit, or of the whole plan; the page shows notes and files."""

    @property
    def unit(self) -> Organisation | None:
        return None

    @cached_property
    def proved_measures(self) -> list[Measure]:
        """Measures with what was reported on them and the files that prove it."""
        rows = measures_of(self.case, self.unit)
        return list(
            rows.prefetch_related("progress__reported_by", "progress__evidence", "milestones")
        )


class CarryOutForm(WorkForm):
    """A note about one of the unit's open measures; when none is left, the unit's end."""

    decisions: tuple[Decision, ...] = (REPORT, FINISH)

    measure = MeasureField(label=_("Measure"))
    text = forms.CharField(
        label=_("What was done"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    done_on = forms.DateField(
        label=_("Done on"),
        required=False,
        initial=today,
        help_text=_("The day of the work or the activity, not of this note."),
    )
    completes = forms.BooleanField(
        label=_("The measure is completed with this"),
        required=False,
        help_text=_("Then at least one file must prove it."),
    )
    uploads = FilesField(
        label=_("Evidence"),
        required=False,
        widget=file_input(),
        help_text=FILES_HELP,
    )
    made_on = forms.DateField(label=_("Files made on"), required=False, initial=today)
    late_reason = forms.CharField(
        label=_("Why the files were made afterwards"),
        required=False,
        max_length=300,
        help_text=_("Only if they were made after the work was done or the measure was due."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_open:
            self.decisions = (FINISH,)
            for name in REPORT.fields:
                del self.fields[name]
            return
        self.fields["uploads"].widget.attrs["data-refusal"] = files_rule()
        narrow(self.fields["measure"], open_measures(self.case, self.unit))
        first = open_measures(self.case, self.unit).first()
        self.initial.setdefault("measure", first.pk if first is not None else None)

    @cached_property
    def is_open(self) -> bool:
        """Whether the unit still has a measure to complete."""
        return open_measures(self.case, self.unit).exists()

    @property
    def unit(self) -> Organisation | None:
        assignment = self.item.assignment
        return assignment.organisation if assignment is not None else self.actor.organisation

    @property
    def own_part(self) -> Part:
        """Every measure of the unit with its own day and light."""
        again = used_before_in_unit(evidence_ids(self.proved_measures))
        return own_measures_part(self.proved_measures, day_of(self.case), again)

    def carry_out(self) -> CaseEvent:
        if self.chosen == FINISH.name:
            if self.unit is None:
                raise ValueError("this step needs the unit whose measures are carried out")
            return progress.finish_unit(case=self.case, actor=self.actor, organisation=self.unit)
        data = self.cleaned_data
        return progress.report_progress(
            case=self.case,
            actor=self.actor,
            measure=data["measure"],
            text=data["text"],
            completes=data["completes"],
            done_on=data["done_on"],
            files=data["uploads"],
            made_on=data["made_on"],
            late_reason=data["late_reason"],
        )


class ReportEffectForm(WorkForm):
    """What has changed, told by the owner; all measures are done and proved."""

    decisions = (
        Decision(
            "report",
            _("Report the effect, on to the first review"),
            fields=("statement",),
            needs=("statement",),
        ),
    )

    statement = forms.CharField(
        label=_("Effect of the rectification"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What has changed, not what was done."),
    )
    elsewhere = forms.CharField(
        label=_("Same point checked elsewhere"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The problem is prominent: where you looked for the same, and what you found."),
    )

    @cached_property
    def waits_for(self) -> str:
        """Why the effect cannot be reported yet, told before anybody writes."""
        why = why_not_report_effect(self.case)
        return str(why.message) if why is not None else ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("statement", self.case.effect_statement)
        self.initial.setdefault("elsewhere", self.case.checked_elsewhere)
        if self.case.severity != Severity.PROMINENT:
            del self.fields["elsewhere"]
            return
        wanted = ("statement", "elsewhere")
        self.decisions = (replace(self.decisions[0], fields=wanted, needs=wanted),)

    def carry_out(self) -> CaseEvent:
        data = self.cleaned_data
        return progress.report_effect(
            case=self.case,
            actor=self.actor,
            statement=data["statement"],
            elsewhere=data.get("elsewhere", ""),
        )
