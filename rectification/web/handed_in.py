"""What the pages of every import share: the upload, the waiting file, the former ones."""

from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rectification.enums import ImportKind
from rectification.exceptions import CaseError, NotVisible
from rectification.imports.container import MAX_BYTES
from rectification.imports.report import Report
from rectification.models import ImportedFile, WaitingFile
from rectification.services.scanning import refuse_infected
from rectification.web.access import OwnPageMixin
from rectification.web.dates import moment
from rectification.web.handing_out import hand_out
from rectification.web.parts import Act, ActKind, Refusal, Row
from rectification.wording import labelled


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "An .xlsx workbook of at most 10 MB. Nothing is written before you have seen the "
            "preview and confirmed it."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(
                labelled("F-SIZE", _("The file is larger than 10 MB; split it."))
            )
        # Before anything of it is opened or kept.
        try:
            refuse_infected(file.name or "", file.read())
        except CaseError as error:
            raise forms.ValidationError(str(error.message), code="unsound") from error
        file.seek(0)
        return file


class WaitingFileMixin(OwnPageMixin):
    """The reader's own upload; another one's is not there."""

    import_kind: ClassVar[ImportKind]

    @cached_property
    def waiting(self) -> WaitingFile:
        row = WaitingFile.objects.filter(
            pk=self.kwargs["pk"], owner=self.person, kind=self.import_kind
        ).first()
        if row is None:
            raise NotVisible
        return row

    @cached_property
    def content(self) -> bytes:
        try:
            with self.waiting.file.open("rb") as stored:
                return bytes(stored.read())
        except FileNotFoundError as gone:
            raise NotVisible from gone

    @property
    def again(self) -> bool:
        return "again" in {*self.request.GET, *self.request.POST}

    def told(self) -> int:
        """How many rows the button said; another number writes nothing."""
        said = self.request.POST.get("valid") or self.request.POST.get("confirm") or ""
        return int(said) if said.isascii() and said.isdecimal() else -1


def waiting_row(kind: ImportKind, owner: Any, page: str) -> Row | None:
    """The reader's upload of this kind that he has not confirmed yet."""
    file = WaitingFile.objects.filter(owner=owner, kind=kind).order_by("-pk").first()
    if file is None:
        return None
    url = reverse(page, args=[file.pk])
    return Row(
        title=file.name,
        url=url,
        meta=[_("uploaded %(moment)s") % {"moment": moment(file.uploaded_at)}],
        act=Act(_("Go on with the preview"), url, about=file.name),
    )


def imported_row(file: ImportedFile, *, title: str = "") -> Row:
    by = file.imported_by.name if file.imported_by else _("by command")
    written = ngettext("%(count)d row written", "%(count)d rows written", file.written)
    refused = ngettext("%(count)d row refused", "%(count)d rows refused", file.refused)
    return Row(
        title=title or file.name,
        meta=[by, moment(file.imported_at), written % {"count": file.written}],
        note=refused % {"count": file.refused} if file.refused else "",
    )


def refusal_of(report: Report[Any], again: str) -> Refusal | None:
    """Of the file as a whole; the same bytes may be looked at all the same, at `again`."""
    if report.refusal is None:
        return None
    is_same = report.refusal.code == "F-SAME"
    way_out = Act(_("Check it all the same"), again) if is_same else None
    return Refusal(str(report.refusal), way_out=way_out)


def acts_of(report: Report[Any]) -> list[Act]:
    """Import what is sound, if anything is; or forget the file."""
    drop = Act(_("Discard the file"), kind=ActKind.SUBMIT, name="discard", value="1")
    count = len(report.accepted)
    if not count:
        return [drop]
    label = ngettext("Import %(count)d row", "Import all %(count)d rows", count)
    if report.is_refused:
        label = ngettext(
            "Import only the %(count)d sound row", "Import only the %(count)d sound rows", count
        )
    name = "valid" if report.is_refused else "confirm"
    words = label % {"count": count}
    return [Act(words, kind=ActKind.SUBMIT, name=name, value=str(count), due=True), drop]


def hand_out_refused(content: bytes, pk: int) -> HttpResponseBase:
    """The workbook of refused rows."""
    return hand_out(content, f"refused-{pk}.xlsx")
