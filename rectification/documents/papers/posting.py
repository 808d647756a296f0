"""公示（张贴稿）: the approved text to be posted; for the file with where it was shown."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rectification.documents.papers.base import INTERNAL, Paper, Reading
from rectification.documents.papers.notices import for_the_file, of_purposes
from rectification.documents.papers.shown import period_of
from rectification.documents.typesetting import Contents, Layout, Line
from rectification.enums import DocumentKind, DocumentVariant, PublicationPurpose
from rectification.models import Notice
from rectification.selectors.casefile import owner_at

_SHOWN = (PublicationPurpose.EFFECT, PublicationPurpose.LISTS, PublicationPurpose.REHABILITATION)


def facts(reading: Reading, notice: Notice, variant: DocumentVariant) -> Contents:
    decision = notice.decision
    body = [
        Line(decision.text),
        Line(_period_words(notice) % {"period": period_of(notice)}),
        Line(_("Contact: office of the leading group")),
    ]
    return Contents(
        layout=POSTING.layout,
        title=decision.title,
        day=reading.day,
        dated=notice.starts_on,
        about=pgettext("paper", "Copy for the file") if variant == INTERNAL else "",
        body=body,
        signature=_posted_by(reading, notice),
        signed_on=notice.starts_on,
        below=for_the_file(reading, notice) if variant == INTERNAL else (),
    )


def _posted_by(reading: Reading, notice: Notice) -> str:
    """Whose notice it was when it was posted."""
    owner = owner_at(reading.case, notice.posted_at)
    return owner.name if owner else ""


def _period_words(notice: Notice) -> str:
    """Nobody objects to what sets a wrong notice right but whom it clears (T27)."""
    if notice.corrects_id is not None:
        return _("Shown: %(period)s.")
    return _("Shown: %(period)s. Whoever does not agree may object within this time.")


POSTING = Paper(DocumentKind.POSTING, Layout.RUNNING, of_purposes(_SHOWN), facts)
