"""What an auditor reads: what happened to a case and who looked at it, and never a word of it.

Codes stand for people, hashes for contents (docs/rules.md 4.9). Nobody audits his own case.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from rectification.enums import Step
from rectification.models import (
    AccessLog,
    Case,
    CaseEvent,
    CaseEventPayload,
    CheckpointHead,
    CheckRoundEvent,
    Evidence,
    Organisation,
    Person,
)
from rectification.permissions import READ_RECORDS
from rectification.policies.authority import Authority
from rectification.policies.days import start_of
from rectification.policies.readings import WITHHELD
from rectification.selectors.cases import below, not_recused

Row = TypeVar("Row", bound=Model)

PAGE = 50


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to; `before_id` is the key after which the next page begins."""

    number: str = ""
    verb: str = ""
    code: str = ""
    purpose: str = ""
    since: date | None = None
    until: date | None = None
    before_id: int | None = None


def audited_nodes(authority: Authority) -> list[Organisation]:
    return authority.nodes(READ_RECORDS)


def audited_cases(authority: Authority) -> QuerySet[Case]:
    """Cases below the auditor's nodes, sealed ones too; none of his own, none barred to him."""
    reach = reduce(or_, map(below, audited_nodes(authority)), Q(pk__in=[]))
    person = authority.person
    free = Case.objects.filter(reach, not_recused(person))
    return free.exclude(owner_person=person).exclude(author=person)


def page_of_events(authority: Authority, wanted: Wanted) -> list[CaseEvent]:
    """Latest first, one more than `PAGE` when there is more.

    `has_words` tells of its payload, `is_sealed` whether a checkpoint stands over it.
    """
    events = CaseEvent.objects.filter(case__in=audited_cases(authority))
    if wanted.verb:
        events = events.filter(verb=wanted.verb)
    if wanted.code:
        events = events.filter(Q(actor__code=wanted.code) | Q(on_behalf_of__code=wanted.code))
    words = CaseEventPayload.objects.filter(event=OuterRef("pk"))
    sealed = CheckpointHead.objects.filter(
        case=OuterRef("case"), sequence__gte=OuterRef("sequence")
    )
    events = events.annotate(has_words=Exists(words), is_sealed=Exists(sealed))
    events = events.select_related("case", "actor", "on_behalf_of")
    return _page(events, wanted, case="case", moment="at")


def page_of_accesses(authority: Authority, wanted: Wanted) -> list[AccessLog]:
    """Who opened what, latest first."""
    rows = AccessLog.objects.filter(case__in=audited_cases(authority))
    if wanted.code:
        rows = rows.filter(person__code=wanted.code)
    if wanted.purpose:
        rows = rows.filter(purpose=wanted.purpose)
    return _page(rows.select_related("case", "person"), wanted, case="case", moment="at")


def page_of_readers(case: Case, person: Person, before_id: int | None) -> list[AccessLog]:
    """Who opened something of his case, latest first, for the person whose case it is.

    Not what he read himself, nor what would tell him of somebody who must stay unknown to him: of
    whoever reported him and reads as such, in no office.
    """
    others = Q(person__isnull=True) | ~Q(person=person)
    rows = AccessLog.objects.filter(others, case=case)
    rows = rows.exclude(person__isnull=False, person=case.author_id, role="")
    for word in WITHHELD:
        rows = rows.exclude(what__startswith=f"{word}:")
    rows = rows.exclude(step__in=Step.confidential()).select_related("organisation", "person")
    return one_page(rows, Wanted(before_id=before_id), moment="at")


def page_of_round_events(authority: Authority, wanted: Wanted) -> list[CheckRoundEvent]:
    """What offices did with check rounds of the townships he audits, latest first."""
    nodes = audited_nodes(authority)
    reach = reduce(or_, (Q(round__committee__path__startswith=n.path) for n in nodes), Q(pk__in=[]))
    rows = CheckRoundEvent.objects.filter(reach)
    if wanted.code:
        rows = rows.filter(actor__code=wanted.code)
    rows = rows.select_related("round", "actor", "acting_organisation")
    return _page(rows, wanted, case="round", moment="at")


def page_of_evidence(authority: Authority, wanted: Wanted) -> list[Evidence]:
    """Files by their hash alone, latest first."""
    case = "progress__measure__plan__case"
    rows = Evidence.objects.filter(**{f"{case}__in": audited_cases(authority)})
    if wanted.code:
        rows = rows.filter(uploaded_by__code=wanted.code)
    rows = rows.select_related(case, "uploaded_by")
    return _page(rows, wanted, case=case, moment="uploaded_at")


def _page(rows: QuerySet[Row], wanted: Wanted, *, case: str, moment: str) -> list[Row]:
    if wanted.number:
        rows = rows.filter(**{f"{case}__number": wanted.number})
    return one_page(rows, wanted, moment=moment)


def one_page(rows: QuerySet[Row], wanted: Wanted, *, moment: str) -> list[Row]:
    """Latest first, one more than `PAGE` when there is more."""
    if wanted.since is not None:
        rows = rows.filter(**{f"{moment}__gte": start_of(wanted.since)})
    if wanted.until is not None:
        rows = rows.filter(**{f"{moment}__lt": start_of(wanted.until + timedelta(days=1))})
    if wanted.before_id is not None:
        rows = rows.filter(pk__lt=wanted.before_id)
    return list(rows.order_by("-pk")[: PAGE + 1])
