"""What can happen to a case. The values are stored in databases: never change one casually."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class EventVerb(TextChoices):
    """What can happen to a case. Stored in the case events; worded at display time."""

    SUBMITTED = "submitted", pgettext_lazy("event", "Submitted")
    RECALLED = "recalled", pgettext_lazy("event", "Taken back before intake")
    RECALLED_STEP = (
        "recalled_step",
        pgettext_lazy("event", "Taken back before the next person opened it"),
    )
    WITHDRAWN = "withdrawn", pgettext_lazy("event", "Self-report withdrawn")
    WITHDRAWAL_ASKED = "withdrawal_asked", pgettext_lazy("event", "Withdrawal asked for")
    WITHDRAWAL_REFUSED = "withdrawal_refused", pgettext_lazy("event", "Withdrawal refused")
    REGISTERED = "registered", pgettext_lazy("event", "Registered")
    REJECTION_PROPOSED = "rejection_proposed", pgettext_lazy("event", "Non-acceptance proposed")
    REJECTION_REFUSED = "rejection_refused", pgettext_lazy("event", "Non-acceptance not confirmed")
    REJECTED = "rejected", pgettext_lazy("event", "Not accepted")
    MERGED = "merged", pgettext_lazy("event", "Merged with another case")
    REPORT_JOINED = "report_joined", pgettext_lazy("event", "A report about the same fact joined")
    UNMERGED = "unmerged", pgettext_lazy("event", "Merger undone, handled on its own again")
    REPORT_PARTED = "report_parted", pgettext_lazy("event", "A report that had joined parted")
    TRANSFERRED = "transferred", pgettext_lazy("event", "Handed over, content sealed")
    TRANSFER_RECEIVED = "transfer_received", pgettext_lazy("event", "Handing over acknowledged")
    SEALED = "sealed", pgettext_lazy("event", "Content sealed")
    SEALING_CONFIRMED = "sealing_confirmed", pgettext_lazy("event", "Sealing confirmed")
    PAPER_NUMBERED = "paper_numbered", pgettext_lazy("event", "Number of the paper entered")
    UNSEALING_PROPOSED = "unsealing_proposed", pgettext_lazy("event", "Unsealing proposed")
    UNSEALING_REFUSED = "unsealing_refused", pgettext_lazy("event", "Unsealing refused")
    UNSEALED = "unsealed", pgettext_lazy("event", "Unsealed")
    DISPATCHED = "dispatched", pgettext_lazy("event", "Dispatched")
    CLAIMED = "claimed", pgettext_lazy("event", "Claimed voluntarily")
    CLAIM_DECLINED = "claim_declined", pgettext_lazy("event", "Claim declined")
    CLAIM_EXPIRED = "claim_expired", pgettext_lazy("event", "Claim period over")
    OWNER_DESIGNATED = "owner_designated", pgettext_lazy("event", "Owner designated")
    OWNER_SETTLED = "owner_settled", pgettext_lazy("event", "Owner decided by the leading group")
    REMINDED = "reminded", pgettext_lazy("event", "Reminder sent")
    URGED = "urged", pgettext_lazy("event", "Urged")
    ORDER_ISSUED = "order_issued", pgettext_lazy("event", "Supervision order issued")
    ORDER_ANSWERED = "order_answered", pgettext_lazy("event", "Supervision order answered")
    TALK_NOTED = "talk_noted", pgettext_lazy("event", "Talk of the liaison leader noted")
    ORDER_LAPSED = "order_lapsed", pgettext_lazy("event", "Supervision order over, unanswered")
    ORDER_ESCALATED = "order_escalated", pgettext_lazy("event", "Supervision order raised")
    SHARE_ACCEPTED = "share_accepted", pgettext_lazy("event", "Co-responsibility accepted")
    SHARE_DECLINED = "share_declined", pgettext_lazy("event", "Co-responsibility declined")
    SHARE_EXPIRED = "share_expired", pgettext_lazy("event", "No answer about the share in time")
    SHARE_AGREED = "share_agreed", pgettext_lazy("event", "Agreement on the share recorded")
    SHARE_DISPUTED = "share_disputed", pgettext_lazy("event", "No agreement on the share")
    SHARE_PROPOSED = "share_proposed", pgettext_lazy("event", "Decision on the share proposed")
    SHARE_ASSIGNED = "share_assigned", pgettext_lazy("event", "Share assigned by decision")
    SHARE_RELEASED = "share_released", pgettext_lazy("event", "Unit released from its share")
    PLAN_SUBMITTED = "plan_submitted", pgettext_lazy("event", "Plan submitted")
    PLAN_ADVISED = "plan_advised", pgettext_lazy("event", "Opinion on the plan given")
    PLAN_RETURNED = "plan_returned", pgettext_lazy("event", "Plan returned")
    PLAN_APPROVED = "plan_approved", pgettext_lazy("event", "Plan approved")
    PLAN_CHANGE_BEGUN = "plan_change_begun", pgettext_lazy("event", "Change of the plan begun")
    PLAN_CHANGE_SUBMITTED = (
        "plan_change_submitted",
        pgettext_lazy("event", "Change of the plan submitted"),
    )
    PLAN_CHANGE_RETURNED = (
        "plan_change_returned",
        pgettext_lazy("event", "Change of the plan returned"),
    )
    PLAN_CHANGED = "plan_changed", pgettext_lazy("event", "Change of the plan approved")
    PLAN_CHANGE_DROPPED = (
        "plan_change_dropped",
        pgettext_lazy("event", "Change of the plan taken back"),
    )
    PROGRESS_REPORTED = "progress_reported", pgettext_lazy("event", "Progress reported")
    EVIDENCE_REPLACED = "evidence_replaced", pgettext_lazy("event", "Evidence replaced")
    MEASURES_DONE = "measures_done", pgettext_lazy("event", "Measures of the unit done")
    EFFECT_REPORTED = "effect_reported", pgettext_lazy("event", "Effect reported")
    REVIEW_RETURNED = "review_returned", pgettext_lazy("event", "Returned at first review")
    REVIEW_PASSED = "review_passed", pgettext_lazy("event", "First review passed")
    PUBLICATION_PROPOSED = "publication_proposed", pgettext_lazy("event", "Publication proposed")
    WAIVER_PROPOSED = "waiver_proposed", pgettext_lazy("event", "No publication proposed")
    SECRECY_CLEARED = "secrecy_cleared", pgettext_lazy("event", "Secrecy review passed")
    REDACTION_CONFIRMED = "redaction_confirmed", pgettext_lazy("event", "Redaction confirmed")
    PUBLICATION_RETURNED = "publication_returned", pgettext_lazy("event", "Publication returned")
    PERSON_HEARD = "person_heard", pgettext_lazy("event", "Person concerned commented")
    HEARING_LAPSED = "hearing_lapsed", pgettext_lazy("event", "No comment within the period")
    PUBLICATION_APPROVED = "publication_approved", pgettext_lazy("event", "Publication approved")
    SCOPE_AGREED = "scope_agreed", pgettext_lazy("event", "Scope agreed")
    WAIVER_AGREED = "waiver_agreed", pgettext_lazy("event", "No publication agreed")
    NOTICE_POSTED = "notice_posted", pgettext_lazy("event", "Notice posted")
    NOTICE_ENDED = "notice_ended", pgettext_lazy("event", "Notice period over")
    NOTICE_HIDDEN = "notice_hidden", pgettext_lazy("event", "Notice hidden")
    CHANNEL_RECORDED = (
        "channel_recorded",
        pgettext_lazy("event", "Notice shown at a meeting or on a sheet"),
    )
    NOTICE_RESUMED = "notice_resumed", pgettext_lazy("event", "Notice resumed")
    DISCLOSURE_BEGUN = "disclosure_begun", pgettext_lazy("event", "Disclosure begun")
    DISCLOSURE_DROPPED = (
        "disclosure_dropped",
        pgettext_lazy("event", "Disclosure given up, nothing is shown"),
    )
    SENSITIVITY_RAISED = (
        "sensitivity_raised",
        pgettext_lazy("event", "Called strongly sensitive to the public"),
    )
    SENSITIVITY_CLEARED = (
        "sensitivity_cleared",
        pgettext_lazy("event", "May be shown in spite of its sensitivity"),
    )
    SENSITIVITY_UPHELD = (
        "sensitivity_upheld",
        pgettext_lazy("event", "Not to be shown for its sensitivity"),
    )
    DISCLOSURE_POSTED = "disclosure_posted", pgettext_lazy("event", "Disclosure posted")
    DISCLOSURE_ENDED = "disclosure_ended", pgettext_lazy("event", "Disclosure over")
    SCOPE_NARROWED = "scope_narrowed", pgettext_lazy("event", "Shown to fewer")
    TEXT_NARROWED = "text_narrowed", pgettext_lazy("event", "Something left out of the notice")
    CONSENT_GIVEN = "consent_given", pgettext_lazy("event", "Consent to a wider scope given")
    CONSENT_WITHDRAWN = (
        "consent_withdrawn",
        pgettext_lazy("event", "Consent to a wider scope withdrawn"),
    )
    OBJECTION_RECEIVED = "objection_received", pgettext_lazy("event", "Objection received")
    OBJECTION_DISMISSED = "objection_dismissed", pgettext_lazy("event", "Objection dismissed")
    OBJECTION_CORRECTED = (
        "objection_corrected",
        pgettext_lazy("event", "Objection upheld in part, text corrected"),
    )
    OBJECTION_UPHELD = "objection_upheld", pgettext_lazy("event", "Objection upheld")
    OBJECTION_PROLONGED = (
        "objection_prolonged",
        pgettext_lazy("event", "More time taken for an objection"),
    )
    REVIEW_ASKED = "review_asked", pgettext_lazy("event", "Review of an objection asked for")
    REVIEW_DECIDED = "review_decided", pgettext_lazy("event", "Review of an objection decided")
    BALLOT_OPENED = "ballot_opened", pgettext_lazy("event", "Satisfaction ballot opened")
    BALLOT_CODES_PRINTED = (
        "ballot_codes_printed",
        pgettext_lazy("event", "Codes for the ballot printed"),
    )
    BALLOT_CODES_HANDED_OUT = (
        "ballot_codes_handed_out",
        pgettext_lazy("event", "Number of ballot codes handed out recorded"),
    )
    BALLOT_COUNTED = "ballot_counted", pgettext_lazy("event", "Paper answers counted")
    VERIFIERS_NAMED = "verifiers_named", pgettext_lazy("event", "Verifiers named")
    OUTSIDER_NAMED = "outsider_named", pgettext_lazy("event", "Outside verifier named")
    RESULT_RECORDED = "result_recorded", pgettext_lazy("event", "Result from above recorded")
    VERIFICATION_SIGNED = "verification_signed", pgettext_lazy("event", "Verification signed")
    VERIFICATION_SETTLED = "verification_settled", pgettext_lazy("event", "Verification settled")
    VERIFICATION_FAILED = "verification_failed", pgettext_lazy("event", "Verification not passed")
    THIRD_FAILURE_RAISED = (
        "third_failure_raised",
        pgettext_lazy("event", "Third failure: before the leading group"),
    )
    THIRD_FAILURE_VOID = (
        "third_failure_void",
        pgettext_lazy("event", "Fewer than three failures count, corrected as any other"),
    )
    OWNER_HEARD = "owner_heard", pgettext_lazy("event", "Owner stated his view")
    OWNER_SILENT = "owner_silent", pgettext_lazy("event", "No statement within the period")
    LEAD_REPLACED = (
        "lead_replaced",
        pgettext_lazy("event", "Given out anew by the leading group"),
    )
    TARGET_RESET = (
        "target_reset",
        pgettext_lazy("event", "Made a long-term matter with a stage target"),
    )
    CLOSED = "closed", pgettext_lazy("event", "Struck off")
    STAGE_TARGET_REACHED = "stage_target_reached", pgettext_lazy("event", "Stage target reached")
    TERMINATION_PROPOSED = "termination_proposed", pgettext_lazy("event", "Termination proposed")
    TERMINATION_REFUSED = "termination_refused", pgettext_lazy("event", "Termination refused")
    TERMINATED = "terminated", pgettext_lazy("event", "Terminated")
    REHABILITATED = "rehabilitated", pgettext_lazy("event", "Rehabilitation notice begun")
    REHABILITATION_POSTED = (
        "rehabilitation_posted",
        pgettext_lazy("event", "Rehabilitation notice shown in the other channels"),
    )
    ACTOR_RECUSED = "actor_recused", pgettext_lazy("event", "Recused, step passed on")
    ACTOR_ABSENT = "actor_absent", pgettext_lazy("event", "Absent, step passed on")
    NOBODY_LEFT = "nobody_left", pgettext_lazy("event", "Nobody left to act")
    LIAISON_JOINED = "liaison_joined", pgettext_lazy("event", "Liaison leader joined")
    OWNER_MOVED = "owner_moved", pgettext_lazy("event", "Followed its owner to another branch")
    OWNER_SUCCEEDED = "owner_succeeded", pgettext_lazy("event", "Passed to the successor")
    OFFICE_SUCCEEDED = "office_succeeded", pgettext_lazy("event", "Office passed to a successor")
    SHARE_PASSED_ON = (
        "share_passed_on",
        pgettext_lazy("event", "Share of a co-responsible unit passed to its successor"),
    )
    RECLAIMED = "reclaimed", pgettext_lazy("event", "Claimed anew by the successor")
    DATES_ACCEPTED = "dates_accepted", pgettext_lazy("event", "The successor's dates accepted")
    DATES_REFUSED = "dates_refused", pgettext_lazy("event", "The successor's dates refused")
    WORK_PASSED_ON = "work_passed_on", pgettext_lazy("event", "Open step passed on")
    HANDED_OVER = "handed_over", pgettext_lazy("event", "Handed over to a colleague")
    CONSULTED = "consulted", pgettext_lazy("event", "Opinion of another asked for")
    OPINION_GIVEN = "opinion_given", pgettext_lazy("event", "Opinion given, without deciding")
    CONSULTATION_LAPSED = (
        "consultation_lapsed",
        pgettext_lazy("event", "Opinion asked for did not come"),
    )
    TOLD_ON_PAPER = "told_on_paper", pgettext_lazy("event", "Author told on paper")
    COPIED = "copied", pgettext_lazy("event", "Copy sent")
    CORRECTED = "corrected", pgettext_lazy("event", "Registered fact corrected")
    OPINION_ASKED = "opinion_asked", pgettext_lazy("event", "Reporter asked through his code")
    OPINION_ADDED = "opinion_added", pgettext_lazy("event", "Reporter added to his opinion")
    OPINION_ANSWERED = "opinion_answered", pgettext_lazy("event", "Opinion answered")
    RECUSAL_DECLARED = "recusal_declared", pgettext_lazy("event", "Recusal declared")
    RECUSAL_ENTERED = "recusal_entered", pgettext_lazy("event", "Recusal entered")
    RECUSAL_REQUESTED = "recusal_requested", pgettext_lazy("event", "Recusal requested")
    RECUSAL_GRANTED = "recusal_granted", pgettext_lazy("event", "Recusal granted")
    RECUSAL_REFUSED = "recusal_refused", pgettext_lazy("event", "Recusal refused")
    RECUSAL_LAPSED = (
        "recusal_lapsed",
        pgettext_lazy("event", "Request for recusal lapsed with the case"),
    )
    CONCLUSION_VOIDED = (
        "conclusion_voided",
        pgettext_lazy("event", "Conclusion of the verification void"),
    )
    CLOSURE_VOIDED = "closure_voided", pgettext_lazy("event", "Closure void, to be verified anew")
    IDENTITY_ASKED = "identity_asked", pgettext_lazy("event", "Reporter's identity asked for")
    IDENTITY_GRANTED = "identity_granted", pgettext_lazy("event", "Reporter's identity opened")
    IDENTITY_REFUSED = "identity_refused", pgettext_lazy("event", "Reporter's identity refused")
    IDENTITY_SHOWN = "identity_shown", pgettext_lazy("event", "Reporter's identity read")
    EXTENSION_ASKED = "extension_asked", pgettext_lazy("event", "Extension asked for")
    EXTENSION_ADVISED = "extension_advised", pgettext_lazy("event", "Opinion on the extension")
    EXTENSION_GRANTED = "extension_granted", pgettext_lazy("event", "Extension granted")
    EXTENSION_REFUSED = "extension_refused", pgettext_lazy("event", "Extension refused")
    EXTENSION_WITHDRAWN = "extension_withdrawn", pgettext_lazy("event", "Extension taken back")
    PAUSE_ASKED = "pause_asked", pgettext_lazy("event", "Pause asked for")
    PAUSED = "paused", pgettext_lazy("event", "Paused")
    PAUSE_REFUSED = "pause_refused", pgettext_lazy("event", "Pause refused")
    RESUMED = "resumed", pgettext_lazy("event", "Resumed")
    RECLASSIFICATION_ASKED = (
        "reclassification_asked",
        pgettext_lazy("event", "Another deadline class asked for"),
    )
    RECLASSIFIED = "reclassified", pgettext_lazy("event", "Deadline class changed")
    RECLASSIFICATION_REFUSED = (
        "reclassification_refused",
        pgettext_lazy("event", "Change of the deadline class refused"),
    )
    DAYS_RECOUNTED = (
        "days_recounted",
        pgettext_lazy("event", "Days counted anew with the calendar published"),
    )
    LOOK_BACK_DRAWN = "look_back_drawn", pgettext_lazy("event", "Drawn for a look-back")
    LOOK_BACK_DUE = "look_back_due", pgettext_lazy("event", "Look-back due soon")
    LOOK_BACK_BEGUN = "look_back_begun", pgettext_lazy("event", "Look-back begun")
    LOOK_BACK_ASSIGNED = "look_back_assigned", pgettext_lazy("event", "Named who looks back")
    CONSOLIDATED = "consolidated", pgettext_lazy("event", "Looked back: consolidated")
    CLOSING_PROPOSED = (
        "closing_proposed",
        pgettext_lazy("event", "Reviewed well, put to the final verification"),
    )
    RELAPSE_FOUND = "relapse_found", pgettext_lazy("event", "Looked back: relapse found")
    RELAPSE_REFUSED = "relapse_refused", pgettext_lazy("event", "Relapse not agreed to")
    RELAPSED = "relapsed", pgettext_lazy("event", "Relapsed, a new round begins")
    LESSON_PROPOSED = "lesson_proposed", pgettext_lazy("event", "Lesson for others written")
    LESSON_CONFIRMED = "lesson_confirmed", pgettext_lazy("event", "Lesson for others confirmed")
    LESSON_SENT = "lesson_sent", pgettext_lazy("event", "Lesson sent to branches")
    REFERRAL_WRITTEN = "referral_written", pgettext_lazy("event", "Referral written")
    REFERRAL_ANSWERED = "referral_answered", pgettext_lazy("event", "Referral answered")
    REFERRAL_UNANSWERED = (
        "referral_unanswered",
        pgettext_lazy("event", "No answer to the referral within the period"),
    )
    REFERRAL_SENT = "referral_sent", pgettext_lazy("event", "Referral sent")
    REFERRAL_DROPPED = "referral_dropped", pgettext_lazy("event", "Referral dropped")
    REFERRAL_OUTCOME = (
        "referral_outcome",
        pgettext_lazy("event", "Number of the referral's outcome entered"),
    )
    DOCUMENT_ISSUED = "document_issued", pgettext_lazy("event", "Official document issued")
    DOCUMENT_VOIDED = "document_voided", pgettext_lazy("event", "Official document void")
    SIGNED_COPY_ATTACHED = "signed_copy_attached", pgettext_lazy("event", "Signed copy attached")

    HOLD_PLACED = "hold_placed", pgettext_lazy("event", "Put under legal hold")
    HOLD_LIFTED = "hold_lifted", pgettext_lazy("event", "Legal hold lifted")
    ERASED = "erased", pgettext_lazy("event", "Erased after its period of retention")
