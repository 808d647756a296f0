"""Forms for what came on paper: an opinion or a ballot, and the self-report of a member."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from rectification.enums import (
    CaseLevel,
    Category,
    PaperKind,
    ReporterMode,
    SourceKind,
)
from rectification.models import Organisation
from rectification.policies.authority import committee_above
from rectification.policies.days import today
from rectification.policies.opinions import BRANCHES, members_without_account
from rectification.policies.owners import fits_level, open_organisations
from rectification.policies.uploads import SoundFile
from rectification.services.opinions import Told
from rectification.services.papers import Paper, PaperReport
from workflows.forms.about_head import about_head_field
from workflows.forms.choices import OrganisationField, PersonField, choice_or_none, narrow
from workflows.forms.files import FilesField
from workflows.forms.negative_list import NegativeListField


class ScanField(FilesField):
    """One file; what is in it is judged as that of evidence."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        files: list[SoundFile] = super().clean(data, initial)
        if not files:
            return None
        if len(files) > 1:
            raise forms.ValidationError(_("One file, please; put several pages into one PDF."))
        return files[0]


def scan_field(label: Any, *, required: bool = True) -> ScanField:
    return ScanField(
        label=label,
        required=required,
        help_text=_("PDF or picture, at most 20 MB. Only the intake officer opens it again."),
    )


class PaperOpinionForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind of paper"), widget=forms.RadioSelect)
    source = forms.ChoiceField(
        label=_("Whose opinion is it?"),
        choices=[
            (kind.value, kind.label)
            for kind in (SourceKind.PUBLIC_OPINION, SourceKind.MEMBER_OPINION)
        ],
        initial=SourceKind.PUBLIC_OPINION,
        widget=forms.RadioSelect,
    )
    mode = forms.ChoiceField(
        label=_("How is it handed in?"),
        choices=ReporterMode,
        initial=ReporterMode.ANONYMOUS,
        widget=forms.RadioSelect,
    )
    organisation = OrganisationField(label=_("Which organisation is it about?"))
    about_head = about_head_field()
    text = forms.CharField(
        label=_("What it says"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("As it is written; leave out who wrote it."),
    )
    name = forms.CharField(label=_("Name of the sender"), required=False, max_length=60)
    contact = forms.CharField(label=_("How he can be reached"), required=False, max_length=120)
    received_on = forms.DateField(label=_("Received on"), initial=today)
    scan = scan_field(_("Scan of the paper"))

    def __init__(self, *args: Any, branches: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = PaperKind.opinions()  # type: ignore[attr-defined]
        self.initial.setdefault("kind", PaperKind.LETTER)
        near = branches[0]
        field = self.fields["organisation"]
        narrow(field, open_organisations(near, today()).filter(kind__in=BRANCHES))
        field.required = True
        self.initial.setdefault("organisation", near.pk)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("mode") == ReporterMode.ANONYMOUS:
            data["name"] = data["contact"] = ""
        return data

    @property
    def paper(self) -> Paper:
        data = self.cleaned_data
        return Paper(PaperKind(data["kind"]), data["scan"], data["received_on"])

    @property
    def told(self) -> Told:
        names = ("mode", "text", "organisation", "name", "contact")
        return Told(**{name: self.cleaned_data[name] for name in names})


class PaperReportForm(forms.Form):
    """What the member wrote, in his words; found on the day of the stamp."""

    member = PersonField(
        label=_("Member"), help_text=_("Only members without an account; others report themselves.")
    )
    title = forms.CharField(label=_("Title"), max_length=80)
    description = forms.CharField(
        label=_("What was done or left undone"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("As he wrote it. Conduct and facts; no beliefs, no family matters."),
    )
    category = forms.ChoiceField(
        label=_("Category"),
        choices=choice_or_none(
            (value, label)
            for value, label in Category.choices
            if fits_level(value, CaseLevel.MEMBER)
        ),
    )
    standard_ref = forms.CharField(label=_("Standard not met"), max_length=200)
    negative_item = NegativeListField(
        help_text=_("What comes nearest. “Other” is explained in the description.")
    )
    received_on = forms.DateField(label=_("Received on"), initial=today)
    scan = scan_field(_("Scan of the report with his signature"))

    def __init__(self, *args: Any, branch: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrow(self.fields["member"], members_without_account(branch))
        self.fields["member"].required = True
        self._list.offer(committee_above(branch))

    @property
    def _list(self) -> NegativeListField:
        return cast(NegativeListField, self.fields["negative_item"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind, item = self._list.cited(data.get("negative_item", ""))
        return data | {"negative_item": kind, "cited_item": item}

    @property
    def paper(self) -> Paper:
        data = self.cleaned_data
        return Paper(PaperKind.SELF_REPORT, data["scan"], data["received_on"])

    @property
    def report(self) -> PaperReport:
        given = {name: self.cleaned_data[name] for name in PaperReport.__dataclass_fields__}
        return PaperReport(**given)
