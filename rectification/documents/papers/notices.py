"""What papers about a notice share: the approved text word for word, and the copy for the file."""

from collections.abc import Callable, Collection, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rectification.documents.papers.base import INTERNAL, PUBLIC, Reading, Subject, case_row
from rectification.documents.papers.shown import is_shown, notice_of, period_of
from rectification.documents.typesetting import Box, Grid
from rectification.enums import EventVerb, PublicationPurpose
from rectification.models import Notice
from rectification.policies.visibility import Field
from rectification.wording import bracketed, full_date, listed


def of_purposes(purposes: Collection[PublicationPurpose]) -> Callable[[Reading], Sequence[Subject]]:
    """Notices of these purposes that still may be read, latest first."""

    def subjects(reading: Reading) -> Sequence[Subject]:
        found = [
            (notice_of(row), row)
            for row in reading.publications
            if row.purpose in purposes and is_shown(row)
        ]
        return [
            Subject(notice.pk, notice, _label(notice), (PUBLIC, INTERNAL))
            for notice, _row in found
            if notice is not None
        ]

    return subjects


def _label(notice: Notice) -> str:
    return bracketed(notice.decision.get_purpose_display(), period_of(notice))


def for_the_file(reading: Reading, notice: Notice) -> list[Grid]:
    """存档联: which case it belongs to, who approved it, and where it was shown."""
    decision = notice.decision
    held = [
        " ".join([str(channel.get_kind_display()), full_date(channel.shown_on)])
        for channel in notice.channels.all()
    ]
    by, on = reading.hand([EventVerb.PUBLICATION_APPROVED], f"publication:{decision.pk}")
    approved = " ".join(filter(None, [by, full_date(on) if on else ""]))
    rows = [
        case_row(reading),
        [
            Box(_("Scope"), str(decision.get_scope_display())),
            Box(pgettext("notice", "Period"), period_of(notice)),
        ],
        [Box(_("Shown at"), listed(held))],
    ]
    if reading.shows(Field.RECORD):
        rows.append([Box(_("Approval"), approved)])
    return [Grid(rows)]
