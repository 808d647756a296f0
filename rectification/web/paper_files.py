"""A paper as a file to take away: set to be printed, or filled in to be edited and signed."""

import io
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.http import FileResponse
from django.utils.translation import pgettext_lazy

from rectification.documents.typesetting import Contents, default_template, docx_of, pdf_of
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


def paper_response(contents: Contents, form: str, name: str) -> FileResponse:
    """`form` is one of `TYPES`; `name` the name of the file without its ending."""
    data = contents.data()
    if form == PDF:
        content = pdf_of(contents.layout, data)
    else:
        content = docx_of(default_template(contents.layout), data)
    return FileResponse(
        io.BytesIO(content),
        as_attachment=True,
        filename=f"{name}.{form}",
        content_type=TYPES[form],
    )
