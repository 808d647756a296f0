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
        words, url = gettext("That of the house"), address("rectification:house_template", kind)
    else:
        words = gettext("Version %(version)d") % {"version": template.version}
        url = address("rectification:paper_template_file", template.pk)
    new = address("rectification:new_paper_template", kind) if keeps else ""
    return [Cell(kind.label), Cell(words, url=url), Cell(_("Hand in another one"), url=new)]


def version_row(row: PaperTemplate) -> list[Cell | Text]:
    words = {"kind": row.get_kind_display(), "version": row.version}
    title = gettext("%(kind)s, version %(version)d") % words
    return [
        Cell(title, url=address("rectification:paper_template", row.pk)),
        Cell(row.note),
        Cell(moment(row.uploaded_at), meta=row.uploaded_by.name),
        Cell("", light=template_light(row)),
    ]


def template_light(row: PaperTemplate) -> Light:
    if row.confirmed_at is None:
        if row.ended_at is None:
            return Light(LightColour.YELLOW, _("To be confirmed"))
        return Light(LightColour.RED, pgettext_lazy("document", "Refused"))
    if row.ended_at is None:
        return Light(LightColour.GREEN, _("In force"))
    return Light(LightColour.GREY, _("Former version"))
