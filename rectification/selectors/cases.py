"""The one gate: which cases a person sees. Lists, pages, files, figures and notices go through it.

The union of: nodes where he holds a role that reads the class, cases he is a party of, cases
whose open work lies with him, those of a body he answers for, and cases in which his organisation
is a co-responsible unit;
minus recusals and seals (docs/rules.md, “Visibility”). Deny by default.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import islice
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from rectification.enums import CaseLevel, CaseStage
from rectification.models import (
    Case,
    CaseParty,
    Organisation,
    Person,
    Recusal,
    User,
    WorkItem,
    WorkItemBar,
)
from rectification.permissions import READ_BRANCH_CASES, READ_MEMBER_CASES, TRIAGE_CASES
from rectification.policies.authority import Authority, authority_of
from rectification.policies.days import today
from rectification.policies.deputies import Deputyship
from rectification.policies.entering import entered_steps
from rectification.policies.facts import standing_recusals
from rectification.policies.holding import CLERK_STEPS
from rectification.policies.visibility import (
    Field,
    Relation,
    bodies_answered_for,
    fields_of,
    parties_of,
    standing_shares,
)
from rectification.roles import Role
from rectification.selectors.lights import with_marks

PAGE = 25
UPPER: Final = (CaseLevel.COMMITTEE, CaseLevel.BRANCH)


def visible_to(user: User, authority: Authority | None = None) -> QuerySet[Case]:
    """Every case the user may see, unordered. Drafts are their author's alone."""
    authority = authority or authority_of(user)
    scope = Q(pk__in=_of_person(authority))
    for _right, _node, condition in _of_nodes(authority):
        scope |= condition
    return _free(authority).filter(scope)


def read_by_office(authority: Authority) -> QuerySet[Case]:
    """Of those, cases of the committee and of branches that an office of his reads where they are,
    with their record: not such in which he has no more than a part."""
    scope = Q(pk__in=())
    for right, node, condition in _of_nodes(authority):
        if right == READ_BRANCH_CASES and _reads_record(authority, right, node):
            scope |= condition
    return _free(authority).filter(scope)


def _reads_record(authority: Authority, right: str, node: Organisation) -> bool:
    reach = [(role, Relation.REACH) for role in authority.roles_with(right, node)]
    return Field.RECORD in fields_of(reach)


def page_of_cases(
    user: User,
    authority: Authority | None = None,
    *,
    before_id: int | None = None,
    size: int = PAGE,
    open_only: bool = False,
) -> list[Case]:
    """The next page of the visible cases, newest first: one keyset query a node, merged.

    One query per node lets each use its own index; an OR over nodes would walk the whole table
    (docs/decisions, “visibility by open work”).
    """
    authority = authority or authority_of(user)
    free = with_share(_free(authority), authority)
    of_nodes = [condition for _right, _node, condition in _of_nodes(authority)]
    conditions = [Q(pk__in=_of_person(authority)), *of_nodes]
    pages = [
        _newest(free.filter(condition), before_id, size + 1, open_only) for condition in conditions
    ]
    return list(islice(_distinct(merge(*pages, key=lambda case: -case.pk)), size + 1))


def with_share(cases: QuerySet[Case], authority: Authority) -> QuerySet[Case]:
    """Each case with whether the reader is there as a co-responsible unit (`has_share`)."""
    return cases.annotate(has_share=Exists(standing_shares(authority).filter(case=OuterRef("pk"))))


def _newest(cases: QuerySet[Case], before_id: int | None, size: int, open_only: bool) -> list[Case]:
    if before_id is not None:
        cases = cases.filter(pk__lt=before_id)
    if open_only:
        cases = cases.filter(stage__in=CaseStage.open())
    rows = with_marks(cases).select_related("owner_organisation", "owner_person")
    return list(rows.order_by("-pk")[:size])


def _distinct(cases: Iterable[Case]) -> Iterable[Case]:
    last = None
    for case in cases:
        if case.pk != last:
            yield case
        last = case.pk


def _free(authority: Authority) -> QuerySet[Case]:
    """Neither sealed nor closed to this person by a recusal."""
    return Case.objects.filter(not_recused(authority.person), sealed=False)


def not_recused(person: Person, case: str = "") -> Q:
    """Cases from which the person is not recused; `case` is the way to them from other rows."""
    owner = f"{case}__owner" if case else "owner"
    recused = Recusal.objects.filter(case=OuterRef(case or "pk"), person=person)
    standing = standing_recusals(today()).filter(
        person=person, organisation=OuterRef(f"{owner}_organisation")
    )
    return (~Exists(standing) | Q(**{f"{owner}_person": person})) & Q(~Exists(recused))


def below(node: Organisation, case: str = "") -> Q:
    """Cases of the organisation and of those under it, on the indexed column of its level."""
    column = f"ancestor_{len(node.ancestor_ids())}"
    return Q(**{f"{case}__{column}" if case else column: node.pk})


