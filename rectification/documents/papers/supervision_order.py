"""督办单: what is asked of whom by when, and what was answered."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rectification.documents.papers.base import PUBLIC, Paper, Reading, Subject
from rectification.documents.papers.shown import public_form, variants_of
from rectification.documents.typesetting import Block, Box, Contents, Grid, Layout, Line
from rectification.enums import DocumentKind, DocumentVariant, OrderGround
from rectification.models import SupervisionOrder
from rectification.policies.visibility import Field
from rectification.roles import Role
from rectification.wording import full_date, labelled, listed_apart, local_day


def subjects(reading: Reading) -> Sequence[Subject]:
    """Whoever sees how the procedure stands reads its orders, with the talk in the record."""
    if not reading.shows(Field.PLAN):
        return []
    rows = reading.case.orders.select_related("organisation", "person", "replied_by")
    return [
        Subject(row.pk, row, row.number, variants_of(reading, void=row.void_at is not None))
        for row in rows.order_by("-pk")
    ]


def facts(reading: Reading, order: SupervisionOrder, variant: DocumentVariant) -> Contents:
    if variant == PUBLIC:
        return public_form(reading, DocumentKind.SUPERVISION_ORDER)
    issued = local_day(order.issued_at)
    return Contents(
        layout=SUPERVISION_ORDER.layout,
        title=str(DocumentKind.SUPERVISION_ORDER.label),
        day=reading.day,
        dated=issued,
        number=order.number,
        issuer=reading.township,
        receiver=_receiver(reading, order),
        body=_asked(reading, order),
        signature=_issued_by(order),
        signed_on=issued,
        below=_answered(reading, order),
        void=order.void_at is not None,
    )


def _receiver(reading: Reading, order: SupervisionOrder) -> str:
    return " ".join(filter(None, [order.organisation.name, reading.named(order.person)]))


def _asked(reading: Reading, order: SupervisionOrder) -> list[Block]:
    case = reading.case
    words = [
        labelled(pgettext("order", "Level"), str(order.get_level_display())),
        *_ground(order),
        labelled(_("Case number"), case.number or ""),
        labelled(pgettext("paper", "Problem"), reading.told(Field.DESCRIPTION, case.title)),
    ]
    due = {"day": full_date(order.reply_on)}
    return [
        Line(pgettext("order", "What it is about"), level=1),
        Line(listed_apart(words)),
        Line(_("Facts and what is asked"), level=1),
        Line(order.facts),
        Line(_("Answer in writing until %(day)s what was done and what will be done.") % due),
    ]


def _ground(order: SupervisionOrder) -> list[str]:
    """What is brought by hand has its facts for a ground, and no other."""
    if order.ground == OrderGround.BY_HAND:
        return []
    return [labelled(_("Ground"), str(order.get_ground_display()))]


def _answered(reading: Reading, order: SupervisionOrder) -> list[Grid]:
    """With the hand of each: the office signs what it asks, not what it was told."""
    rows = []
    if order.talk_on is not None:
        held = labelled(_("Talk held on"), full_date(order.talk_on))
        note = order.talk_note if reading.shows(Field.RECORD) else ""
        rows.append([Box(_("Talk of the liaison leader"), note, signed=held)])
    if order.reply:
        by = " ".join(filter(None, [reading.named(order.replied_by), _day(order)]))
        rows.append([Box(pgettext("order", "Reply"), order.reply, signed=by)])
    return [Grid(rows)] if rows else []


def _day(order: SupervisionOrder) -> str:
    return full_date(order.replied_at) if order.replied_at else ""


def _issued_by(order: SupervisionOrder) -> str:
    """The ladder and a failed verification bring orders by rule, in the name of the office."""
    return str(Role(order.issued_role or Role.OFF).label)


SUPERVISION_ORDER = Paper(DocumentKind.SUPERVISION_ORDER, Layout.RUNNING, subjects, facts)
