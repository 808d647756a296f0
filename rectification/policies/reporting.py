"""Who may report what (docs/rules.md T1)."""

from rectification.models import Membership, Organisation, Person
from rectification.policies.authority import Authority, today, valid_on
from rectification.roles import Role


def may_report(authority: Authority) -> bool:
    """A member reports on himself, a secretary or clerk on his branch; nobody else on anything."""
    offices = {office.role for office in authority.appointments}
    return bool(authority.memberships) or bool(offices & {Role.SEC, Role.CLK})


def own_branch(person: Person) -> Organisation | None:
    """The branch he is a member of today; there a self-report belongs."""
    membership = (
        Membership.objects.filter(valid_on(today()), person=person)
        .select_related("organisation")
        .first()
    )
    return membership.organisation if membership else None


def reportable_branches(person: Person) -> list[Organisation]:
    """Party organisations for which he may enter a problem: where he is secretary or clerk."""
    held = person.appointments.filter(
        valid_on(today()), role__in=[Role.SEC, Role.CLK], confirmed_at__isnull=False
    ).select_related("organisation")
    return list(dict.fromkeys(row.organisation for row in held.order_by("organisation__code")))
