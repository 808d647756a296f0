"""What of a case a person sees, field by field (docs/rules.md 4.9): one table, and who stands how.

`SIGHT` is the table: what each role sees of a case by its relation to it. A pair that is not in it
sees nothing. The gate `selectors.cases.visible_to` says which cases a person finds at all.
"""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from rectification.enums import CaseLevel, PartyReason, ShareAnswer, UnitKind
from rectification.models import Assignment, Case, CaseParty, Dispute, Organisation
from rectification.permissions import READ_BRANCH_CASES, READ_MEMBER_CASES
from rectification.policies.authority import Authority
from rectification.policies.places import answers_for, owner_office
from rectification.roles import Role


class Field(StrEnum):
    """A group of fields that is shown or withheld as one."""

    HEAD = "head"
    """Number, owner organisation, stage and days."""
    DESCRIPTION = "description"
    """What is wrong, with its title."""
    OWNER = "owner"
    """Names of the owner's side: the person concerned, who drafted, who answers for a measure."""
    PLAN = "plan"
    EVIDENCE = "evidence"
    """Files, and what was reported with them."""
    SHARE = "share"
    """Measures and evidence of one's own co-responsible unit."""
    RESULTS = "results"
    """What became of it: publication, objections, verification, closure."""
    RECORD = "record"
    SHEET = "sheet"
    """The text to be published."""
    METADATA = "metadata"
    """That something happened, by whose code and with which hash; no word of it."""
    IDENTITY = "identity"
    """Name and contact of the reporter."""


class Relation(StrEnum):
    """How a reader stands to a case; whoever stands in several ways sees what any of them shows."""

    OWN = "own"
    """Owner, or the office that answers for the owner organisation; the author until intake."""
    AUTHOR = "author"
    """He wrote the report on somebody else; after intake its case is no longer his."""
    REACH = "reach"
    """The owner organisation lies where his office reads this class of cases."""
    IN_CHARGE = "in_charge"
    """He holds an open step of it in this office, or decided, reviewed, joined or handled in it."""
    VERIFIER = "verifier"
    CO_UNIT = "co_unit"
    EXTRACT = "extract"
    """He holds a step that shows an extract and leaves the case closed."""
    AUDIT = "audit"
    DISCLOSED = "disclosed"
    """A decision on record lets him read who reported, until its last day."""


Standing = tuple[str, Relation]

ANYBODY: Final = ""
"""In place of a role: the relation alone decides."""

FILE: Final = frozenset(
    {
        *(Field.HEAD, Field.DESCRIPTION, Field.OWNER, Field.PLAN, Field.EVIDENCE),
        *(Field.RESULTS, Field.RECORD),
    }
)
_UNNAMED: Final = FILE - {Field.OWNER, Field.EVIDENCE}

SIGHT: Final[Mapping[Standing, frozenset[Field]]] = MappingProxyType(
    {
        (ANYBODY, Relation.OWN): FILE,
        (ANYBODY, Relation.AUTHOR): frozenset(
            {Field.HEAD, Field.DESCRIPTION, Field.PLAN, Field.RESULTS}
        ),
        (ANYBODY, Relation.VERIFIER): FILE,
        (ANYBODY, Relation.CO_UNIT): frozenset({Field.HEAD, Field.DESCRIPTION, Field.SHARE}),
        (ANYBODY, Relation.DISCLOSED): frozenset({Field.IDENTITY}),
        (Role.MEM, Relation.IN_CHARGE): FILE,
        (Role.CLK, Relation.REACH): FILE - {Field.OWNER, Field.RECORD},
        (Role.CLK, Relation.IN_CHARGE): frozenset(
            {Field.HEAD, Field.DESCRIPTION, Field.OWNER, Field.PLAN}
        ),
        (Role.SEC, Relation.REACH): FILE,
        (Role.SEC, Relation.IN_CHARGE): FILE,
        (Role.LIA, Relation.REACH): _UNNAMED,
        (Role.LIA, Relation.IN_CHARGE): FILE,
        (Role.PSE, Relation.REACH): _UNNAMED,
        (Role.PSE, Relation.IN_CHARGE): FILE,
        (Role.DPS, Relation.IN_CHARGE): FILE,
        (Role.LG, Relation.REACH): _UNNAMED,
        (Role.LG, Relation.IN_CHARGE): FILE,
        (Role.LG, Relation.EXTRACT): frozenset({Field.HEAD}),
        (Role.OFF, Relation.REACH): FILE,
        (Role.OFF, Relation.IN_CHARGE): FILE,
        (Role.ORG, Relation.REACH): _UNNAMED,
        (Role.ORG, Relation.IN_CHARGE): _UNNAMED,
        (Role.ORG, Relation.EXTRACT): frozenset({Field.HEAD, Field.SHEET}),
        (Role.DIS, Relation.IN_CHARGE): FILE,
        (Role.DIS, Relation.EXTRACT): frozenset({Field.HEAD}),
        (Role.GEN, Relation.IN_CHARGE): FILE,
        (Role.GEN, Relation.EXTRACT): frozenset({Field.HEAD, Field.SHEET}),
        (Role.PUB, Relation.EXTRACT): frozenset({Field.HEAD, Field.SHEET}),
        (Role.AUD, Relation.AUDIT): frozenset({Field.METADATA}),
    }
)
"""The table. Where the rules say “if needed”, the name of the owner and the evidence are needed by
whoever is in charge, and by nobody who merely reads along.

AUDIT and DISCLOSED open no page of a case, so nobody stands in them here: they say what
`selectors.records` shows to an auditor and `policies.identities` to whoever was granted it."""


