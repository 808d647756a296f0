"""Words that describe organisations and people."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrganisationKind(TextChoices):
    COMMITTEE = "committee", _("Party committee")
    GENERAL_BRANCH = "general_branch", _("General branch")
    BRANCH = "branch", _("Branch")
    LEADING_GROUP = "leading_group", _("Leading group")
    OFFICE = "office", _("Office")
    BODY = "body", _("Functional body")

    @classmethod
    def party_units(cls) -> frozenset[str]:
        """Kinds that have members of their own, or branches below them that have."""
        return frozenset({cls.COMMITTEE, cls.GENERAL_BRANCH, cls.BRANCH})


class Sector(TextChoices):
    RURAL = "rural", _("Rural")
    NEW_AGRICULTURE = "new_agriculture", _("New economic organisation, agriculture")
    NEW_ENTERPRISE = "new_enterprise", _("New economic organisation, enterprise")
    SOCIAL = "social", _("Social organisation")
    PUBLIC_BODY = "public_body", _("Public body")
    SCHOOL = "school", _("School")


class MembershipKind(TextChoices):
    FULL = "full", _("Full member")
    PROBATIONARY = "probationary", _("Probationary member")
    FLOATING = "floating", _("Floating member")


class AppointmentDuty(TextChoices):
    """A special charge named in an appointment (docs/rules.md, “Roles made exact”)."""

    HEAD = "head", _("Head of the body")
    INTAKE_OFFICER = "intake_officer", _("Intake officer")
    DISCIPLINE_MEMBER = "discipline_member", _("Discipline member of the branch")


class RecusalGround(TextChoices):
    """Why somebody may not act in a case. Kinship is only ever declared or requested."""

    OWN_CASE = "own_case", _("Own case")
    OWN_BRANCH = "own_branch", _("Own branch")
    TOOK_PART = "took_part", _("Took part in the case")
    LIAISON = "liaison", _("Liaison leader of the organisation")
    SAME_HAND = "same_hand", _("Took the step that is to be checked")
    RELATIVE = "relative", _("Near relative")
    INTEREST = "interest", _("Interest in the matter")
    OTHER = "other", _("Other ground")
    ABSENT = "absent", _("Absent")
    REQUESTED = "requested", _("Recusal requested, not decided yet")

    @classmethod
    def declarable(cls) -> tuple["RecusalGround", ...]:
        """What only people can tell; everything else is derived from the record."""
        return (cls.RELATIVE, cls.INTEREST, cls.OTHER)


class AbsenceKind(TextChoices):
    """Who is on leave keeps his rights; whoever is suspended has none from his offices."""

    LEAVE = "leave", pgettext_lazy("absence", "Leave")
    SUSPENSION = "suspension", pgettext_lazy("absence", "Suspension")


class DelegationScope(TextChoices):
    """Which open steps of an office its deputy may take (`policies.deputies`)."""

    EVERYTHING = "everything", _("All matters")
    APPROVALS = "approvals", _("Approvals and decisions")
    WORK = "work", _("Work on cases")


class RecusalDecision(TextChoices):
    PENDING = "pending", _("Awaiting decision")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", pgettext_lazy("recusal", "Refused")
    LAPSED = "lapsed", pgettext_lazy("recusal", "Lapsed with the case")


class IdentityDecision(TextChoices):
    """On a request to read who reported. Undecided in time it has lapsed; that is no decision."""

    PENDING = "pending", _("Awaiting decision")
    GRANTED = "granted", pgettext_lazy("identity", "Granted")
    REFUSED = "refused", pgettext_lazy("identity", "Refused")
