"""A paper as a file to take away: set to be printed, or filled in to be edited and signed."""

from typing import Final

from django.http.response import HttpResponseBase
from django.utils.translation import pgettext_lazy

from rectification.documents.issued import word_of
from rectification.documents.typesetting import Contents, TemplateRefused, as_pdf
from rectification.models import PaperTemplate
from rectification.services.issuing import PDF
from rectification.web.handing_out import hand_out, withhold
from rectification.web.parts import Column

COLUMNS: Final = [
    Column(pgettext_lazy("papers", "Paper")),
    Column(pgettext_lazy("papers", "Variant")),
    Column(pgettext_lazy("papers", "To print")),
    Column(pgettext_lazy("papers", "To edit and sign")),
]
NUMBER_COLUMN: Final = Column(pgettext_lazy("papers", "Number"))
"""Of papers that are issued on the same page."""


def hand_out_paper(
    contents: Contents, form: str, name: str, template: PaperTemplate | None = None
) -> HttpResponseBase:
    """`form` is one of `FORMS`; `name` the name of the file without its ending; `template` that by
    which the office wants such papers to look. One that does not fit this very paper is told."""
    try:
        content = as_pdf(contents) if form == PDF else word_of(contents, template)
    except TemplateRefused as refused:
        return withhold(refused)
    return hand_out(content, f"{name}.{form}")