def fields_of(standings: Collection[Standing]) -> frozenset[Field]:
    """What somebody sees who stands to a case in these ways."""
    return frozenset().union(*(SIGHT.get(standing, frozenset()) for standing in standings))


def parties_of(authority: Authority) -> QuerySet[CaseParty]:
    """Parts the person has in cases today; one that rests on an office lasts as long as it."""
    in_force = Q(role="")
    for organisation_id, role in authority.offices():
        in_force |= Q(role=role, organisation=organisation_id)
    return CaseParty.objects.filter(in_force, person=authority.person, until__isnull=True)


def standings_in(
    case: Case,
    authority: Authority,
    *,
    parties: Iterable[CaseParty],
    held: Collection[str],
    answers: bool,
    co_unit: bool,
) -> frozenset[Standing]:
    """How the person stands to a case that already passed the gate. No query is made here.

    `parties` are his parts in it today; `held` the roles in which he holds an open step that
    opens the case; he `answers` for its owner, or for a co-responsible unit of it (`co_unit`).
    """
    found = {_as_party(case, party) for party in parties}
    found |= {(role, Relation.IN_CHARGE) for role in held}
    found |= {(role, Relation.REACH) for role in _reading_roles(case, authority)}
    if answers:
        found.add((ANYBODY, Relation.OWN))
    if co_unit:
        found.add((ANYBODY, Relation.CO_UNIT))
    return frozenset(found)


def _as_party(case: Case, party: CaseParty) -> Standing:
    if party.reason == PartyReason.OWNER:
        return ANYBODY, Relation.OWN
    if party.reason == PartyReason.AUTHOR:
        own = case.registered_at is None or case.is_self_report
        return ANYBODY, Relation.OWN if own else Relation.AUTHOR
    if party.reason == PartyReason.VERIFIER:
        return ANYBODY, Relation.VERIFIER
    return party.role, Relation.IN_CHARGE


def _reading_roles(case: Case, authority: Authority) -> set[str]:
    """His offices that read this class of cases where the case belongs."""
    if case.owner_organisation is None:
        return set()
    right = READ_MEMBER_CASES if case.level == CaseLevel.MEMBER else READ_BRANCH_CASES
    return authority.roles_with(right, case.owner_organisation)


def answers_for_owner(case: Case, authority: Authority) -> bool:
    """He holds the office that answers for the owner; a member answers for himself."""
    organisation = case.owner_organisation
    if organisation is None or case.level == CaseLevel.MEMBER:
        return False
    return answers_for(organisation, authority)


def bodies_answered_for(authority: Authority) -> list[Organisation]:
    """Organisations for whose own cases he answers without an office that reads them anyway."""
    return [
        organisation
        for organisation in _held(authority)
        if not authority.may(READ_BRANCH_CASES, organisation)
        and answers_for(organisation, authority)
    ]


def _held(authority: Authority) -> Collection[Organisation]:
    return {a.organisation_id: a.organisation for a in authority.appointments}.values()


def units_of(authority: Authority) -> list[Organisation]:
    """Organisations for which the person answers today, and those whose secretary he writes for.

    A body has no secretary: whoever holds its office answers for it.
    """
    return [
        organisation
        for organisation in _held(authority)
        if _writes_for(organisation, authority) or answers_for(organisation, authority)
    ]


def _writes_for(organisation: Organisation, authority: Authority) -> bool:
    """As clerk of a branch for its secretary."""
    is_clerk = authority.holds(Role.CLK, organisation.pk)
    return is_clerk and owner_office(organisation)[0] == Role.SEC


def standing_shares(authority: Authority) -> QuerySet[Assignment]:
    """Parts that the person's units have in cases of others, until they are released.

    A unit that declines reads what it is about until the dispute is over: it is heard.
    """
    heard = Dispute.objects.filter(assignment=OuterRef("pk"), ended_at__isnull=True)
    return Assignment.objects.filter(
        organisation__in=units_of(authority),
        kind=UnitKind.CO,
        ended_at__isnull=True,
        case__level__in=[CaseLevel.COMMITTEE, CaseLevel.BRANCH],
    ).exclude(~Exists(heard), answer=ShareAnswer.DECLINED)
