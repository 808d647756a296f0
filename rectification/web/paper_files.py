"""A paper as a file to take away: set to be printed, or filled in to be edited and signed."""

import io
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.http import FileResponse
from django.utils.translation import pgettext_lazy

from rectification.documents.issued import word_of
from rectification.documents.typesetting import Contents, pdf_of
from rectification.models import PaperTemplate
from rectification.web.parts import Column

PDF: Final = "pdf"
WORD: Final = "docx"
TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        PDF: "application/pdf",
        WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    }
)
COLUMNS: Final = [
    Column(pgettext_lazy("papers", "Paper")),
    Column(pgettext_lazy("papers", "Variant")),
    Column(pgettext_lazy("papers", "To print")),
    Column(pgettext_lazy("papers", "To edit and sign")),
]


NUMBER_COLUMN: Final = Column(pgettext_lazy("papers", "Number"))
"""Of papers that are issued on the same page."""


def paper_response(
    contents: Contents, form: str, name: str, template: PaperTemplate | None = None
) -> FileResponse:
    """`form` is one of `TYPES`; `name` the name of the file without its ending; `template` that by
    which the office wants such papers to look."""
    if form == PDF:
        content = pdf_of(contents.layout, contents.data())
    else:
        content = word_of(contents, template)
    return FileResponse(
        io.BytesIO(content),
        as_attachment=True,
        filename=f"{name}.{form}",
        content_type=TYPES[form],
    )
