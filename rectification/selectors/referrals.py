"""Referrals for accountability, for the few who may know of them."""

from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from rectification.models import AccountabilityReferral, Case, CaseEvent, WorkItem
from rectification.permissions import WRITE_REFERRALS
from rectification.policies.authority import Authority
from rectification.policies.referral_circle import known_to_bodies, readable
from rectification.selectors.cases import below, open_items_of

SHOWN = 100
SHORTEST = 8
"""Shorter ones are no words by which a text would be known again."""


def with_referrals(cases: "QuerySet[Case]") -> "QuerySet[Case]":
    """Each case with whether there are referrals in it (`has_referrals`), in the same query."""
    rows = AccountabilityReferral.objects.filter(case=OuterRef("pk"))
    return cases.annotate(has_referrals=Exists(rows))


def referrals_in(case: Case, authority: Authority) -> list[AccountabilityReferral]:
    """Of a case that was read with `with_referrals`, latest first, those that the reader knows."""
    if not vars(case).get("has_referrals"):
        return []
    return readable(_rows().filter(case=case), authority)


def referral_of(pk: int, authority: Authority) -> AccountabilityReferral | None:
    """The referral, if the reader may know of it; he need not see the rest of the case."""
    return next(iter(readable(_rows().filter(pk=pk), authority)), None)


def referrals_of(authority: Authority) -> list[AccountabilityReferral]:
    """Of all cases, latest first, for the bodies that write them; neither counted nor ranked."""
    reach = [below(node, "case") for node in authority.nodes(WRITE_REFERRALS)]
    rows = _rows().filter(reduce(or_, reach, Q(pk__in=[])), case__sealed=False)
    return known_to_bodies(list(rows[:SHOWN]), authority)


def open_step_of(referral: AccountabilityReferral, authority: Authority) -> WorkItem | None:
    """The step of it that lies with the reader now."""
    process = referral.processes.order_by("-pk").first()
    if process is None:
        return None
    return open_items_of(authority).filter(process_id=process.pk).first()


def course_of(referral: AccountabilityReferral) -> list[CaseEvent]:
    """What happened to it, latest first; no event holds a word of it."""
    rows = CaseEvent.objects.filter(case=referral.case_id, reference=referral.reference)
    people = ("actor", "acting_organisation", "on_behalf_of", "delegation", "payload")
    return list(rows.select_related(*people).order_by("-sequence"))


def sealed_words(case: Case) -> list[str]:
    """Whatever was written in referrals of the case: never to be published (4.6)."""
    rows = AccountabilityReferral.objects.filter(case=case)
    texts = rows.values_list("facts", "answer", "drop_reason", "number", "outcome_number")
    return [text for row in texts for text in row if len(text) >= SHORTEST]


def _rows() -> "QuerySet[AccountabilityReferral]":
    links = ("case__owner_organisation", "organisation", "body", "written_by")
    return AccountabilityReferral.objects.select_related(*links).order_by("-pk")
