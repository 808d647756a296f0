"""Words of the procedure. The values are stored in databases: never change one casually."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ActorKind(TextChoices):
    PERSON = "person", _("Person")
    INTAKE_CHANNEL = "intake_channel", _("Intake channel")
    SYSTEM = "system", _("System")


class ProcessKind(TextChoices):
    RECTIFICATION = "rectification", _("Rectification")
    SHARE = "share", _("Answer of a co-responsible unit")
    OBJECTION = "objection", pgettext_lazy("process", "Objection")
    TERMINATION = "termination", pgettext_lazy("process", "Termination")
    SUCCESSION = "succession", pgettext_lazy("process", "Succession of an organisation")
    RECUSAL = "recusal", pgettext_lazy("process", "Recusal")
    WITHDRAWAL = "withdrawal", pgettext_lazy("process", "Withdrawal of a self-report")
    EXTENSION = "extension", pgettext_lazy("process", "Extension")
    PAUSE = "pause", pgettext_lazy("process", "Pause")
    RECLASSIFICATION = (
        "reclassification",
        pgettext_lazy("process", "Change of the deadline class"),
    )
    PLAN_CHANGE = "plan_change", pgettext_lazy("process", "Change of the plan")
    ORDER = "order", pgettext_lazy("process", "Supervision order")
    CONSULTATION = "consultation", pgettext_lazy("process", "Consultation")
    LOOK_BACK = "look_back", pgettext_lazy("process", "Look-back")
    DISCLOSURE = "disclosure", pgettext_lazy("process", "Disclosure or circular")
    REFERRAL = "referral", pgettext_lazy("process", "Referral for accountability")


class Step(TextChoices):
    """Every step of every flow, docs/glossary.md. The label is what the holder is asked to do."""

    TRIAGE = "triage", pgettext_lazy("step", "Intake")
    CONFIRM_REJECTION = "confirm_rejection", pgettext_lazy("step", "Confirm non-acceptance")
    DISPATCH = "dispatch", pgettext_lazy("step", "Dispatch")
    CLAIM = "claim", pgettext_lazy("step", "Claim")
    ASSIGN_OWNER = "assign_owner", pgettext_lazy("step", "Designate the owner")
    SETTLE_OWNER = "settle_owner", pgettext_lazy("step", "Decide the dispute about the owner")
    DRAFT_PLAN = "draft_plan", pgettext_lazy("step", "Draft the plan")
    ADVISE_PLAN = "advise_plan", pgettext_lazy("step", "Opinion on the plan")
    APPROVE_PLAN = "approve_plan", pgettext_lazy("step", "Approve the plan")
    CARRY_OUT = "carry_out", pgettext_lazy("step", "Carry out measures")
    REPORT_EFFECT = "report_effect", pgettext_lazy("step", "Report the effect")
    FIRST_REVIEW = "first_review", pgettext_lazy("step", "First review")
    PROPOSE_PUBLICATION = "propose_publication", pgettext_lazy("step", "Propose publication")
    REVIEW_SECRECY = "review_secrecy", pgettext_lazy("step", "Secrecy review")
    CHECK_REDACTION = "check_redaction", pgettext_lazy("step", "Second redaction check")
    HEAR_PERSON = "hear_person", pgettext_lazy("step", "Comment before publication")
    OBJECTION_PERIOD = "objection_period", pgettext_lazy("step", "Objection before publication")
    HEAR_ANSWER = "hear_answer", pgettext_lazy("step", "Comment on the answer to the objection")
    APPROVE_PUBLICATION = "approve_publication", pgettext_lazy("step", "Approve publication")
    AGREE_SCOPE = "agree_scope", pgettext_lazy("step", "Agree to the scope")
    SETTLE_SENSITIVITY = (
        "settle_sensitivity",
        pgettext_lazy("step", "Decide on the public sensitivity of the notice"),
    )
    AGREE_WAIVER = "agree_waiver", pgettext_lazy("step", "Agree to no publication")
    POST_NOTICE = "post_notice", pgettext_lazy("step", "Post the notice")
    NOTICE_PERIOD = "notice_period", pgettext_lazy("step", "Public notice")
    ASSIGN_VERIFIERS = "assign_verifiers", pgettext_lazy("step", "Name the verifiers")
    NAME_OUTSIDER = "name_outsider", pgettext_lazy("step", "Name the outside verifier")
    VERIFY = "verify", pgettext_lazy("step", "Verification")
    SETTLE_VERIFICATION = "settle_verification", pgettext_lazy("step", "Settle the verification")
    HEAR_OWNER = "hear_owner", pgettext_lazy("step", "Statement after the third failure")
    DECIDE_THIRD_FAILURE = (
        "decide_third_failure",
        pgettext_lazy("step", "Decide after the third failure"),
    )
    ACCEPT_SHARE = "accept_share", pgettext_lazy("step", "Answer as co-responsible unit")
    MEDIATE_SHARE = "mediate_share", pgettext_lazy("step", "Mediate between the units")
    PROPOSE_SHARE = "propose_share", pgettext_lazy("step", "Propose what follows the silence")
    DECIDE_SHARE = "decide_share", pgettext_lazy("step", "Decide the dispute about the share")
    HANDLE_OBJECTION = "handle_objection", pgettext_lazy("step", "Handle the objection")
    REVIEW_OBJECTION = "review_objection", pgettext_lazy("step", "Review the decision")
    DECIDE_TERMINATION = "decide_termination", pgettext_lazy("step", "Decide on termination")
    DECIDE_WITHDRAWAL = "decide_withdrawal", pgettext_lazy("step", "Decide on the withdrawal")
    POST_REHABILITATION = (
        "post_rehabilitation",
        pgettext_lazy("step", "Post the rehabilitation notice"),
    )
    ASSIGN_SUCCESSOR = "assign_successor", pgettext_lazy("step", "Assign to a successor")
    RECLAIM = "reclaim", pgettext_lazy("step", "Take over and claim anew")
    DECIDE_DATES = "decide_dates", pgettext_lazy("step", "Decide on the successor's dates")
    ANSWER_ORDER = "answer_order", pgettext_lazy("step", "Answer the supervision order")
    DECIDE_RECUSAL = "decide_recusal", pgettext_lazy("step", "Decide on the recusal")
    REVIEW_EXTENSION = "review_extension", pgettext_lazy("step", "Opinion on the extension")
    DECIDE_EXTENSION = "decide_extension", pgettext_lazy("step", "Decide on the extension")
    AGREE_PAUSE = "agree_pause", pgettext_lazy("step", "Agree to the pause")
    DECIDE_RECLASSIFICATION = (
        "decide_reclassification",
        pgettext_lazy("step", "Decide on the deadline class"),
    )
    CHANGE_PLAN = "change_plan", pgettext_lazy("step", "Change the plan")
    ADVISE_CHANGE = "advise_change", pgettext_lazy("step", "Opinion on the change of the plan")
    APPROVE_CHANGE = "approve_change", pgettext_lazy("step", "Approve the change of the plan")
    GIVE_OPINION = "give_opinion", pgettext_lazy("step", "Give an opinion")
    ASSIGN_LOOK_BACK = "assign_look_back", pgettext_lazy("step", "Name who looks back")
    LOOK_BACK = "look_back", pgettext_lazy("step", "Look back")
    DECIDE_RELAPSE = "decide_relapse", pgettext_lazy("step", "Decide on the relapse")
    SETTLE_RELAPSE = "settle_relapse", pgettext_lazy("step", "Settle whether it relapsed")
    PROPOSE_DISCLOSURE = "propose_disclosure", pgettext_lazy("step", "Propose the disclosure")
    REVIEW_DISCLOSURE = "review_disclosure", pgettext_lazy("step", "Review of the disclosure")
    CHECK_DISCLOSURE = (
        "check_disclosure",
        pgettext_lazy("step", "Second redaction check of the disclosure"),
    )
    HEAR_DISCLOSURE = "hear_disclosure", pgettext_lazy("step", "Comment before the disclosure")
    APPROVE_DISCLOSURE = "approve_disclosure", pgettext_lazy("step", "Approve the disclosure")
    AGREE_DISCLOSURE = (
        "agree_disclosure",
        pgettext_lazy("step", "Agree to the scope of the disclosure"),
    )
    DECIDE_SENSITIVITY = (
        "decide_sensitivity",
        pgettext_lazy("step", "Decide on public sensitivity"),
    )
    POST_DISCLOSURE = "post_disclosure", pgettext_lazy("step", "Post the disclosure")
    ANSWER_REFERRAL = (
        "answer_referral",
        pgettext_lazy("step", "Answer the referral for accountability"),
    )
    SEND_REFERRAL = "send_referral", pgettext_lazy("step", "Send the referral for accountability")

    @classmethod
    def confidential(cls) -> frozenset[str]:
        """Known to those alone with whom they lie: on no page, list or record of the case."""
        return frozenset({cls.ANSWER_REFERRAL, cls.SEND_REFERRAL})

    @classmethod
    def waits(cls) -> frozenset["Step"]:
        """Nobody's steps: time, or a decision taken beside them, ends them."""
        return frozenset({cls.NOTICE_PERIOD, cls.OBJECTION_PERIOD})
