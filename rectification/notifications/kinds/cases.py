"""About a case on its way: reports, owners, plans, shares, notices, verification, the end."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from rectification.notifications.base import NoticeKind
from rectification.notifications.kinds.why import ADVISER, ASKED, HOLDER, OFFICE, OWNER

_NAMED = _("You are concerned by the case; you may comment, object and ask for recusal.")
_BRANCH = _("You are secretary of the branch; nobody is named.")
_UNIT = _("Your unit is lead or co-responsible unit, or you follow the case for the office.")

CASES: Final = (
    NoticeKind("your_turn", _("It is your turn."), HOLDER, _("It is your turn: %(step)s")),
    NoticeKind("submitted", _("Your report was received."), OWNER),
    NoticeKind("registered", _("The problem was registered."), OWNER),
    NoticeKind("person_concerned", _("You are named in a case."), _NAMED),
    NoticeKind(
        "opinion_added",
        _("Whoever sent an opinion has replied or added something."),
        _("You take in the opinions of your township."),
    ),
    NoticeKind("rejected", _("The problem was not accepted."), OWNER),
    NoticeKind("passed_on", _("Your report was passed to the competent body."), OWNER),
    NoticeKind("merged", _("Your report was merged with one about the same fact."), OWNER),
    NoticeKind("report_joined", _("A report about the same fact joined your case."), _NAMED),
    NoticeKind("unmerged", _("The report is handled on its own again."), OWNER),
    NoticeKind("report_parted", _("A report that had joined your case parted again."), _NAMED),
    NoticeKind("joined_ended", _("The matter with which your report was merged has ended."), OWNER),
    NoticeKind("dispatched", _("The case was dispatched to your organisation."), OWNER),
    NoticeKind("owner_designated", _("Your organisation was designated as owner."), OWNER),
    NoticeKind("owner_settled", _("The leading group has decided who owns the case."), OWNER),
    NoticeKind("share_mediated", _("The result of a mediation about shares was recorded."), _UNIT),
    NoticeKind("share_decided", _("It was decided whether a unit has a share in the case."), _UNIT),
    NoticeKind("share_answered", _("A co-responsible unit has answered."), OFFICE),
    NoticeKind("plan_returned", _("The plan was returned."), OWNER),
    NoticeKind("plan_approved", _("The plan was approved."), OWNER),
    NoticeKind("review_returned", _("The result was returned at first review."), OWNER),
    NoticeKind("publication_returned", _("The publication was returned."), OFFICE),
    NoticeKind("waiver_agreed", _("It was agreed that nothing is published."), OWNER),
    NoticeKind(
        "waiver_in_branch",
        _("A member of your branch has put a matter right; it is lawfully not shown."),
        _BRANCH,
    ),
    NoticeKind(
        "narrowed_to_parties",
        _(
            "A running notice was narrowed to those concerned alone. When it is over, supervision "
            "agrees to that, or it is shown again."
        ),
        _("You supervise the cases of your township."),
    ),
    NoticeKind("notice_started", _("The public notice has begun."), OWNER),
    NoticeKind("notice_ended", _("The public notice is over."), OWNER),
    NoticeKind("objection_received", _("An objection was received."), OWNER),
    NoticeKind(
        "privacy_objected",
        _(
            "Somebody objects for the sake of privacy: the notice is hidden on the board. Take it "
            "down in every other channel at once."
        ),
        _("You post the notices of your township, or review them for secrecy."),
    ),
    NoticeKind("objection_decided", _("An objection was decided."), OWNER),
    NoticeKind("objection_prolonged", _("An objection takes up to ten working days more."), OWNER),
    NoticeKind(
        "review_asked", _("The answer to an objection is contested and is reviewed."), OWNER
    ),
    NoticeKind("review_decided", _("The answer to an objection was reviewed."), OWNER),
    NoticeKind(
        "ballot_codes_printed",
        _("Codes for a satisfaction ballot were printed. Record how many were handed out."),
        _("None of the codes is good before another one than their printer has recorded it."),
    ),
    NoticeKind(
        "ballot_counted",
        _(
            "You stand on record as the second one who counted paper answers to a satisfaction "
            "ballot. If you did not count them, tell the discipline committee."
        ),
        _("Two people count together, and each of them stands for what was entered."),
    ),
    NoticeKind("notice_corrected", _("A text you had checked was corrected."), OFFICE),
    NoticeKind("verification_failed", _("The verification was not passed."), OWNER),
    NoticeKind(
        "third_failure",
        _("A verification failed for the third time: the leading group decides."),
        OFFICE,
    ),
    NoticeKind(
        "third_failure_void",
        _("A failure before it is void: the third one is corrected, nothing is to be decided."),
        OWNER,
    ),
    NoticeKind(
        "third_failure_decided",
        _("The leading group has decided what follows the third failure."),
        OWNER,
    ),
    NoticeKind(
        "plan_revision_due",
        _(
            "The verification was failed twice: revise the plan first. The effect can be "
            "reported once the new version is approved."
        ),
        OWNER,
    ),
    NoticeKind("closed", _("The case was struck off."), OWNER),
    NoticeKind("long_term", _("The stage target was reached."), OWNER),
    NoticeKind("withdrawal_decided", _("Your wish to withdraw was decided."), OWNER),
    NoticeKind("withdrawn", _("The self-report was withdrawn."), OFFICE),
    NoticeKind("terminated", _("The case was terminated."), OWNER),
    NoticeKind("rehabilitated", _("A rehabilitation notice was published."), OWNER),
    NoticeKind("liaison_joined", _("You joined a case as liaison leader."), OFFICE),
    NoticeKind(
        "recalled_step",
        _("What had been handed on to you was taken back."),
        HOLDER,
        _("What had been handed on to you was taken back: %(step)s"),
    ),
    NoticeKind(
        "handed_over",
        _("A colleague handed a step over to you."),
        HOLDER,
        _("A colleague handed a step over to you: %(step)s"),
    ),
    NoticeKind(
        "opinion_given",
        _("The opinion that was asked for was given."),
        ASKED,
        _("The opinion that was asked for was given: %(step)s"),
    ),
    NoticeKind(
        "consultation_lapsed",
        _("The opinion that was asked for did not come. Decide without it, or ask somebody else."),
        ASKED,
        _("The opinion did not come; decide without it, or ask somebody else: %(step)s"),
    ),
    NoticeKind(
        "consultation_over",
        _("Your opinion is not needed any more."),
        ADVISER,
        _("Your opinion is not needed any more: %(step)s"),
    ),
    NoticeKind("corrected", _("A registered fact of the case was corrected."), OWNER),
    NoticeKind("copied", _("A case was brought to your notice."), OFFICE),
    NoticeKind("case_moved", _("The case went to another organisation."), OWNER),
    NoticeKind("case_reclaimed", _("The successor has taken the case over."), OFFICE),
    NoticeKind(
        "conclusion_voided",
        _("A failed verification is void; the case is verified anew."),
        OWNER,
    ),
    NoticeKind("failure_voided", _("A failed verification is void and counts no more."), OWNER),
    NoticeKind("closure_voided", _("A closure is void; the case is verified anew."), OWNER),
)
