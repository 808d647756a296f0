"""Words that describe a case."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CaseStage(TextChoices):
    """Where a case stands; written only by `services.projections.project_stage`."""

    DRAFT = "draft", pgettext_lazy("stage", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("stage", "Awaiting intake")
    REGISTERED = "registered", pgettext_lazy("stage", "Registered")
    PENDING_CLAIM = "pending_claim", pgettext_lazy("stage", "Awaiting claim")
    PLANNING = "planning", pgettext_lazy("stage", "Plan being drafted")
    PLAN_REVIEW = "plan_review", pgettext_lazy("stage", "Plan under approval")
    RECTIFYING = "rectifying", pgettext_lazy("stage", "Being rectified")
    FIRST_REVIEW = "first_review", pgettext_lazy("stage", "First review")
    NOTICE_PREP = "notice_prep", pgettext_lazy("stage", "Publication review")
    IN_NOTICE = "in_notice", pgettext_lazy("stage", "In public notice")
    OBJECTION = "objection", pgettext_lazy("stage", "Objection being handled")
    VERIFYING = "verifying", pgettext_lazy("stage", "Awaiting verification")
    CLOSED = "closed", pgettext_lazy("stage", "Struck off")
    LONG_TERM = "long_term", pgettext_lazy("stage", "Stage target reached, continuing")
    LOOK_BACK = "look_back", pgettext_lazy("stage", "Look-back")
    REJECTED = "rejected", pgettext_lazy("stage", "Not accepted")
    WITHDRAWN = "withdrawn", pgettext_lazy("stage", "Withdrawn")
    MERGED = "merged", pgettext_lazy("stage", "Merged")
    TRANSFERRED = "transferred", pgettext_lazy("stage", "Handed over")
    TERMINATED = "terminated", pgettext_lazy("stage", "Terminated")

    @classmethod
    def ended(cls) -> frozenset[str]:
        """Stages in which the procedure is over; a look-back asks only whether it stays so."""
        return frozenset(
            {
                cls.CLOSED,
                cls.LONG_TERM,
                cls.LOOK_BACK,
                cls.REJECTED,
                cls.WITHDRAWN,
                cls.MERGED,
                cls.TRANSFERRED,
                cls.TERMINATED,
            }
        )

    @classmethod
    def struck_off(cls) -> frozenset[str]:
        """Verified, wholly or to its stage target, also while it is looked at again."""
        return frozenset({cls.CLOSED, cls.LONG_TERM, cls.LOOK_BACK})

    @classmethod
    def open(cls) -> frozenset[str]:
        """Stages in which somebody is at work (drafts are nobody's business but the author's)."""
        return frozenset(cls.values) - cls.ended() - {cls.DRAFT}

    @classmethod
    def withdrawable(cls) -> frozenset[str]:
        """Stages in which the author may withdraw a self-report (docs/rules.md T8)."""
        return cls.before_approval()

    @classmethod
    def before_approval(cls) -> frozenset[str]:
        """Handed in, and no plan approved yet: a report about the same fact may join (T6)."""
        return frozenset(
            {
                cls.SUBMITTED,
                cls.REGISTERED,
                cls.PENDING_CLAIM,
                cls.PLANNING,
                cls.PLAN_REVIEW,
            }
        )


class CaseOutcome(TextChoices):
    """How a case ended; empty while it is open."""

    CLOSED = "closed", pgettext_lazy("stage", "Struck off")
    LONG_TERM = "long_term", pgettext_lazy("stage", "Stage target reached, continuing")
    REJECTED = "rejected", pgettext_lazy("stage", "Not accepted")
    WITHDRAWN = "withdrawn", pgettext_lazy("stage", "Withdrawn")
    MERGED = "merged", pgettext_lazy("stage", "Merged")
    TRANSFERRED = "transferred", pgettext_lazy("stage", "Handed over")
    TERMINATED = "terminated", pgettext_lazy("stage", "Terminated")


class CaseLevel(TextChoices):
    COMMITTEE = "C", _("Committee level")
    BRANCH = "B", _("Branch level")
    MEMBER = "M", _("Member level")


class DeadlineClass(TextChoices):
    IMMEDIATE = "immediate", _("Rectify at once")
    LIMITED = "limited", _("Rectify within a time limit")
    LONG_TERM = "long_term", _("Keep at it")


class Severity(TextChoices):
    ORDINARY = "ordinary", _("Ordinary")
    NOTABLE = "notable", _("Rather prominent")
    PROMINENT = "prominent", _("Prominent")


class SourceKind(TextChoices):
    INSPECTION = "inspection", _("Inspection feedback")
    REINSPECTION = "reinspection", _("Re-inspection feedback")
    PUBLIC_OPINION = "public_opinion", _("Opinion of residents")
    MEMBER_OPINION = "member_opinion", _("Opinion of members")
    SELF_CHECK = "self_check", _("Self-check")
    SELF_FOUND = "self_found", _("Found by the organisation itself")
    VISIT = "visit", _("Visit")
    SUPERVISION = "supervision", _("Supervision check")
    MEETING = "meeting", _("Meeting")

    @classmethod
    def opinions(cls) -> frozenset[str]:
        return frozenset({cls.PUBLIC_OPINION, cls.MEMBER_OPINION})

    @classmethod
    def inspections(cls) -> frozenset[str]:
        return frozenset({cls.INSPECTION, cls.REINSPECTION})

    @classmethod
    def self_reports(cls) -> frozenset[str]:
        """Told by those themselves whom it concerns: no evidence against them (rule 0.2).

        A meeting is entered by the organisation that met, about itself (3.4).
        """
        return frozenset({cls.SELF_CHECK, cls.SELF_FOUND, cls.MEETING})


class Category(TextChoices):
    """Problem families and check types, docs/rules.md “Categories”."""

    STUDY = "A", _("A Study is superficial")
    ORGANISATIONAL_LIFE = "B", _("B Organisational life")
    ORGANISATION_WEAK = "C", _("C Organisation is weak")
    MEMBERS = "D", _("D Members")
    DUTY = "E", _("E Sense of duty")
    CM_LEADERSHIP = "CM-a", _("CM-a Leadership of the Party weakened")
    CM_BUILDING = "CM-b", _("CM-b Party building missing")
    CM_DISCIPLINE = "CM-c", _("CM-c Party governance lax")
    BR_POLITICAL = "BR-a", _("BR-a Political function weak")
    BR_ORGANISATION = "BR-b", _("BR-b Organisation slack")
    BR_GOVERNANCE = "BR-c", _("BR-c Strict governance missing")
    ME_AWARENESS = "ME-a", _("ME-a Awareness as a member weak")
    ME_ORGANISATION = "ME-b", _("ME-b Sense of organisation weak")
    ME_ROLE = "ME-c", _("ME-c Role not played well")


class NegativeItem(TextChoices):
    """The four kinds of the negative list; the list is open, hence OTHER with an explanation."""

    ABSENT = "D1", _("Not in the organisation")
    UNLIKE = "D2", _("Not like a member")
    INACTIVE = "D3", _("Plays no role")
    UNRULY = "D4", _("Does not keep the rules")
    OTHER = "other", _("Other")


class Secrecy(TextChoices):
    """State secrets are never entered (docs/rules.md, guard-rail 0.5): no value for them."""

    OPEN = "open", _("May be made public")
    INTERNAL = "internal", _("Internal")
    WORK_SECRET = "work_secret", _("Work secret")


class RejectionReason(TextChoices):
    """The list of T5; the reason in words stands beside it."""

    OUTSIDE = "outside", _("Not within the scope of this procedure")
    UNCLEAR = "unclear", _("Not concrete enough to be examined")
    KNOWN = "known", _("Already being handled in another case")
    UNFOUNDED = "unfounded", _("Examined and found not to be so")
    OTHER = "other", _("Other reason")


class PartyReason(TextChoices):
    """Why a person is a party of a case and therefore sees it."""

    AUTHOR = "author", _("Author")
    OWNER = "owner", _("Owner")
    APPROVER = "approver", _("Approver")
    REVIEWER = "reviewer", _("First reviewer")
    VERIFIER = "verifier", _("Verifier")
    OBJECTION_HANDLER = "objection_handler", _("Objection handler")
    JOINED = "joined", _("Joined liaison leader")
    SHARED = "shared", _("Shared by exception")


class ClaimKind(TextChoices):
    VOLUNTARY = "voluntary", _("Claimed voluntarily")
    DESIGNATED = "designated", _("Designated by the office")
    DECLINED = "declined", pgettext_lazy("claim", "Declined")
    SUCCEEDED = "succeeded", _("Taken over from a predecessor")


class UnitKind(TextChoices):
    LEAD = "lead", _("Lead unit")
    CO = "co", _("Co-responsible unit")


class ShareAnswer(TextChoices):
    PENDING = "pending", _("No answer yet")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    ASSIGNED = "assigned", _("Assigned by decision")

    @classmethod
    def taken(cls) -> tuple["ShareAnswer", ...]:
        """The unit has its part: by its own word or by a decision, never by silence."""
        return (cls.ACCEPTED, cls.ASSIGNED)
