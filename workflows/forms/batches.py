"""What a list of problems does not say itself: its header data."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from rectification.enums import SourceKind
from rectification.imports.batch.header import TITLE
from rectification.imports.batch.report import Report
from rectification.imports.batch.rows import BatchHeader
from rectification.imports.columns import Columns
from rectification.imports.texts import day_of, plain
from rectification.services.batches import Handed

NUMBER: Final = 80
KINDS: Final = [
    (kind.value, kind.label) for kind in (SourceKind.INSPECTION, SourceKind.REINSPECTION)
]


def handed_in(content: bytes, asked: Mapping[str, Any], columns: Columns) -> Handed:
    """The list with what the page was asked with; nonsense counts as not said."""
    kind = asked.get("kind", "")
    header = BatchHeader(
        title=plain(asked.get("title", ""))[:TITLE],
        document_number=plain(asked.get("document_number", ""))[:NUMBER],
        received_on=day_of(asked.get("received_on", "")),
    )
    known = SourceKind(kind) if kind in dict(KINDS) else SourceKind.INSPECTION
    return Handed(content, known, header, columns)


def asked_with(asked: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What the page is asked with about the header of the list, to be asked again."""
    names = ("kind", "title", "document_number", "received_on")
    return [(name, asked[name]) for name in names if asked.get(name)]


class HeaderForm(forms.Form):
    """Filled with what was read; whoever looks at the preview puts it right and looks again."""

    kind = forms.ChoiceField(label=_("Source"), choices=KINDS, widget=forms.RadioSelect)
    title = forms.CharField(label=_("Title"), required=False, max_length=TITLE)
    document_number = forms.CharField(label=_("Document number"), max_length=NUMBER)
    received_on = forms.DateField(
        label=_("Received on"), help_text=_("The periods of the list are counted from this day.")
    )

    def __init__(self, handed: Handed, report: Report) -> None:
        header = report.header
        super().__init__(
            initial={
                "kind": handed.kind,
                "title": header.title,
                "document_number": header.document_number,
                "received_on": header.received_on,
            }
        )
