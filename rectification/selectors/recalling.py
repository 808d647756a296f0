"""Which step of a case could be taken back at all; judged by `policies.recalling`."""

from dataclasses import replace

from rectification.enums import CaseStage, EventVerb, Step, UnitKind
from rectification.models import Case, Person, WorkItem
from rectification.policies.recalling import AT_STAGES, RECALLABLE, STEPS, Handed, handed
from rectification.selectors.orders import open_orders


def handed_on(case: Case, *, lock: bool = False) -> Handed | None:
    """The last step that was handed on in this round; with `lock` nobody opens the next meanwhile.

    Where the stage says that nothing can be taken back the database is not asked.
    """
    if case.stage not in AT_STAGES or case.sealed:
        return None
    steps = STEPS
    if case.stage == CaseStage.PENDING_CLAIM:
        steps = steps | {Step.ACCEPT_SHARE}
    rows = case.work_items.filter(round=case.round, step__in=steps)
    if lock:
        rows = rows.select_for_update(of=("self",))
    items = list(rows.select_related("organisation").order_by("pk"))
    own = [item for item in items if item.step != Step.ACCEPT_SHARE]
    found = handed(own)
    if found is None:
        return None
    if found.item.step == Step.CLAIM:
        return replace(found, has_order=_has_open_order(case))
    asked = [i for i in items if i.step == Step.ACCEPT_SHARE and i.pk > found.item.pk]
    return handed(own, asked)


def _has_open_order(case: Case) -> bool:
    """Not asked of a case that was read as one without orders."""
    return vars(case).get("has_orders", True) and open_orders(case).exists()


def has_handed_on(case: Case, person: Person) -> bool:
    """Whether he ever handed one of these steps on; then he is told why it is too late."""
    outcomes = {outcome for _step, outcome in RECALLABLE}
    return WorkItem.objects.filter(case=case, closed_by=person, outcome__in=outcomes).exists()


def units_taken_back(case: Case) -> list[int]:
    """Co-units of the dispatch that was taken back last and not made anew; they ended together."""
    if not _is_taken_back(case):
        return []
    last = case.assignments.order_by("-ended_at").first()
    if last is None:
        return []
    rows = case.assignments.filter(ended_at=last.ended_at, kind=UnitKind.CO).order_by("pk")
    return list(rows.values_list("organisation_id", flat=True))


def reason_taken_back(case: Case) -> str:
    """What the office had written to the unit with the dispatch that it took back."""
    if not _is_taken_back(case):
        return ""
    events = case.events.filter(verb=EventVerb.DISPATCHED).select_related("payload")
    last = events.order_by("-sequence").first()
    payload = getattr(last, "payload", None)
    return payload.text if payload is not None else ""


def _is_taken_back(case: Case) -> bool:
    acts = case.events.filter(step=Step.DISPATCH, verb=EventVerb.RECALLED_STEP)
    dispatched = case.events.filter(verb__in=[EventVerb.DISPATCHED, EventVerb.CLAIM_DECLINED])
    last, made = acts.order_by("-sequence").first(), dispatched.order_by("-sequence").first()
    return last is not None and made is not None and last.sequence > made.sequence
