"""About what is kept closed: sealed cases, matters handed over, the identity of reporters."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from rectification.notifications.base import NoticeKind
from rectification.notifications.kinds.why import OFFICE, OWNER

SECRECY: Final = (
    NoticeKind(
        "transfer_made",
        _("A matter was handed over to the discipline committee."),
        _("You receive for the discipline committee what is handed over."),
        page="rectification:transfers",
    ),
    NoticeKind("case_sealed", _("The case was sealed; it is no longer shown."), OWNER),
    NoticeKind(
        "sealing_made",
        _("A case was sealed; see who had read it."),
        _("You answer for secrecy in your township."),
        page="rectification:transfers",
    ),
    NoticeKind(
        "sealing_confirmed",
        _("The sealing of a case was confirmed."),
        _("You sealed it."),
        page="rectification:transfers",
    ),
    NoticeKind(
        "unsealing_proposed",
        _("It is proposed to unseal a case; somebody of the office decides."),
        OFFICE,
        page="rectification:transfers",
    ),
    NoticeKind(
        "unsealing_decided",
        _("It was decided whether a case is unsealed."),
        _("You proposed it, or you sealed the case."),
        page="rectification:transfers",
    ),
    NoticeKind("case_unsealed", _("The case was unsealed and goes on."), OWNER),
    NoticeKind(
        "identity_asked",
        _("A request to read who reported waits for the leading group."),
        _("You are a member of the leading group, which decides on it."),
        page="rectification:identity_requests",
    ),
    NoticeKind(
        "identity_decided",
        _("Your request to read who reported was decided."),
        _("You asked for it."),
        page="rectification:identity_requests",
    ),
)
