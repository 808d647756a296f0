"""Where an office is found: the organisation in which a role of the procedure is held."""

from enum import StrEnum

from rectification.enums import OrganisationKind
from rectification.models import Appointment, Case, Organisation
from rectification.policies.authority import Authority, committee_above, in_office, offices_on
from rectification.policies.days import today
from rectification.policies.townships import township_of
from rectification.roles import WITHOUT_STEPS, Role

Office = tuple[str, Organisation | None]
"""A role and where it is held; no organisation where the township has none for it."""


class At(StrEnum):
    """Where the tables of docs/rules.md 4.4 look for an office."""

    OWNER = "owner"
    OWN_OFFICE = "own_office"
    """The owner organisation where the person concerned holds the office himself: named so that
    the record says why he is left out."""
    GENERAL_BRANCH = "general_branch"
    COMMITTEE = "committee"
    BODY = "body"
    ANSWERING = "answering"
    """Whoever answers for the organisation; the role follows from its kind."""
    PERSON = "person"
    """The person concerned himself, in no office."""
    HEAD = "head"
    """The head of the body of whoever is asked about."""
    OTHER_BRANCH = "other_branch"
    """The discipline member of a branch that the case does not concern."""
    OUTSIDE = "outside"
    """A member of another body, named by the leading group."""
    ADVISER = "adviser"
    """Whom the holder of another step asks; he reads the case by his office."""
    ABOVE = "above"
    """The level above, whose reply is recorded."""


Place = tuple[str, At]
"""A role, empty where none is needed, and where it is looked for."""


def office_at(case: Case, role: str, at: At) -> Office:
    """Of the places that are offices; a person or an outsider is named and not looked up."""
    if at == At.BODY:
        return role, body(case, role)
    owner = owner_organisation(case)
    if at == At.ANSWERING:
        return owner_office(owner)
    if at == At.OWNER:
        return role, owner
    if at == At.OWN_OFFICE:
        return role, owner if _holds_himself(case, role, owner) else None
    if at == At.GENERAL_BRANCH:
        return role, general_branch(owner)
    if at == At.COMMITTEE:
        return role, committee_above(owner)
    return role, body(case, role)


def _holds_himself(case: Case, role: str, owner: Organisation) -> bool:
    person = case.owner_person
    return person is not None and in_office(role, owner, today()).filter(pk=person.pk).exists()


def owner_organisation(case: Case) -> Organisation:
    if case.owner_organisation is None:
        raise ValueError("the case has no owner organisation yet")
    return case.owner_organisation


def body(case: Case, role: str) -> Organisation | None:
    """The body of the township in which somebody holds the role today."""
    rows = offices_on(today()).filter(role=role)
    township = township_of(case)
    if township is not None:
        rows = rows.filter(jurisdiction=township)
    found = rows.select_related("organisation").order_by("organisation__code").first()
    return found.organisation if found else None


def general_branch(organisation: Organisation) -> Organisation | None:
    """The general branch above the branch, if it stands under one."""
    return (
        Organisation.objects.filter(
            pk__in=organisation.ancestor_ids(), kind=OrganisationKind.GENERAL_BRANCH
        )
        .exclude(pk=organisation.pk)
        .first()
    )


def owner_office(organisation: Organisation) -> Office:
    """Which office of an organisation answers for its cases."""
    if organisation.kind == OrganisationKind.COMMITTEE:
        return Role.DPS, organisation
    if organisation.kind in OrganisationKind.party_units():
        return Role.SEC, organisation
    held = (
        offices_on(today())
        .filter(organisation=organisation)
        .exclude(role__in=WITHOUT_STEPS)
        .order_by("valid_from", "pk")
        .first()
    )
    return (held.role if held else Role.SEC), organisation


def answers_for(organisation: Organisation, authority: Authority) -> bool:
    """Whether he holds the office that answers for the organisation."""
    held = {role for node, role in authority.offices() if node == organisation.pk}
    return bool(held) and owner_office(organisation)[0] in held


def roles_of_body(organisation: Organisation) -> set[str]:
    """What the body is for: the roles ever held there, also while a post is vacant."""
    rows = Appointment.objects.filter(organisation=organisation, confirmed_at__isnull=False)
    return set(rows.values_list("role", flat=True))
