"""Check rounds, and who has done his check; counted for readers, named for reminders alone."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from rectification.models import (
    Appointment,
    CheckReminder,
    CheckRound,
    MemberCheck,
    Membership,
    Organisation,
    OrganisationCheck,
    Person,
)
from rectification.policies.authority import offices_on
from rectification.policies.check_rounds import CHECKING
from rectification.policies.days import today, valid_on
from rectification.policies.figures import Share, share_of


@dataclass(frozen=True)
class Covered:
    """One organisation in a round: the day of its check, and how many of its members have theirs.

    In the order of the tree, never by figures.
    """

    organisation: Organisation
    done_on: date | None
    members: Share | None


def rounds_of(committee: Organisation) -> list[CheckRound]:
    return list(committee.check_rounds.select_related("opened_for").order_by("-starts_on"))


def _running(day: date) -> Q:
    return Q(starts_on__lte=day, ends_on__gte=day, called_off_at__isnull=True)


def running_rounds(day: date) -> list[CheckRound]:
    return list(CheckRound.objects.filter(_running(day)).order_by("pk"))


def running_round_over(places: Iterable[Organisation], day: date) -> CheckRound | None:
    """The one that runs for the township in which these stand."""
    above = {key for place in places for key in place.ancestor_ids()}
    return CheckRound.objects.filter(_running(day), committee__in=above).first()


def running_round(committee: Organisation, day: date) -> CheckRound | None:
    """Rounds of a township follow one another, so there is one at most."""
    return committee.check_rounds.filter(_running(day)).first()


def has_self_checked(round_: CheckRound, person: Person) -> bool:
    """Asked for the person himself alone."""
    return MemberCheck.objects.filter(round=round_, person=person).exists()


def check_of(round_: CheckRound, organisation: Organisation) -> OrganisationCheck | None:
    found = OrganisationCheck.objects.filter(round=round_, organisation=organisation)
    return found.select_related("marked_by").first()


def organisations_in(round_: CheckRound) -> QuerySet[Organisation]:
    """Those that check themselves in the round."""
    rows = Organisation.objects.filter(
        path__startswith=round_.committee.path, kind__in=CHECKING, closed_on__isnull=True
    )
    return rows.order_by("path")


def coverage_of(round_: CheckRound) -> list[Covered]:
    """Three queries, however many branches there are; sums are not told, they would undo what is
    held back."""
    checks = dict(round_.organisation_checks.values_list("organisation_id", "done_on"))
    members, done = _members_by_branch(round_)
    return [
        Covered(
            node,
            checks.get(node.pk),
            share_of(done[node.pk], members[node.pk]) if members[node.pk] else None,
        )
        for node in organisations_in(round_)
    ]


def covered(round_: CheckRound, organisation: Organisation) -> Covered:
    """The same of one organisation."""
    return next(row for row in coverage_of(round_) if row.organisation == organisation)


def _members_by_branch(round_: CheckRound) -> tuple[Counter[int], Counter[int]]:
    """Members of today, and those of them who have done their self-check."""
    rows = _memberships(round_).values_list("organisation_id", "person_id")
    checked = set(MemberCheck.objects.filter(round=round_).values_list("person_id", flat=True))
    members: Counter[int] = Counter()
    done: Counter[int] = Counter()
    for organisation, person in rows:
        members[organisation] += 1
        done[organisation] += person in checked
    return members, done


def _memberships(round_: CheckRound) -> QuerySet[Membership]:
    return Membership.objects.filter(
        valid_on(today()), organisation__path__startswith=round_.committee.path
    )


def members_left(round_: CheckRound, organisation: Organisation | None = None) -> list[Person]:
    """Members who have not done their self-check; for reminding them, never for showing."""
    rows = _memberships(round_)
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
    done = MemberCheck.objects.filter(round=round_).values("person")
    return list(Person.objects.filter(pk__in=rows.values("person")).exclude(pk__in=done))


def checkers_left(round_: CheckRound) -> list[Person]:
    """Those who say it for organisations that have not done their check."""
    done = round_.organisation_checks.values("organisation")
    held = _checkers(organisations_in(round_).exclude(pk__in=done))
    return list(Person.objects.filter(pk__in=held.values("person")))


def people_in(round_: CheckRound) -> list[Person]:
    """Members of the township, and those who say it for its organisations."""
    held = _checkers(organisations_in(round_))
    members = _memberships(round_)
    within = Q(pk__in=members.values("person")) | Q(pk__in=held.values("person"))
    return list(Person.objects.filter(within).order_by("code"))


def _checkers(organisations: QuerySet[Organisation]) -> QuerySet[Appointment]:
    by_kind = Q()
    for kind, roles in CHECKING.items():
        by_kind |= Q(organisation__kind=kind, role__in=roles)
    return offices_on(today()).filter(by_kind, organisation__in=organisations)


def reminded_today(round_: CheckRound, organisation: Organisation) -> bool:
    rows = CheckReminder.objects.filter(round=round_, organisation=organisation)
    return rows.filter(reminded_on=today()).exists()
