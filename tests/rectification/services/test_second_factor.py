"""The second factor: codes of the phone, recovery codes, and who may take it off."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from rectification.exceptions import InvalidInput, NotAllowed, NotVisible
from rectification.models import AccountEvent, RoleSecurity, User
from rectification.policies.accounts import second_factor_required
from rectification.policies.authority import authority_of
from rectification.roles import Role
from rectification.services import second_factor
from rectification.services.role_security import require_second_factor, roles_with_second_factor
from tests.authenticator import code_of, enrolled
from tests.factories import Township, in_office, organisation, person

HALF_MINUTE = timedelta(seconds=30)


@pytest.fixture
def admin(town: Township) -> User:
    return in_office(person("管机长"), Role.ADM, town.committee).user


def passes(user: User, code: str) -> bool:
    return second_factor.check_code(user=user, code=code).passed


def test_key_is_taken_into_use_once_the_phone_has_proved_it(town: Township) -> None:
    user = town.pse.user
    before = user.get_session_auth_hash()
    with pytest.raises(InvalidInput):
        second_factor.set_up(user=user, key=second_factor.new_key(), code="000000")
    assert not second_factor.has_second_factor(user=user)
    _key, codes = enrolled(user)
    assert second_factor.has_second_factor(user=user)
    assert len(set(codes)) == 10
    assert user.get_session_auth_hash() != before
    assert AccountEvent.objects.get(user=user).verb == "factor_set"


@pytest.mark.parametrize("code", ["", "abcdef", "12345", "１２３４５a", "-1"])
def test_nonsense_is_no_code(town: Township, code: str) -> None:
    enrolled(town.pse.user)
    assert not passes(town.pse.user, code)
    with pytest.raises(InvalidInput):
        second_factor.set_up(user=town.dps.user, key=second_factor.new_key(), code=code)


def test_code_of_the_phone_passes_once(town: Township, clock: time_machine.Traveller) -> None:
    user = town.pse.user
    key, _codes = enrolled(user)
    # The one it was set up with is used up.
    assert not passes(user, code_of(key))
    clock.shift(HALF_MINUTE)
    code = code_of(key)
    assert passes(user, f"{code[:3]} {code[3:]}")
    assert not passes(user, code)


def test_recovery_code_passes_once_however_it_is_written(town: Township) -> None:
    user = town.pse.user
    _key, codes = enrolled(user)
    assert passes(user, codes[0].upper().replace("-", " "))
    assert second_factor.codes_left(user=user) == 9
    assert not passes(user, codes[0])
    assert AccountEvent.objects.filter(user=user, verb="code_used").count() == 1


def test_recovery_code_of_another_person_is_worth_nothing(town: Township) -> None:
    _key, codes = enrolled(town.pse.user)
    enrolled(town.dps.user)
    assert not passes(town.dps.user, codes[0])


def test_recovery_codes_are_not_stored_as_they_are_written(town: Township) -> None:
    _key, codes = enrolled(town.pse.user)
    stored = set(StaticToken.objects.values_list("token", flat=True))
    assert len(stored) == 10
    assert not stored & {code.replace("-", "") for code in codes}


def test_after_a_wrong_code_the_right_one_has_to_wait(
    town: Township, clock: time_machine.Traveller
) -> None:
    user = town.pse.user
    key, _codes = enrolled(user)
    clock.shift(HALF_MINUTE)
    for _ in range(3):
        second_factor.check_code(user=user, code="000000")
        clock.shift(timedelta(seconds=4))
    second_factor.check_code(user=user, code="000000")
    verdict = second_factor.check_code(user=user, code=code_of(key))
    assert not verdict.passed
    assert verdict.again_at is not None
    clock.move_to(verdict.again_at)
    assert passes(user, code_of(key))


def test_moving_to_another_phone_ends_the_old_key(
    town: Township, clock: time_machine.Traveller
) -> None:
    user = town.pse.user
    old, codes = enrolled(user)
    new, _codes = enrolled(user)
    clock.shift(HALF_MINUTE)
    assert not passes(user, codes[0])
    clock.shift(HALF_MINUTE)
    assert not passes(user, code_of(old))
    clock.shift(HALF_MINUTE)
    assert passes(user, code_of(new))
    assert TOTPDevice.objects.count() == 1


def test_new_recovery_codes_replace_the_old_ones(
    town: Township, clock: time_machine.Traveller
) -> None:
    user = town.pse.user
    _key, old = enrolled(user)
    new = second_factor.renew_codes(user=user)
    assert not passes(user, old[0])
    clock.shift(HALF_MINUTE)
    assert passes(user, new[0])


def test_without_a_second_factor_there_are_no_codes(town: Township) -> None:
    with pytest.raises(NotAllowed):
        second_factor.renew_codes(user=town.pse.user)
    assert not passes(town.pse.user, "123456")


# --- rules by role ------------------------------------------------------------------------------


def test_role_can_be_made_to_need_it(town: Township, admin: User) -> None:
    require_second_factor(roles={Role.DIS, Role.OFF}, by=admin)
    assert roles_with_second_factor() == {Role.DIS, Role.OFF}
    assert second_factor_required(authority_of(town.dis[0].user))
    assert not second_factor_required(authority_of(town.pse.user))
    require_second_factor(roles={Role.OFF}, by=admin)
    assert not second_factor_required(authority_of(town.dis[0].user))
    rule = RoleSecurity.objects.get(role=Role.DIS)
    assert [row.history_user_id for row in rule.history.all()] == [admin.pk, admin.pk]


def test_members_need_it_when_the_rule_says_so(town: Township, admin: User) -> None:
    require_second_factor(roles={Role.MEM}, by=admin)
    assert second_factor_required(authority_of(town.east.members[0].user))


def test_rule_ends_the_sessions_of_those_who_have_none(town: Township, admin: User) -> None:
    with_factor, without, other = town.dis[0].user, town.dis[1].user, town.pse.user
    enrolled(with_factor)
    for user in (with_factor, without, other):
        user.last_login = timezone.now()
        user.save(update_fields=["last_login"])
    before = {user.pk: user.session_epoch for user in (with_factor, without, other)}
    require_second_factor(roles={Role.DIS}, by=admin)
    after = User.objects.in_bulk(before)
    ended = {pk for pk, epoch in before.items() if after[pk].session_epoch > epoch}
    assert ended == {without.pk}


def test_rules_belong_to_the_administrator_of_a_root(town: Township) -> None:
    below = organisation("committee", "中共云溪镇机关委员会", town.committee)
    local = in_office(person("下管机"), Role.ADM, below).user
    for someone in (local, town.pse.user):
        with pytest.raises(NotVisible):
            require_second_factor(roles={Role.DIS}, by=someone)


# --- taking it off ------------------------------------------------------------------------------


def test_holder_removes_it_unless_his_role_needs_it(town: Township, admin: User) -> None:
    user = town.dis[0].user
    enrolled(user)
    require_second_factor(roles={Role.DIS}, by=admin)
    with pytest.raises(NotAllowed):
        second_factor.remove(user=user)
    assert second_factor.has_second_factor(user=user)
    require_second_factor(roles=set(), by=admin)
    second_factor.remove(user=user)
    assert not second_factor.has_second_factor(user=user)
    assert second_factor.codes_left(user=user) == 0


def test_administrator_resets_it_and_it_is_recorded(town: Township, admin: User) -> None:
    user = town.pse.user
    enrolled(user)
    second_factor.reset(user=user, by=admin)
    assert not second_factor.has_second_factor(user=user)
    last = AccountEvent.objects.filter(user=user).latest("pk")
    assert (last.verb, last.by) == ("factor_reset", admin.person)


def test_administrator_never_resets_his_own(admin: User) -> None:
    enrolled(admin)
    with pytest.raises(NotAllowed):
        second_factor.reset(user=admin, by=admin)
    assert second_factor.has_second_factor(user=admin)
