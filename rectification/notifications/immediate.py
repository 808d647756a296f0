"""What goes to the outside: one digest a working day, and at once only what cannot wait."""

from typing import Final

DIGEST: Final = "digest"
"""The kind of the daily digest; no kind of the message centre."""

_LIGHTS: Final = {
    "overdue_urged",
    "order_issued",
    "order_admonished",
    "order_at_leading_group",
}
_RETURNS: Final = {
    "plan_returned",
    "review_returned",
    "publication_returned",
    "verification_failed",
}
_PRIVACY: Final = {
    "objection_received",
    "privacy_objected",
    "identity_asked",
    "identity_decided",
    "account_link_issued",
    "account_link_used",
    "password_changed",
    "second_factor_changed",
    "recovery_code_used",
}
IMMEDIATE: Final = frozenset(_LIGHTS | _RETURNS | _PRIVACY)
"""Kinds that are mailed at once; every other kind is only counted in the digest."""
