"""Texts that were approved to be shown, and the public variant of a paper, which is made of them.

The public variant is no filter over the internal one (decision 0026): whatever was not approved
is not in it, so that nothing can be forgotten to be cut.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rectification.documents.papers.base import INTERNAL, PUBLIC, Reading
from rectification.documents.typesetting import Box, Contents, Grid, Layout
from rectification.enums import DocumentKind, DocumentVariant
from rectification.models import Notice, PublicationDecision
from rectification.wording import full_date


def notice_of(decision: PublicationDecision) -> Notice | None:
    found: Notice | None = getattr(decision, "notice", None)
    return found


def is_shown(decision: PublicationDecision) -> bool:
    """A text that was approved, and neither taken down nor hidden since."""
    notice = notice_of(decision)
    down = notice is not None and (notice.withdrawn_at or notice.hidden_at)
    return decision.stands and not decision.is_waiver and not down


def approved_text(reading: Reading) -> PublicationDecision | None:
    """The latest text of the case that may be shown."""
    return next((row for row in reading.publications if is_shown(row)), None)


def variants_of(reading: Reading, *, void: bool = False) -> Sequence[DocumentVariant]:
    """Of what is void nothing is told outside."""
    is_public = not void and approved_text(reading) is not None
    return (INTERNAL, PUBLIC) if is_public else (INTERNAL,)


def public_form(reading: Reading, kind: DocumentKind) -> Contents:
    """What the paper tells outside: organisation, text, scope and days of the notice."""
    decision = approved_text(reading)
    assert decision is not None
    rows = [
        [Box(pgettext("paper", "Owner"), place_of(reading))],
        [Box(pgettext("paper", "Problem"), decision.title)],
        [Box(_("Public text"), decision.text, lines=3)],
        [Box(_("Scope"), str(decision.get_scope_display()))],
    ]
    notice = notice_of(decision)
    if notice is not None:
        rows.append([Box(pgettext("notice", "Period"), period_of(notice))])
    return Contents(
        layout=Layout.FORM,
        title=str(kind.label),
        day=reading.day,
        about=pgettext("paper", "Public variant"),
        body=[Grid(rows)],
    )


def place_of(reading: Reading) -> str:
    """The organisation alone: the public variant names nobody."""
    organisation = reading.case.owner_organisation
    return organisation.name if organisation else ""


def period_of(notice: Notice) -> str:
    return _("%(first)s to %(last)s") % {
        "first": full_date(notice.starts_on),
        "last": full_date(notice.ends_on),
    }
