"""Facts about accounts: whose, since when, in which state. Never a word about a case."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from rectification.enums import AccountEventVerb
from rectification.models import AccountEvent, AccountLink, Person, User
from rectification.policies.accounts import people_administered
from rectification.policies.authority import Authority

PAGE = 50
TOLD_AT_LOGIN = (
    AccountEventVerb.LINK_ISSUED,
    AccountEventVerb.LINK_USED,
    AccountEventVerb.FACTOR_RESET,
    AccountEventVerb.DISABLED,
    AccountEventVerb.ENABLED,
)
"""What others did to an account, or may have done, is told at the next login."""


@dataclass(frozen=True)
class AccountFacts:
    """What an administrator may know; `user` is None for somebody without an account."""

    person: Person
    user: User | None
    has_second_factor: bool
    open_link_until: datetime | None


def page_of_accounts(
    authority: Authority, *, search: str = "", state: str = "", after: str = "", size: int = PAGE
) -> list[AccountFacts]:
    """People within reach in the order of their codes; one more than `size` when there is more.

    `search` is part of a code or name; `state` one of “none”, “active”, “disabled”; `after` the
    code of the last one shown.
    """
    people = people_administered(authority)
    if search:
        people = people.filter(Q(code__icontains=search) | Q(name__icontains=search))
    if state in _STATES:
        people = people.filter(_STATES[state])
    if after:
        people = people.filter(code__gt=after)
    return _facts(people.order_by("code")[: size + 1])


def facts_of(person: Person) -> AccountFacts:
    (found,) = _facts(Person.objects.filter(pk=person.pk))
    return found


def account_events(user: User, *, limit: int = PAGE) -> list[AccountEvent]:
    """What happened to the account, latest first."""
    return list(user.account_events.select_related("by").order_by("-pk")[:limit])


def news_since(user: User, moment: datetime | None) -> list[AccountEvent]:
    """What others did to the account since the moment, earliest first; None is the beginning."""
    events = user.account_events.filter(verb__in=TOLD_AT_LOGIN).select_related("by")
    if moment is not None:
        events = events.filter(at__gte=moment)
    return list(events.order_by("pk"))


_STATES = {
    "none": Q(user=None),
    "active": Q(user__is_active=True),
    "disabled": Q(user__is_active=False),
}


def _facts(people: QuerySet[Person]) -> list[AccountFacts]:
    """Two queries, however many people."""
    factor = TOTPDevice.objects.filter(user=OuterRef("user"), confirmed=True)
    rows = list(people.select_related("user").annotate(has_factor=Exists(factor)))
    links = AccountLink.objects.filter(
        user__person__in=rows, used_at__isnull=True, expires_at__gt=timezone.now()
    )
    until = dict(links.values_list("user__person_id", "expires_at"))
    return [
        AccountFacts(
            person=person,
            user=getattr(person, "user", None),
            has_second_factor=person.has_factor,
            open_link_until=until.get(person.pk),
        )
        for person in rows
    ]
