"""How supervision orders are worded: in a list, on the page of the case, on their own sheet."""

from collections.abc import Callable, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from rectification.models import Case, Person, SupervisionOrder
from rectification.roles import Role
from rectification.selectors.orders import orders_in
from rectification.web.case_file import Facts, Part
from rectification.web.dates import full_date, local_day
from rectification.web.lights import Lights
from rectification.web.parts import Cell, CellKind, Column, Light, LightColour, Row

_COLUMNS = [
    Column(pgettext_lazy("order", "Number")),
    Column(pgettext_lazy("order", "Level")),
    Column(_("To be answered by"), CellKind.DATE),
    Column(_("State"), CellKind.SIGN),
]


def state_of(order: SupervisionOrder, lights: Lights) -> Light:
    if order.void_at is not None:
        return Light(LightColour.GREY, pgettext("order", "Void"))
    if order.replied_at is not None:
        return Light(LightColour.BLUE, pgettext("order", "Answered"))
    if order.lapsed_at is not None:
        return Light(LightColour.GREY, pgettext("order", "Over, unanswered"))
    return lights.due(order.reply_on)


def order_row(order: SupervisionOrder, lights: Lights) -> Row:
    return Row(
        title=order.number,
        url=reverse("rectification:order", args=[order.pk]),
        light=state_of(order, lights),
        meta=[
            order.get_level_display(),
            order.case.number or "",
            order.organisation.name,
            full_date(local_day(order.issued_at)),
        ],
    )


def orders_part(case: Case, lights: Lights) -> Part | None:
    found = orders_in(case)
    if not found:
        return None
    rows = _cells(found, lights)
    return Part(title=_("Supervision orders"), columns=_COLUMNS, rows=rows)


def _cells(orders: Sequence[SupervisionOrder], lights: Lights) -> list[list[Cell]]:
    return [
        [
            Cell(order.number, reverse("rectification:order", args=[order.pk])),
            Cell(order.get_level_display(), meta=order.get_ground_display()),
            Cell(order.reply_on),
            Cell(light=state_of(order, lights)),
        ]
        for order in orders
    ]


def facts_of(order: SupervisionOrder, lights: Lights, named: Callable[[Person], str]) -> Facts:
    """`named` gives a name, or nothing where the reader may not know it."""
    by = Role(order.issued_role).label if order.issued_role else _("By rule, without a hand")
    return [
        (_("State"), state_of(order, lights).word),
        (pgettext("order", "Level"), order.get_level_display()),
        (_("Ground"), order.get_ground_display()),
        (_("Case number"), order.case.number or ""),
        (_("Addressee"), order.organisation.name),
        (_("Person concerned"), named(order.person) if order.person else ""),
        (_("Issued by"), by),
        (_("Issued on"), local_day(order.issued_at)),
        (_("To be answered by"), order.reply_on),
        (_("Talk held on"), order.talk_on),
        (_("Answered on"), local_day(order.replied_at) if order.replied_at else None),
        (_("Answered by"), named(order.replied_by) if order.replied_by else ""),
    ]
