"""Every kind of message, one line each (docs/how-to/add-a-notice.md). Names are stored."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from rectification.notifications.base import NoticeKind

_HOLDER = _("The step lies with you or with an office you hold.")
_OWNER = _("The case is yours or your organisation's.")
_NAMED = _("You are concerned by the case; you may comment, object and ask for recusal.")
_OFFICE = _("You follow the case for the office.")
_DECIDER = _("You decide on deputies for your township.")
_DELEGATOR = _("You asked for a deputy in your office.")
_DEPUTY = _("You are deputy or delegator in this delegation.")
_ABSENT = _("The organisation office has recorded your absence.")
_DEPUTIES = "rectification:deputies"

KINDS: Final[dict[str, NoticeKind]] = {
    kind.name: kind
    for kind in (
        NoticeKind("your_turn", _("It is your turn."), _HOLDER),
        NoticeKind("registered", _("The problem was registered."), _OWNER),
        NoticeKind("person_concerned", _("You are named in a case."), _NAMED),
        NoticeKind("rejected", _("The problem was not accepted."), _OWNER),
        NoticeKind("dispatched", _("The case was dispatched to your organisation."), _OWNER),
        NoticeKind("owner_designated", _("Your organisation was designated as owner."), _OWNER),
        NoticeKind("share_answered", _("A co-responsible unit has answered."), _OFFICE),
        NoticeKind("plan_returned", _("The plan was returned."), _OWNER),
        NoticeKind("plan_approved", _("The plan was approved."), _OWNER),
        NoticeKind("review_returned", _("The result was returned at first review."), _OWNER),
        NoticeKind("publication_returned", _("The publication was returned."), _OFFICE),
        NoticeKind("waiver_agreed", _("It was agreed that nothing is published."), _OWNER),
        NoticeKind("notice_started", _("The public notice has begun."), _OWNER),
        NoticeKind("notice_ended", _("The public notice is over."), _OWNER),
        NoticeKind("objection_received", _("An objection was received."), _OWNER),
        NoticeKind("objection_decided", _("An objection was decided."), _OWNER),
        NoticeKind("notice_corrected", _("A text you had checked was corrected."), _OFFICE),
        NoticeKind("verification_failed", _("The verification was not passed."), _OWNER),
        NoticeKind("closed", _("The case was struck off."), _OWNER),
        NoticeKind("long_term", _("The stage target was reached."), _OWNER),
        NoticeKind("withdrawn", _("The self-report was withdrawn."), _OFFICE),
        NoticeKind("terminated", _("The case was terminated."), _OWNER),
        NoticeKind("liaison_joined", _("You joined a case as liaison leader."), _OFFICE),
        NoticeKind("copied", _("A case was brought to your notice."), _OFFICE),
        NoticeKind("nobody_left", _("Nobody is left to take a step."), _OFFICE),
        NoticeKind("delegation_asked", _("A deputy is asked for."), _DECIDER, _DEPUTIES),
        NoticeKind("delegation_approved", _("Your deputy was approved."), _DELEGATOR, _DEPUTIES),
        NoticeKind("delegation_refused", _("Your deputy was refused."), _DELEGATOR, _DEPUTIES),
        NoticeKind("delegation_started", _("You are deputy from now on."), _DEPUTY, _DEPUTIES),
        NoticeKind("delegation_ended", _("A delegation is over."), _DEPUTY, _DEPUTIES),
        NoticeKind("absence_recorded", _("You are recorded as absent."), _ABSENT, _DEPUTIES),
    )
}