def _of_nodes(authority: Authority) -> list[tuple[str, Organisation, Q]]:
    """One condition for each right and node, on the indexed ancestor column of its level.

    A right that reaches no further than its own organisation is one on the owner.
    """
    classes: dict[str, Sequence[CaseLevel]] = {
        READ_BRANCH_CASES: UPPER,
        READ_MEMBER_CASES: [CaseLevel.MEMBER],
    }
    found = []
    for right, levels in classes.items():
        for node in authority.nodes(right):
            reach = below(node) & Q(level__in=levels)
            found.append((right, node, _known(reach, node, authority)))
        for place in authority.own_places(right):
            reach = Q(owner_organisation=place, level__in=levels)
            found.append((right, place, _known(reach, place, authority)))
    return found


def _known(reach: Q, node: Organisation, authority: Authority) -> Q:
    """Before intake a report is known to its author and the office alone (T4, scenario 10)."""
    if authority.may(TRIAGE_CASES, node):
        return reach & ~Q(stage=CaseStage.DRAFT)
    return reach & Q(registered_at__isnull=False)


def _of_person(authority: Authority) -> QuerySet[CaseParty, int]:
    """Keys of cases reached by being somebody in them, whatever their class."""
    parties = parties_of(authority)
    turns = open_items_of(authority).filter(opens_case=True)
    return parties.values_list("case_id", flat=True).union(
        turns.values_list("case_id", flat=True),
        standing_shares(authority).values_list("case_id", flat=True),
        _of_own_bodies(authority).values_list("pk", flat=True),
    )


def _of_own_bodies(authority: Authority) -> QuerySet[Case]:
    """Cases of the bodies he answers for, also between the steps that lie with them."""
    return Case.objects.filter(
        owner_organisation__in=bodies_answered_for(authority),
        level__in=UPPER,
        registered_at__isnull=False,
    )


@dataclass(frozen=True)
class WayIn:
    """What opens a case to somebody: `what` is a right, a step, or nothing more to tell."""

    by: str
    what: str = ""
    organisation: Organisation | None = None


def ways_in(case: Case, authority: Authority) -> list[WayIn]:
    """Everything that opens the case to the person, one by one, unless `shut_by` shuts it."""
    this = Case.objects.filter(pk=case.pk)
    found = [
        WayIn("node", right, node)
        for right, node, condition in _of_nodes(authority)
        if this.filter(condition).exists()
    ]
    if parties_of(authority).filter(case=case).exists():
        found.append(WayIn("party"))
    owner = case.owner_organisation
    if this.filter(pk__in=_of_own_bodies(authority)).exists():
        found.append(WayIn("owner", "", owner))
    turns = open_items_of(authority).filter(case=case, opens_case=True).order_by("pk")
    found += [WayIn("open_work", step) for step in turns.values_list("step", flat=True)]
    shares = standing_shares(authority).filter(case=case).select_related("organisation")
    return found + [WayIn("co_unit", "", row.organisation) for row in shares.order_by("pk")]


def shut_by(case: Case, authority: Authority) -> list[str]:
    """What shuts the case to the person whatever opens it: a seal, a recusal."""
    is_free = _free(authority).filter(pk=case.pk).exists()
    recused = [] if is_free or case.sealed else ["recusal"]
    return ["seal"] if case.sealed else recused


def open_items_of(authority: Authority) -> QuerySet[WorkItem]:
    """Open work of the person himself, of the offices he holds and of those he stands in for, and
    what he enters for members without account; unless he is barred from it or recused from the
    case, or the case is sealed."""
    own = Q(person=authority.person)
    mine = (own & Q(handed_by__isnull=True)) | entered_steps(authority)
    for organisation_id, role in authority.offices():
        of_office = Q(person__isnull=True) | (own & Q(handed_by__isnull=False))
        mine |= of_office & Q(organisation=organisation_id, role=role)
        if role == Role.CLK:
            mine |= Q(organisation=organisation_id, role=Role.SEC, step__in=CLERK_STEPS)
    for deputyship in authority.deputyships:
        mine |= _as_deputy(deputyship)
    return WorkItem.objects.filter(
        mine,
        not_recused(authority.person, "case"),
        ~Exists(_bars(authority.person)),
        closed_at__isnull=True,
        case__sealed=False,
    )


def _as_deputy(deputyship: Deputyship) -> Q:
    """Steps of the delegator's office within the scope, where he is not barred himself."""
    organisation_id, role = deputyship.office
    return Q(
        ~Exists(_bars(deputyship.delegator)),
        person__isnull=True,
        organisation=organisation_id,
        role=role,
        step__in=deputyship.steps,
    )


def _bars(person: Person) -> QuerySet[WorkItemBar]:
    """Recusals from an item; who was only away when it was given out is not barred by that."""
    bars = WorkItemBar.objects.filter(item=OuterRef("pk"), person=person)
    return bars.filter(WorkItemBar.BINDING)
