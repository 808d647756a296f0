"""Who may look after which accounts, and what must be done before anything else is open.

An administrator opens, disables and hands out one-time links; he never sets a password, never
becomes somebody and reads no case. Nothing of this reaches his own account.
"""

from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from rectification.exceptions import NotAllowed, NotVisible
from rectification.models import Appointment, Membership, Organisation, Person, RoleSecurity, User
from rectification.policies.authority import Authority, authority_of
from rectification.roles import Role

ADMINISTERING: Final = (Role.ADM,)


def administered(authority: Authority) -> list[Organisation]:
    """The nodes under which the person is administrator today."""
    return [a.jurisdiction for a in authority.appointments if a.role in ADMINISTERING]


def people_administered(authority: Authority) -> QuerySet[Person]:
    """People who have or had a place under the administrator's nodes.

    Whoever has no place anywhere yet belongs to the administrator of a root.
    """
    nodes = administered(authority)
    if not nodes:
        return Person.objects.none()
    under = Q()
    for node in nodes:
        under |= Q(organisation__path__startswith=node.path)
    memberships = Membership.objects.filter(person=OuterRef("pk"))
    offices = Appointment.objects.filter(person=OuterRef("pk"))
    reach = Q(Exists(memberships.filter(under))) | Q(Exists(offices.filter(under)))
    if any(map(_is_root, nodes)):
        reach |= ~(Q(Exists(memberships)) | Q(Exists(offices)))
    return Person.objects.filter(reach)


def administers_everything(authority: Authority) -> bool:
    """Whether one of the nodes is a root; only then the rules for all roles are his to set."""
    return any(map(_is_root, administered(authority)))


def require_administrator_of(person: Person, by: User | None) -> None:
    """Whether `by` may act on the person's account; None is the server's own command.

    Raises NotVisible out of his reach (whoever is no administrator reaches nobody), NotAllowed
    for his own account.
    """
    if by is None:
        return
    if not people_administered(authority_of(by)).filter(pk=person.pk).exists():
        raise NotVisible
    if by.person_id == person.pk:
        raise NotAllowed(
            _(
                "Nobody administers his own account. Ask another administrator; where there is "
                "none, the command issue_link at the server does it."
            )
        )


def require_administrator_of_everything(by: User) -> None:
    if not administers_everything(authority_of(by)):
        raise NotVisible


def second_factor_required(authority: Authority) -> bool:
    """Whether one of the roles held today must use a second factor."""
    held = {role for _organisation, role in authority.offices()}
    held |= {deputyship.office[1] for deputyship in authority.deputyships}
    return RoleSecurity.objects.filter(role__in=held, second_factor_required=True).exists()


def _is_root(node: Organisation) -> bool:
    return len(node.ancestor_ids()) == 1
