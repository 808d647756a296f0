"""Events that stand on no page of the case, or say nothing about it."""

from typing import Final

from rectification.enums import EventVerb

ABOUT_IDENTITY: Final = frozenset(
    {
        EventVerb.IDENTITY_ASKED,
        EventVerb.IDENTITY_GRANTED,
        EventVerb.IDENTITY_REFUSED,
        EventVerb.IDENTITY_SHOWN,
    }
)
"""On record for auditors; on no page of the case, lest somebody learn that there is one."""

ABOUT_REFERRAL: Final = frozenset(
    {
        EventVerb.REFERRAL_WRITTEN,
        EventVerb.REFERRAL_ANSWERED,
        EventVerb.REFERRAL_UNANSWERED,
        EventVerb.REFERRAL_SENT,
        EventVerb.REFERRAL_DROPPED,
        EventVerb.REFERRAL_OUTCOME,
    }
)
"""On the page of the referral, for its few readers, and on record for auditors alone."""

ABOUT_DOCUMENTS: Final = frozenset(
    {EventVerb.DOCUMENT_ISSUED, EventVerb.DOCUMENT_VOIDED, EventVerb.SIGNED_COPY_ATTACHED}
)
"""What is done with a paper says nothing about the case, and bars from nothing in it."""

KEPT_BACK: Final = ABOUT_IDENTITY | ABOUT_REFERRAL
"""On no page of the case."""
