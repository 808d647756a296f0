"""Reasons that others will read: long enough to be one (docs/rules.md, “Returns”)."""

from typing import Final

from django.utils.translation import gettext as _

from rectification.exceptions import CaseError

REASON_MINIMUM: Final = 10


def require_reason(reason: str, *, field: str = "reason", rule: str = "") -> str:
    """The reason without surrounding blanks; refused when it is shorter than ten characters."""
    cleaned = reason.strip()
    if len(cleaned) < REASON_MINIMUM:
        raise CaseError(
            _("Give the reason in at least ten characters; the other side will read it."),
            field=field,
            rule=rule,
        )
    return cleaned
