"""What administrators do to accounts: within their reach, never their own, always recorded."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from pytest_django import Settings

from rectification import notifications
from rectification.enums import AccountLinkPurpose, MembershipKind
from rectification.exceptions import InvalidInput, NotAllowed, NotVisible
from rectification.models import (
    AccountEvent,
    AccountLink,
    CalendarFeed,
    MailAddress,
    Membership,
    OrganisationUserPermission,
    OutboxMessage,
    Person,
    User,
)
from rectification.roles import ROLES, Role
from rectification.services import accounts
from rectification.services.account_links import issue_link, open_link, use_link
from rectification.services.appointments import appoint, confirm_appointment
from rectification.services.calendar_feeds import switch_on
from rectification.services.mail_addresses import switch_mail_on
from tests.factories import PASSWORD, Township, in_office, organisation, person

GOOD = "guihua-lianying-47"


@pytest.fixture
def admin(town: Township) -> User:
    return in_office(person("管机长"), Role.ADM, town.committee).user


@pytest.fixture
def newcomer(town: Township) -> Person:
    """In the roster, with an office confirmed, and without an account."""
    someone = Person.objects.create(code="N-0001", name="新来人")
    Membership.objects.create(
        person=someone,
        organisation=town.east.organisation,
        kind=MembershipKind.FULL,
        valid_from=date(2026, 1, 1),
    )
    office = appoint(
        person=someone,
        role=Role.CLK,
        organisation=town.east.organisation,
        valid_from=date(2026, 1, 1),
    )
    confirm_appointment(appointment=office, by=town.org)
    return someone


def events(user: User) -> list[tuple[str, str]]:
    found = AccountEvent.objects.filter(user=user).order_by("pk")
    return [(event.verb, event.by.name if event.by else "") for event in found]


def told(someone: Person) -> list[str]:
    rows = OutboxMessage.objects.filter(recipient=someone).order_by("pk")
    return [row.kind for row in rows]


# --- opening ------------------------------------------------------------------------------------


def test_account_is_opened_with_the_rights_of_its_offices(newcomer: Person, admin: User) -> None:
    user = accounts.open_account(person=newcomer, by=admin)
    assert user.username == "N-0001"
    assert not user.has_usable_password()
    rights = OrganisationUserPermission.objects.filter(user=user)
    assert {row.permission.codename for row in rights} == ROLES[Role.CLK].grants
    assert events(user) == [("opened", "管机长")]
    assert user.history.get().history_user_id == admin.pk


def test_second_account_of_a_person_is_refused(town: Township, admin: User) -> None:
    with pytest.raises(NotAllowed):
        accounts.open_account(person=town.pse, by=admin)


def test_person_without_a_place_belongs_to_the_administrator_of_a_root(
    town: Township, admin: User
) -> None:
    stray = Person.objects.create(code="N-0002", name="无处人")
    accounts.open_account(person=stray, by=admin)
    assert User.objects.filter(person=stray).exists()


# --- who may ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "act",
    [accounts.disable_account, accounts.log_out_everywhere, issue_link],
    ids=lambda act: act.__name__,
)
def test_nobody_but_an_administrator_may(town: Township, act: Any) -> None:
    for someone in (town.pse, town.org, town.lg):
        with pytest.raises(NotVisible):
            act(user=town.dps.user, by=someone.user)


@pytest.mark.parametrize(
    "act",
    [accounts.disable_account, accounts.enable_account, issue_link],
    ids=lambda act: act.__name__,
)
def test_administrator_never_acts_on_his_own_account(admin: User, act: Any) -> None:
    with pytest.raises(NotAllowed):
        act(user=admin, by=admin)
    assert events(admin) == []


def test_administrator_of_another_township_does_not_find_the_account(town: Township) -> None:
    elsewhere = organisation("committee", "中共白河镇委员会")
    stranger = in_office(person("别处管"), Role.ADM, elsewhere).user
    with pytest.raises(NotVisible):
        issue_link(user=town.pse.user, by=stranger)


def test_administrator_whose_office_is_over_may_nothing(
    town: Township, admin: User, clock: time_machine.Traveller
) -> None:
    office = admin.person.appointments.get()
    office.valid_to = date(2026, 5, 10)
    office.save()
    with pytest.raises(NotVisible):
        issue_link(user=town.pse.user, by=admin)


# --- disabling ----------------------------------------------------------------------------------


def test_disabled_account_loses_its_links_and_its_sessions(town: Township, admin: User) -> None:
    user = town.pse.user
    token = issue_link(user=user, by=admin)
    before = user.get_session_auth_hash()
    accounts.disable_account(user=user, by=admin)
    assert not user.is_active
    assert user.get_session_auth_hash() != before
    with pytest.raises(NotVisible):
        open_link(token=token)
    with pytest.raises(NotAllowed):
        issue_link(user=user, by=admin)
    accounts.enable_account(user=user, by=admin)
    with pytest.raises(NotVisible):
        open_link(token=token)
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)
    assert [verb for verb, _by in events(user)] == ["link_issued", "disabled", "enabled"]


def test_account_is_not_disabled_twice(town: Township, admin: User) -> None:
    accounts.disable_account(user=town.pse.user, by=admin)
    with pytest.raises(NotAllowed):
        accounts.disable_account(user=town.pse.user, by=admin)


def test_what_served_him_alone_goes_when_he_leaves(town: Township, settings: Settings) -> None:
    settings.MAIL_ON = True
    user = town.pub.user
    switch_mail_on(user=user, address="xuan@yunxi.example")
    switch_on(user=user)
    accounts.close_account_of(person=town.pub, by=town.org)
    accounts.close_account_of(person=town.pub, by=town.org)
    assert not User.objects.get(pk=user.pk).is_active
    assert not MailAddress.objects.exists()
    assert not CalendarFeed.objects.exists()
    by = town.org.name
    assert events(user)[2:] == [("disabled", by), ("mail_off", by), ("feed_off", by)]


# --- links --------------------------------------------------------------------------------------


def test_link_sets_the_password_once(town: Township, admin: User) -> None:
    user = town.pse.user
    token = issue_link(user=user, by=admin)
    assert user.check_password(PASSWORD)
    use_link(token=token, password=GOOD)
    user.refresh_from_db()
    assert user.check_password(GOOD)
    with pytest.raises(NotVisible):
        open_link(token=token)
    with pytest.raises(NotVisible):
        use_link(token=token, password="another-good-one-12")
    assert events(user) == [("link_issued", "管机长"), ("link_used", "")]
    assert told(town.pse) == ["account_link_issued", "account_link_used"]


def test_only_the_hash_of_the_token_is_kept(town: Township, admin: User) -> None:
    token = issue_link(user=town.pse.user, by=admin)
    link = AccountLink.objects.get()
    assert len(token) >= 43
    assert token not in {str(value) for value in vars(link).values()}


def test_link_lives_for_a_day(town: Township, admin: User, clock: time_machine.Traveller) -> None:
    token = issue_link(user=town.pse.user, by=admin)
    clock.shift(timedelta(hours=23, minutes=59))
    assert open_link(token=token).user == town.pse.user
    clock.shift(timedelta(minutes=1))
    with pytest.raises(NotVisible):
        open_link(token=token)


def test_link_of_an_account_that_was_switched_off_leads_nowhere(
    town: Township, admin: User
) -> None:
    token = issue_link(user=town.pse.user, by=admin)
    town.pse.user.is_active = False
    town.pse.user.save()
    with pytest.raises(NotVisible):
        open_link(token=token)


def test_link_ends_the_sessions_of_whoever_was_in(town: Township, admin: User) -> None:
    before = town.pse.user.get_session_auth_hash()
    user = use_link(token=issue_link(user=town.pse.user, by=admin), password=GOOD)
    assert user.get_session_auth_hash() != before


def test_new_link_replaces_the_one_before(town: Township, admin: User) -> None:
    first = issue_link(user=town.pse.user, by=admin)
    second = issue_link(user=town.pse.user, by=admin)
    with pytest.raises(NotVisible):
        open_link(token=first)
    assert open_link(token=second)


def test_weak_password_leaves_the_link_as_it_was(town: Township, admin: User) -> None:
    token = issue_link(user=town.pse.user, by=admin)
    with pytest.raises(InvalidInput):
        use_link(token=token, password="woaini1314")
    assert open_link(token=token).used_at is None


def test_purpose_tells_the_first_link_from_the_later_ones(newcomer: Person, admin: User) -> None:
    user = accounts.open_account(person=newcomer, by=admin)
    token = issue_link(user=user, by=admin)
    assert open_link(token=token).purpose == AccountLinkPurpose.FIRST_LOGIN
    use_link(token=token, password=GOOD)
    user.refresh_from_db()
    token = issue_link(user=user, by=admin)
    assert open_link(token=token).purpose == AccountLinkPurpose.RESET


def test_link_takes_the_duty_to_change_the_password_away(town: Township, admin: User) -> None:
    user = town.pse.user
    user.must_change_password = True
    user.save()
    use_link(token=issue_link(user=user, by=admin), password=GOOD)
    user.refresh_from_db()
    assert not user.must_change_password


# --- the holder ---------------------------------------------------------------------------------


def test_own_password_is_changed_and_every_link_taken_back(town: Township, admin: User) -> None:
    user = town.pse.user
    token = issue_link(user=user, by=admin)
    before = user.get_session_auth_hash()
    accounts.change_password(user=user, password=GOOD)
    assert User.objects.get(pk=user.pk).check_password(GOOD)
    assert user.get_session_auth_hash() != before
    with pytest.raises(NotVisible):
        open_link(token=token)
    assert events(user)[-1] == ("password_changed", "书怀远")
    notifications.deliver_due()
    assert {n.kind for n in town.pse.notices.all()} == {"account_link_issued", "password_changed"}


@pytest.mark.parametrize("password", [PASSWORD, "qq123456789"])
def test_present_or_weak_password_changes_nothing(town: Township, password: str) -> None:
    with pytest.raises((NotAllowed, InvalidInput)):
        accounts.change_password(user=town.pse.user, password=password)
    assert events(town.pse.user) == []


def test_event_is_neither_changed_nor_deleted(town: Township, admin: User) -> None:
    issue_link(user=town.pse.user, by=admin)
    event = AccountEvent.objects.get()
    event.verb = "enabled"
    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        event.delete()


def test_event_holds_no_address(town: Township) -> None:
    fields = {field.name for field in AccountEvent._meta.fields}
    assert fields == {"id", "user", "verb", "by", "at"}
