"""Roles as data: what each may do and how far it reaches (docs/rules.md, “Roles”)."""

from dataclasses import dataclass
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from rectification import permissions as p


class Role(TextChoices):
    MEM = "MEM", pgettext_lazy("role", "Party member")
    CLK = "CLK", pgettext_lazy("role", "Branch clerk")
    SEC = "SEC", pgettext_lazy("role", "Branch secretary")
    LIA = "LIA", pgettext_lazy("role", "Liaison leader")
    PSE = "PSE", pgettext_lazy("role", "Party committee secretary")
    DPS = "DPS", pgettext_lazy("role", "Deputy secretary")
    LG = "LG", pgettext_lazy("role", "Leading group")
    OFF = "OFF", pgettext_lazy("role", "Leading group office")
    ORG = "ORG", pgettext_lazy("role", "Organisation office")
    DIS = "DIS", pgettext_lazy("role", "Discipline committee")
    GEN = "GEN", pgettext_lazy("role", "Party and government office")
    PUB = "PUB", pgettext_lazy("role", "Publicity centre")
    INS = "INS", pgettext_lazy("role", "Supervisor")
    SUP = "SUP", pgettext_lazy("role", "Observer from above")
    ADM = "ADM", pgettext_lazy("role", "System administrator")
    AUD = "AUD", pgettext_lazy("role", "Auditor")


@dataclass(frozen=True)
class RoleSpec:
    """`township_wide`: the role reaches the whole tree under the committee of its body.

    Without `below` it reaches its own organisation and none under it.
    """

    grants: frozenset[str]
    township_wide: bool = False
    business: bool = True
    below: bool = True


def _spec(*grants: str, wide: bool = True, business: bool = True, below: bool = True) -> RoleSpec:
    return RoleSpec(frozenset(grants), wide, business, below)


ROLES: Final[dict[str, RoleSpec]] = {
    # A member's rights rest on his membership and on being a party, not on a grant.
    Role.MEM: _spec(wide=False),
    Role.CLK: _spec(p.READ_BRANCH_CASES, p.REPORT_PROBLEMS, p.OWN_CASES, wide=False, below=False),
    Role.SEC: _spec(
        p.READ_BRANCH_CASES,
        p.REPORT_PROBLEMS,
        p.OWN_CASES,
        p.APPROVE_PLANS,
        p.REVIEW_CASES,
        p.PROPOSE_PUBLICATIONS,
        p.APPROVE_PUBLICATIONS,
        wide=False,
        below=False,
    ),
    Role.LIA: _spec(
        p.READ_BRANCH_CASES,
        p.APPROVE_PLANS,
        p.REVIEW_CASES,
        p.PROPOSE_PUBLICATIONS,
        p.APPROVE_PUBLICATIONS,
        wide=False,
    ),
    Role.PSE: _spec(
        p.READ_BRANCH_CASES,
        p.APPROVE_PLANS,
        p.APPROVE_PUBLICATIONS,
        p.REVIEW_CASES,
        p.DECIDE_RECUSALS,
    ),
    Role.DPS: _spec(
        p.APPROVE_PLANS, p.APPROVE_PUBLICATIONS, p.REVIEW_CASES, p.OWN_CASES, p.DECIDE_RECUSALS
    ),
    Role.LG: _spec(
        p.READ_BRANCH_CASES,
        p.APPROVE_PLANS,
        p.APPROVE_PUBLICATIONS,
        p.DECIDE_TERMINATIONS,
        p.HANDLE_OBJECTIONS,
        p.NAME_VERIFIERS,
        p.DECIDE_RECUSALS,
        p.SETTLE_DISPUTES,
        p.DECIDE_RELAPSES,
        p.WRITE_REFERRALS,
        p.OWN_CASES,
    ),
    Role.OFF: _spec(
        p.READ_BRANCH_CASES,
        p.READ_MEMBER_CASES,
        p.REPORT_PROBLEMS,
        p.TRIAGE_CASES,
        p.DISPATCH_CASES,
        p.REVIEW_CASES,
        p.PROPOSE_PUBLICATIONS,
        p.CHECK_REDACTIONS,
        p.HANDLE_OBJECTIONS,
        p.PROPOSE_TERMINATIONS,
        p.DECIDE_RELAPSES,
        p.DECIDE_RECUSALS,
        p.OWN_CASES,
    ),
    Role.ORG: _spec(
        p.READ_BRANCH_CASES,
        p.ADVISE_PLANS,
        p.CHECK_REDACTIONS,
        p.AGREE_SCOPES,
        p.OWN_CASES,
        p.DECIDE_RECUSALS,
    ),
    Role.DIS: _spec(
        p.REPORT_PROBLEMS,
        p.VERIFY_CASES,
        p.NAME_VERIFIERS,
        p.HANDLE_OBJECTIONS,
        p.WRITE_REFERRALS,
        p.OWN_CASES,
        p.DECIDE_RECUSALS,
    ),
    Role.GEN: _spec(
        p.REVIEW_SECRECY, p.REVIEW_CASES, p.HANDLE_OBJECTIONS, p.OWN_CASES, p.DECIDE_RECUSALS
    ),
    Role.PUB: _spec(p.POST_NOTICES, p.OWN_CASES, p.DECIDE_RECUSALS),
    Role.INS: _spec(p.REPORT_PROBLEMS),
    Role.SUP: _spec(p.READ_AGGREGATES),
    Role.ADM: _spec(business=False),
    Role.AUD: _spec(p.READ_RECORDS),
}

WITHOUT_STEPS: Final = frozenset({Role.ADM, Role.AUD, Role.SUP, Role.INS})
"""Roles to which no step of the procedure ever comes, in whatever body their holder sits."""
