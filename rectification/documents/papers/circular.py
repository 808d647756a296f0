"""情况通报: the circular of a case that was struck off, word for word as it was approved."""

from django.utils.translation import pgettext

from rectification.documents.papers.base import INTERNAL, Paper, Reading
from rectification.documents.papers.notices import for_the_file, of_purposes
from rectification.documents.typesetting import Contents, Layout, Line
from rectification.enums import DocumentKind, DocumentVariant, PublicationPurpose
from rectification.models import Notice
from rectification.roles import Role


def facts(reading: Reading, notice: Notice, variant: DocumentVariant) -> Contents:
    decision = notice.decision
    return Contents(
        layout=CIRCULAR.layout,
        title=decision.title,
        day=reading.day,
        dated=notice.starts_on,
        about=pgettext("paper", "Copy for the file") if variant == INTERNAL else "",
        issuer=reading.township,
        receiver=pgettext("paper", "All Party organisations"),
        body=[Line(decision.text)],
        signature=str(Role.OFF.label),
        signed_on=notice.starts_on,
        below=for_the_file(reading, notice) if variant == INTERNAL else (),
    )


CIRCULAR = Paper(
    DocumentKind.CIRCULAR, Layout.RUNNING, of_purposes([PublicationPurpose.CIRCULAR]), facts
)
