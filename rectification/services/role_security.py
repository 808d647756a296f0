"""Which roles must use a second factor: data, set by the administrator."""

from django.db import transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from rectification.acting import acting_as
from rectification.models import Appointment, Membership, RoleSecurity, User
from rectification.policies.accounts import require_administrator_of_everything
from rectification.policies.days import today, valid_on
from rectification.roles import Role
from rectification.services.sessions import end_sessions


@transaction.atomic
def require_second_factor(*, roles: set[str], by: User) -> None:
    """From now on exactly these roles must use a second factor.

    Whoever holds a role that changes and has none yet logs in again, and meets the rule there.
    """
    require_administrator_of_everything(by)
    rules = {rule.role: rule for rule in RoleSecurity.objects.select_for_update()}
    before = {role for role, rule in rules.items() if rule.second_factor_required}
    with acting_as(by.pk):
        for role in sorted(roles ^ before):
            rule = rules.get(role) or RoleSecurity(role=role)
            rule.second_factor_required = role in roles
            rule.save()
    for user in _without_factor(roles ^ before):
        end_sessions(user=user)


def roles_with_second_factor() -> set[str]:
    required = RoleSecurity.objects.filter(second_factor_required=True)
    return set(required.values_list("role", flat=True))


def _without_factor(roles: set[str]) -> list[User]:
    """Holders of the roles who have been here and have no second factor."""
    day = valid_on(today())
    held = Appointment.objects.filter(day, role__in=roles, confirmed_at__isnull=False)
    found = User.objects.filter(person__in=held.values("person"))
    if Role.MEM in roles:
        found |= User.objects.filter(person__in=Membership.objects.filter(day).values("person"))
    return list(
        found.filter(last_login__isnull=False).exclude(
            pk__in=TOTPDevice.objects.filter(confirmed=True).values("user")
        )
    )
