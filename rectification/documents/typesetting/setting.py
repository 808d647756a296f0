"""A paper in its two forms: pages to print, and a document to edit and sign."""

from rectification.documents.typesetting.contents import Contents
from rectification.documents.typesetting.docx import docx_of
from rectification.documents.typesetting.pdf import pdf_of
from rectification.documents.typesetting.templates import default_template


def as_pdf(contents: Contents) -> bytes:
    return pdf_of(contents.layout, contents.data())


def as_docx(contents: Contents, template: bytes | None = None) -> bytes:
    """By that of the house where none is given. Raises TemplateRefused."""
    used = default_template(contents.layout) if template is None else template
    return docx_of(used, contents.data())
