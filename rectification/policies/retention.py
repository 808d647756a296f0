"""How long things are kept, who says so, and why something due stays (docs/rules.md 10)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from rectification.calendar.working import same_day_after
from rectification.enums import (
    CaseLevel,
    CaseOutcome,
    HeldBecause,
    PartyReason,
    RetentionKind,
)
from rectification.exceptions import CaseError
from rectification.models import (
    AccountabilityReferral,
    Case,
    CaseParty,
    LegalHold,
    LookBack,
    Objection,
    Organisation,
    Person,
    Recusal,
    RetentionRule,
    RetentionRun,
    WorkItem,
)
from rectification.policies.authority import Authority
from rectification.policies.confirming import townships_of
from rectification.policies.days import today
from rectification.policies.facts import standing_recusals
from rectification.policies.merging import entries_of, parts_of
from rectification.policies.reasons import Reason
from rectification.roles import Role

KEEPING: Final = (Role.OFF, Role.ORG)
"""Who enters and confirms periods and lists: the office, and the organisation office."""
NUMBER: Final = "10"
_OWN: Final = (PartyReason.OWNER, PartyReason.AUTHOR)


@dataclass(frozen=True)
class Period:
    """So many months; days where the product itself promises them."""

    number: int
    in_days: bool = False

    def after(self, day: date) -> date:
        if self.in_days:
            return day + timedelta(days=self.number)
        return same_day_after(day, self.number)

    def before(self, day: date) -> date:
        """The latest day whose period is over on `day`, or one before it."""
        if self.in_days:
            return day - timedelta(days=self.number)
        return same_day_after(day, -self.number)

    @property
    def least_days(self) -> int:
        return self.number * (1 if self.in_days else 30)

    def __str__(self) -> str:
        if self.in_days:
            return ngettext("%(count)d day", "%(count)d days", self.number) % {"count": self.number}
        told = ngettext("%(count)d month", "%(count)d months", self.number)
        return told % {"count": self.number}


@dataclass(frozen=True)
class Standard:
    """What the product keeps of a kind where a township has set nothing else.

    `least` is what no rule goes below; without it the period is fixed. `counted_from` and `then`
    say since when, and what happens; `source` says whose rule it is.
    """

    period: Period
    counted_from: str | Promise
    then: str | Promise
    source: str | Promise
    least: Period | None = None


_DELETED: Final = pgettext_lazy("retention", "Deleted")
_LOCAL: Final = gettext_lazy("Setting of the township")

STANDARDS: Final[Mapping[str, Standard]] = MappingProxyType(
    {
        RetentionKind.MEMBER_CASE: Standard(
            Period(36),
            pgettext_lazy("retention", "the end of the case"),
            gettext_lazy("Anonymised on a list that two people confirm; a tombstone stays"),
            gettext_lazy("Setting of the township; never before a look-back is over"),
            least=Period(12),
        ),
        RetentionKind.WITHDRAWN_REPORT: Standard(
            Period(30, in_days=True),
            pgettext_lazy("retention", "the withdrawal"),
            gettext_lazy("Erased by itself, as was promised to the member; a tombstone stays"),
            gettext_lazy("Rules T8"),
        ),
        RetentionKind.DRAFT: Standard(
            Period(12),
            pgettext_lazy("retention", "the day it was begun"),
            _DELETED,
            _LOCAL,
            least=Period(3),
        ),
        RetentionKind.ACCESS_LOG: Standard(
            Period(12),
            pgettext_lazy("retention", "the reading"),
            _DELETED,
            gettext_lazy("Setting of the township, not below half a year"),
            least=Period(6),
        ),
        RetentionKind.MESSAGE: Standard(
            Period(12), pgettext_lazy("retention", "the day it came"), _DELETED, _LOCAL, Period(1)
        ),
        RetentionKind.OUTBOX: Standard(
            Period(6), pgettext_lazy("retention", "its delivery"), _DELETED, _LOCAL, Period(1)
        ),
        RetentionKind.RECEIPT: Standard(
            Period(3), pgettext_lazy("retention", "the request"), _DELETED, _LOCAL, Period(1)
        ),
        RetentionKind.BALLOT_CODE: Standard(
            Period(12),
            pgettext_lazy("retention", "the last day of the ballot"),
            gettext_lazy("Deleted; the sums stay"),
            _LOCAL,
            least=Period(3),
        ),
    }
)

ELSEWHERE: Final[Sequence[tuple[str | Promise, str | Promise]]] = (
    (gettext_lazy("Answers of a self-check"), gettext_lazy("when its round is over")),
    (gettext_lazy("Uploads that nobody confirmed"), gettext_lazy("after a day")),
    (gettext_lazy("Sessions"), gettext_lazy("when they are over")),
    (gettext_lazy("Failed logins"), gettext_lazy("when their pause is over")),
    (gettext_lazy("Scans of papers, files of proof"), gettext_lazy("with their case")),
    (gettext_lazy("Bundles of records"), gettext_lazy("never kept; only that they were taken out")),
)
"""What goes by itself by rules that no township changes."""


def keeping_places(authority: Authority) -> list[Organisation]:
    """The townships whose periods and lists the person keeps."""
    return townships_of(authority, KEEPING)


def why_not_keep(committee: Organisation, authority: Authority) -> Reason | None:
    """Who enters and confirms periods, checks and confirms lists."""
    if committee in keeping_places(authority):
        return None
    text = _("Periods are kept by the leading group office and the organisation office.")
    return Reason(text, NUMBER)


def is_changeable(kind: str) -> bool:
    return STANDARDS[kind].least is not None


def why_not_period(kind: str, period: Period) -> Reason | None:
    """No rule goes below what the product or the law keeps."""
    least = STANDARDS[kind].least
    if least is None:
        return Reason(_("This period is promised by the rules and is not set."), "T8", CaseError)
    if period.least_days < least.least_days:
        text = _("It is kept for at least %(least)s; enter a longer period.")
        return Reason(text % {"least": least}, NUMBER, CaseError)
    return None


def why_not_from(day: date, kind: str, versions: Sequence[RetentionRule]) -> Reason | None:
    """Nothing goes backwards: from today on, and after the latest version."""
    if day < today():
        return Reason(_("A period takes effect today or later."), NUMBER, CaseError)
    confirmed = [r.in_force_from for r in versions if r.kind == kind and r.confirmed_at is not None]
    if confirmed and day <= max(confirmed):
        return Reason(_("A later version is in force already; choose a later day."), NUMBER)
    return None


def why_not_confirm_rule(
    rule: RetentionRule, by: Person, versions: Sequence[RetentionRule]
) -> Reason | None:
    if rule.confirmed_at is not None:
        return Reason(_("The rule is in force already."), NUMBER, CaseError)
    if rule.entered_by_id == by.pk:
        return Reason(_("Whoever entered it does not confirm it; a colleague does."), NUMBER)
    return why_not_from(rule.in_force_from, rule.kind, versions)


def why_not_end(run: RetentionRun) -> Reason | None:
    """Whoever keeps lists calls one off, also one that he has checked."""
    if run.ended_at is not None:
        return Reason(_("This list is over already."), NUMBER, CaseError)
    return None


def why_not_check(run: RetentionRun, by: Person) -> Reason | None:
    """The first hand."""
    why = _why_not_decide(run, by)
    if why is None and run.checked_at is not None:
        text = _("The list was checked already; it waits for a second person.")
        return Reason(text, NUMBER, CaseError)
    return why


def why_not_confirm(run: RetentionRun, by: Person) -> Reason | None:
    """The second hand."""
    why = _why_not_decide(run, by)
    if why is None and run.checked_at is None:
        return Reason(_("Somebody checks the list first."), NUMBER, CaseError)
    return why


def _why_not_decide(run: RetentionRun, by: Person) -> Reason | None:
    if run.ended_at is not None:
        return why_not_end(run)
    if _is_apart(run, by):
        text = _(
            "A case of your own, or one that you are recused from, is on the list; a colleague "
            "decides."
        )
        return Reason(text, NUMBER)
    if run.checked_at is not None and run.checked_by_id == by.pk:
        return Reason(_("You have checked the list; a second person confirms it."), NUMBER)
    return None


def _is_apart(run: RetentionRun, by: Person) -> bool:
    """What joined a case goes with it: who is apart from that is apart from the list."""
    cases = list(parts_of(list(run.lines.values_list("case", flat=True))))
    own = CaseParty.objects.filter(case__in=cases, person=by, reason__in=_OWN)
    recused = Recusal.objects.filter(case__in=cases, person=by)
    owners = Case.objects.filter(pk__in=cases).values("owner_organisation")
    standing = standing_recusals(today()).filter(person=by, organisation__in=owners)
    return own.exists() or recused.exists() or standing.exists()


def held_because(case: Case) -> str:
    """Why nothing of an ended case goes yet, of it or of what joined it; empty when it may go."""
    whole = [case.pk, *(entry.pk for entry in entries_of(case))]
    if LegalHold.objects.filter(case__in=whole, lifted_at__isnull=True).exists():
        return HeldBecause.HOLD
    # What was withdrawn is sealed until it is erased; what was handed over stays sealed (T7).
    sealed = Case.objects.filter(pk__in=whole, sealed=True)
    if sealed.exclude(outcome=CaseOutcome.WITHDRAWN).exists():
        return HeldBecause.SEALED
    if WorkItem.objects.filter(case__in=whole, closed_at__isnull=True).exists():
        return HeldBecause.OPEN_WORK
    if Objection.objects.filter(case__in=whole, decided_at__isnull=True).exists():
        return HeldBecause.OBJECTION
    waiting = LookBack.objects.filter(ended_at__isnull=True, void_at__isnull=True)
    if waiting.filter(case__in=whole).exists():
        return HeldBecause.LOOK_BACK
    referrals = AccountabilityReferral.objects.filter(case__in=whole)
    if referrals.filter(dropped_at__isnull=True, outcome_on__isnull=True).exists():
        return HeldBecause.REFERRAL
    return ""


LASTING: Final = (CaseOutcome.WITHDRAWN, CaseOutcome.LONG_TERM, CaseOutcome.MERGED)
"""Outcomes after which a case of a member does not go by its period: erased earlier, not at its
end yet, or gone with the case that it joined."""


def is_of_kind(case: Case) -> bool:
    """Whether the period of members' cases runs for it."""
    ended = case.ended_at is not None and case.outcome not in LASTING
    return ended and case.level == CaseLevel.MEMBER
