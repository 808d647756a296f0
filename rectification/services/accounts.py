"""What an administrator does to accounts, and what a holder does to his own."""

from django.db import transaction
from django.utils.translation import gettext as _

from rectification.acting import acting_as
from rectification.enums import AccountEventVerb
from rectification.exceptions import NotAllowed
from rectification.models import Person, User
from rectification.notifications import queue
from rectification.policies.accounts import require_administrator_of
from rectification.policies.passwords import require_good_password
from rectification.services.account_events import record_account_event
from rectification.services.account_links import take_back_links
from rectification.services.calendar_feeds import switch_off as switch_feed_off
from rectification.services.grants import derive_grants
from rectification.services.mail_addresses import switch_mail_off
from rectification.services.sessions import end_sessions


@transaction.atomic
def open_account(*, person: Person, by: User | None) -> User:
    """An account for somebody in the roster; without a password until he uses his first link.

    Rights of appointments confirmed before are granted now.
    """
    require_administrator_of(person, by)
    Person.objects.select_for_update().get(pk=person.pk)
    if User.objects.filter(person=person).exists():
        raise NotAllowed(_("This person has an account already."))
    with acting_as(by.pk if by else None):
        user = User.objects.create_user(person.code, None, person)
    derive_grants(user=user)
    _record(user, AccountEventVerb.OPENED, by)
    return user


@transaction.atomic
def disable_account(*, user: User, by: User | None) -> None:
    """Ends every session at once; open work stays with the office, not with the account."""
    require_administrator_of(user.person, by)
    with acting_as(by.pk if by else None):
        _disable(user, by.person if by else None)


@transaction.atomic
def close_account_of(*, person: Person, by: Person) -> None:
    """The person has left: his account is disabled as by an administrator, and it is recorded.

    What served him alone, his mail address and his calendar, is forgotten at once. The
    organisation office enters the departure; only an administrator enables an account again.
    """
    user = User.objects.filter(person=person).first()
    if user is None:
        return
    if user.is_active:
        _disable(user, by)
    switch_mail_off(user=user, by=by)
    switch_feed_off(user=user, by=by)


def _disable(user: User, by: Person | None) -> None:
    _switch(user, active=False)
    take_back_links(user=user)
    record_account_event(user=user, verb=AccountEventVerb.DISABLED, by=by)
    end_sessions(user=user)


@transaction.atomic
def enable_account(*, user: User, by: User | None) -> None:
    """The password of before works again."""
    require_administrator_of(user.person, by)
    with acting_as(by.pk if by else None):
        _switch(user, active=True)
    _record(user, AccountEventVerb.ENABLED, by)


@transaction.atomic
def log_out_everywhere(*, user: User, by: User) -> None:
    """Ends the sessions of the account, by an administrator or by the holder himself."""
    if by.pk != user.pk:
        require_administrator_of(user.person, by)
    _record(user, AccountEventVerb.SESSIONS_ENDED, by)
    end_sessions(user=user)


@transaction.atomic
def change_password(*, user: User, password: str) -> None:
    """By the holder, who has just given the present one; every session ends and every link.

    Sessions end by themselves: the password is part of the hash they carry.

    Raises InvalidInput with each rule the password breaks.
    """
    if user.check_password(password):
        raise NotAllowed(_("This is the present password; choose another."), field="new_password")
    require_good_password(password=password, user=user)
    user.set_password(password)
    user.must_change_password = False
    with acting_as(user.pk):
        user.save(update_fields=["password", "must_change_password"])
    take_back_links(user=user)
    event = record_account_event(user=user, verb=AccountEventVerb.PASSWORD_CHANGED, by=user.person)
    queue(kind="password_changed", recipients=[user.person], about=f"account:{event.pk}")


def _switch(user: User, *, active: bool) -> None:
    if user.is_active == active:
        raise NotAllowed(
            _("The account is enabled already.") if active else _("The account is disabled.")
        )
    user.is_active = active
    user.save(update_fields=["is_active"])


def _record(user: User, verb: AccountEventVerb, by: User | None) -> None:
    record_account_event(user=user, verb=verb, by=by.person if by else None)
