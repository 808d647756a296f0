"""Templates of papers as lines: which one is used, and every version that was handed in."""

from typing import Final

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from rectification.enums import DocumentKind
from rectification.models import Appointment, PaperTemplate
from rectification.web.access import address
from rectification.web.dates import moment
from rectification.web.parts import Cell, Column, Light, LightColour, Text

KIND_COLUMNS: Final = (
    Column(pgettext_lazy("document", "Kind")),
    Column(pgettext_lazy("document", "Template")),
    Column(_("Replace it")),
)
VERSION_COLUMNS: Final = (
    Column(pgettext_lazy("document", "Template")),
    Column(_("What was changed")),
    Column(pgettext_lazy("document", "Handed in")),
    Column(pgettext_lazy("document", "State")),
)
CODE_COLUMNS: Final = (Column(_("Organisation")), Column(_("Code for papers")))


def kind_row(
    kind: DocumentKind, template: PaperTemplate | None, keeps: Appointment | None
) -> list[Cell | Text]:
    if template is None:
        url = address("rectification:house_template", kind)
    else:
        url = address("rectification:paper_template_file", template.pk)
    new = address("rectification:new_paper_template", kind) if keeps else ""
    used = Cell(template_words(template), url=url)
    return [Cell(kind.label), used, Cell(_("Hand in another one"), url=new)]


def template_words(template: PaperTemplate | None) -> str:
    """By which one papers of a kind are set."""
    if template is None:
        return gettext("That of the house")
    return gettext("Version %(version)d") % {"version": template.version}


def version_row(row: PaperTemplate) -> list[Cell | Text]:
    return [
        Cell(title_of(row), url=address("rectification:paper_template", row.pk)),
        Cell(row.note),
        Cell(moment(row.uploaded_at), meta=row.uploaded_by.name),
        Cell("", light=template_light(row)),
    ]


def title_of(row: PaperTemplate) -> str:
    words = {"kind": row.get_kind_display(), "version": row.version}
    return gettext("%(kind)s, version %(version)d") % words


def template_light(row: PaperTemplate) -> Light:
    if row.confirmed_at is None:
        if row.ended_at is None:
            return Light(LightColour.YELLOW, _("To be confirmed"))
        return Light(LightColour.RED, pgettext_lazy("document", "Refused"))
    if row.ended_at is None:
        return Light(LightColour.GREEN, _("In force"))
    return Light(LightColour.GREY, _("Former version"))
