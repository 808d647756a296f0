"""How papers are set: the page of GB/T 9704-2012, as pdf by typst and as docx by docxtpl."""

from rectification.documents.typesetting.contents import (
    BODY,
    Block,
    Box,
    Contents,
    Grid,
    Layout,
    Line,
    Table,
    in_words_of_papers,
)
from rectification.documents.typesetting.docx import TemplateRefused, docx_of
from rectification.documents.typesetting.pdf import pdf_of, pictures_of
from rectification.documents.typesetting.setting import as_docx, as_pdf
from rectification.documents.typesetting.templates import default_template

__all__ = [
    "BODY",
    "Block",
    "Box",
    "Contents",
    "Grid",
    "Layout",
    "Line",
    "Table",
    "TemplateRefused",
    "as_docx",
    "as_pdf",
    "default_template",
    "docx_of",
    "in_words_of_papers",
    "pdf_of",
    "pictures_of",
]
