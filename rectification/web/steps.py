"""What a step asks of its holder: the word on the button and the sentence above it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rectification.enums import Step
from rectification.web.parts import Text


@dataclass(frozen=True)
class StepWords:
    act: Text
    task: Text


def _words(act: Text, task: Text) -> StepWords:
    return StepWords(act, task)


STEP_WORDS: Final[Mapping[str, StepWords]] = {
    Step.TRIAGE: _words(
        pgettext_lazy("act", "Take in"),
        _("Decide whether the problem is accepted, and register it."),
    ),
    Step.CONFIRM_REJECTION: _words(
        pgettext_lazy("act", "Confirm"), _("A second person confirms that it is not accepted.")
    ),
    Step.DISPATCH: _words(
        pgettext_lazy("act", "Dispatch"), _("Name the lead unit and the co-responsible units.")
    ),
    Step.CLAIM: _words(
        pgettext_lazy("act", "Claim"), _("Claim the problem, or say why it is not yours.")
    ),
    Step.ASSIGN_OWNER: _words(
        pgettext_lazy("act", "Designate"), _("Nobody claimed it in time; designate the owner.")
    ),
    Step.SETTLE_OWNER: _words(
        pgettext_lazy("act", "Decide"),
        _("The claim was declined twice; hear both sides and name the owner in writing."),
    ),
    Step.DRAFT_PLAN: _words(
        pgettext_lazy("act", "Draft"), _("Write cause, aim and measures, and submit the plan.")
    ),
    Step.ADVISE_PLAN: _words(
        pgettext_lazy("act", "Give opinion"), _("Give your opinion on the plan for the approver.")
    ),
    Step.APPROVE_PLAN: _words(
        pgettext_lazy("act", "Approve"), _("Approve the plan, or return it with reasons.")
    ),
    Step.CHANGE_PLAN: _words(
        pgettext_lazy("act", "Draft"),
        _("Write what is to be changed; the plan in force holds until the change is approved."),
    ),
    Step.ADVISE_CHANGE: _words(
        pgettext_lazy("act", "Give opinion"),
        _("Give your opinion on the change of the plan for the approver."),
    ),
    Step.APPROVE_CHANGE: _words(
        pgettext_lazy("act", "Approve"),
        _("Approve the change of the plan, or return it with reasons."),
    ),
    Step.CARRY_OUT: _words(
        pgettext_lazy("act", "Report progress"), _("Carry out the measures and enter the evidence.")
    ),
    Step.REPORT_EFFECT: _words(
        pgettext_lazy("act", "Report effect"), _("All measures are done; say what has changed.")
    ),
    Step.FIRST_REVIEW: _words(
        pgettext_lazy("act", "Review"), _("Check that the material is complete.")
    ),
    Step.PROPOSE_PUBLICATION: _words(
        pgettext_lazy("act", "Propose"), _("Write the public text and propose its scope.")
    ),
    Step.REVIEW_SECRECY: _words(
        pgettext_lazy("act", "Check secrecy"), _("Check that the text holds nothing secret.")
    ),
    Step.CHECK_REDACTION: _words(
        pgettext_lazy("act", "Check redaction"), _("Check that the text identifies nobody.")
    ),
    Step.HEAR_PERSON: _words(
        pgettext_lazy("act", "Comment"), _("Read the text before it is published, and comment.")
    ),
    Step.OBJECTION_PERIOD: _words(
        pgettext_lazy("act", "View"),
        _("The person concerned objects; nothing is published until that is decided."),
    ),
    Step.HEAR_ANSWER: _words(
        pgettext_lazy("act", "Comment"),
        _("Read the answer to your objection, and say whether you contest it."),
    ),
    Step.APPROVE_PUBLICATION: _words(
        pgettext_lazy("act", "Approve"), _("Approve text and scope, or return them with reasons.")
    ),
    Step.AGREE_SCOPE: _words(
        pgettext_lazy("act", "Decide"),
        _("Read the text alone and decide whether it may be shown in this scope."),
    ),
    Step.SETTLE_SENSITIVITY: _words(
        pgettext_lazy("act", "Decide"),
        _("Decide whether a text that stirs the public may be shown, with a reason."),
    ),
    Step.AGREE_WAIVER: _words(
        pgettext_lazy("act", "Decide"), _("Decide whether it may remain unpublished.")
    ),
    Step.POST_NOTICE: _words(
        pgettext_lazy("act", "Post"), _("Post the approved text and record where it was shown.")
    ),
    Step.PROPOSE_DISCLOSURE: _words(
        pgettext_lazy("act", "Propose"),
        _("Go over the text that is to be disclosed and propose its scope."),
    ),
    Step.REVIEW_DISCLOSURE: _words(
        pgettext_lazy("act", "Review"),
        _("Check that the text is not secret, needed in this scope, and accurate."),
    ),
    Step.CHECK_DISCLOSURE: _words(
        pgettext_lazy("act", "Check redaction"), _("Check that the text identifies nobody.")
    ),
    Step.HEAR_DISCLOSURE: _words(
        pgettext_lazy("act", "Comment"), _("Read the text before it is published, and comment.")
    ),
    Step.APPROVE_DISCLOSURE: _words(
        pgettext_lazy("act", "Approve"), _("Approve text and scope, or return them with reasons.")
    ),
    Step.AGREE_DISCLOSURE: _words(
        pgettext_lazy("act", "Decide"),
        _("Read the text alone and decide whether it may be shown in this scope."),
    ),
    Step.DECIDE_SENSITIVITY: _words(
        pgettext_lazy("act", "Decide"),
        _("Decide whether a text that stirs the public may be shown, with a reason."),
    ),
    Step.POST_DISCLOSURE: _words(
        pgettext_lazy("act", "Post"), _("Post the approved text and record where it was shown.")
    ),
    Step.NOTICE_PERIOD: _words(pgettext_lazy("act", "View"), _("The public notice is running.")),
    Step.ASSIGN_VERIFIERS: _words(
        pgettext_lazy("act", "Name verifiers"), _("Name two verifiers who are free to act.")
    ),
    Step.NAME_OUTSIDER: _words(
        pgettext_lazy("act", "Name outsider"),
        _("Name a verifier who is not of the discipline committee."),
    ),
    Step.VERIFY: _words(
        pgettext_lazy("act", "Verify"), _("Check the criteria one by one and sign.")
    ),
    Step.HEAR_OWNER: _words(
        pgettext_lazy("act", "Write"),
        _("The verification failed for the third time: say in writing how you see it."),
    ),
    Step.DECIDE_THIRD_FAILURE: _words(
        pgettext_lazy("act", "Decide"),
        _("Read the failures and the statement, and decide what becomes of the case."),
    ),
    Step.SETTLE_VERIFICATION: _words(
        pgettext_lazy("act", "Settle"), _("The two verifiers differ; decide in writing.")
    ),
    Step.ACCEPT_SHARE: _words(
        pgettext_lazy("act", "Answer"), _("Accept or decline the co-responsibility.")
    ),
    Step.MEDIATE_SHARE: _words(
        pgettext_lazy("act", "Mediate"),
        _("A unit declined its share; talk to both sides and record what was agreed."),
    ),
    Step.PROPOSE_SHARE: _words(
        pgettext_lazy("act", "Propose"),
        _("A unit did not answer; propose to the leading group what follows."),
    ),
    Step.DECIDE_SHARE: _words(
        pgettext_lazy("act", "Decide"),
        _("Decide in writing whether the unit has a share. It is final."),
    ),
    Step.HANDLE_OBJECTION: _words(
        pgettext_lazy("act", "Handle"), _("Look into the objection and answer it with reasons.")
    ),
    Step.REVIEW_OBJECTION: _words(
        pgettext_lazy("act", "Review"),
        _("Somebody contests the answer to his objection; decide for good, with reasons."),
    ),
    Step.DECIDE_WITHDRAWAL: _words(
        pgettext_lazy("act", "Decide"),
        _("Agree that the member withdraws his report, unless others are affected."),
    ),
    Step.DECIDE_TERMINATION: _words(
        pgettext_lazy("act", "Decide"), _("Decide on the proposed termination.")
    ),
    Step.ASSIGN_SUCCESSOR: _words(
        pgettext_lazy("act", "Assign"), _("The owner was split; say which successor has the case.")
    ),
    Step.RECLAIM: _words(
        pgettext_lazy("act", "Take over"), _("Take over the case of the organisation before you.")
    ),
    Step.DECIDE_DATES: _words(
        pgettext_lazy("act", "Decide"),
        _("Accept the successor's new day, or keep the old one."),
    ),
    Step.POST_REHABILITATION: _words(
        pgettext_lazy("act", "Post"),
        _("Show the text wherever the withdrawn notice was shown, and record it."),
    ),
    Step.ANSWER_ORDER: _words(
        pgettext_lazy("act", "Answer"),
        _("Say what is in the way, what you do about it and when it will be done."),
    ),
    Step.ANSWER_REFERRAL: _words(
        pgettext_lazy("act", "Answer"),
        _("Somebody refers your organisation for accountability; say what you have to say to it."),
    ),
    Step.SEND_REFERRAL: _words(
        pgettext_lazy("act", "Send or drop"),
        _("Read the answer, then send the referral on paper and enter its number, or drop it."),
    ),
    Step.DECIDE_RECUSAL: _words(
        pgettext_lazy("act", "Decide"),
        _("Decide with reasons whether the person acts on in the case."),
    ),
    Step.REVIEW_EXTENSION: _words(
        pgettext_lazy("act", "Give opinion"),
        _("Say whether more time is justified; the approver decides."),
    ),
    Step.DECIDE_EXTENSION: _words(
        pgettext_lazy("act", "Decide"), _("Grant the new day, or keep the old one with reasons.")
    ),
    Step.AGREE_PAUSE: _words(
        pgettext_lazy("act", "Decide"),
        _("Agree that the clocks stand still, or refuse it with reasons."),
    ),
    Step.DECIDE_RECLASSIFICATION: _words(
        pgettext_lazy("act", "Decide"),
        _("Decide whether the case gets another deadline class and a new day."),
    ),
    Step.GIVE_OPINION: _words(
        pgettext_lazy("act", "Give opinion"),
        _("You are asked for your opinion. You neither approve nor refuse; somebody else decides."),
    ),
    Step.ASSIGN_LOOK_BACK: _words(
        pgettext_lazy("act", "Name"),
        _("Name who looks whether the problem stayed put right; nobody who verified it."),
    ),
    Step.LOOK_BACK: _words(
        pgettext_lazy("act", "Look back"),
        _("Look whether the problem stayed put right, and say how you found out."),
    ),
    Step.DECIDE_RELAPSE: _words(
        pgettext_lazy("act", "Decide"),
        _("A look-back found that the problem is back; agree, or say why not."),
    ),
    Step.SETTLE_RELAPSE: _words(
        pgettext_lazy("act", "Settle"),
        _("Finding and office differ; decide in writing whether the problem is back."),
    ),
}
