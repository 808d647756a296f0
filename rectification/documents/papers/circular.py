"""情况通报: the circular of a case that was struck off, word for word as it was approved."""

from django.utils.translation import pgettext

from rectification.documents.papers.base import INTERNAL, Paper, Reading
from rectification.documents.papers.notices import for_the_file, of_purposes
from rectification.documents.typesetting import Block, Contents, Layout, Line
from rectification.enums import DocumentKind, DocumentVariant, PublicationPurpose
from rectification.models import Notice
from rectification.roles import Role


def facts(reading: Reading, notice: Notice, variant: DocumentVariant) -> Contents:
    decision = notice.decision
    body: list[Block] = [Line(decision.text)]
    if variant == INTERNAL:
        body += for_the_file(reading, notice)
    return Contents(
        layout=CIRCULAR.layout,
        title=decision.title,
        day=reading.day,
        dated=notice.starts_on,
        about=pgettext("paper", "Copy for the file") if variant == INTERNAL else "",
        issuer=reading.township,
        receiver=pgettext("paper", "All Party organisations"),
        body=body,
        signature=str(Role.OFF.label),
        signed_on=notice.starts_on,
    )


CIRCULAR = Paper(
    DocumentKind.CIRCULAR, Layout.RUNNING, of_purposes([PublicationPurpose.CIRCULAR]), facts
)
