"""docs/rules.md T25–T27, 4.7: what an objection may lead to, by its kind."""

import pytest
from django.utils import timezone

from rectification.enums import CaseLevel, CaseStage, EventVerb, ObjectionDecision, ObjectionKind
from rectification.models import Notice, Objection
from rectification.policies.objections import handler_of, is_lawful, why_not_object
from rectification.services.events import record_event
from tests.factories import Township, acting, case_in

ALWAYS = "dismissed corrected outside"
BESIDE = {
    "facts": "upheld wrong",
    "effect": "upheld",
    "responsibility": "wrong",
    "procedure": "",
    "privacy": "",
}


def test_kind_of_the_objection_bounds_the_decision() -> None:
    found = {
        kind: {decision for decision in ObjectionDecision.values if is_lawful(kind, decision)}
        for kind in ObjectionKind.values
    }
    assert found == {kind: {*ALWAYS.split(), *more.split()} for kind, more in BESIDE.items()}


def test_nobody_objects_to_what_is_not_shown(town: Township) -> None:
    before = why_not_object(None)
    assert before is not None
    assert before.rule == "T24"
    case = case_in(town, CaseStage.NOTICE_PREP)
    notice = Notice(case=case)
    assert why_not_object(notice) is None
    notice.withdrawn_at = timezone.now()
    assert why_not_object(notice) is not None
    notice.withdrawn_at, case.sealed = None, True
    assert why_not_object(notice) is not None


CHAINS = {
    "facts": "OFF DIS LG",
    "effect": "OFF DIS LG",
    "responsibility": "OFF DIS LG",
    "procedure": "DIS LG",
    "privacy": "GEN DIS LG",
}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", CHAINS)
def test_kind_of_the_objection_names_who_is_asked_in_turn(town: Township, kind: str) -> None:
    case = case_in(town, CaseStage.NOTICE_PREP)
    found = [role for role, _organisation in handler_of(Objection(kind=kind))(case)]
    assert found == CHAINS[kind].split()


@pytest.mark.django_db
@pytest.mark.parametrize("kind", CHAINS)
def test_discipline_committee_is_no_judge_of_what_it_decided(town: Township, kind: str) -> None:
    case = case_in(town, CaseStage.NOTICE_PREP)
    record_event(case=case, verb=EventVerb.WAIVER_AGREED, actor=acting(town.dis[0]))
    found = [role for role, _organisation in handler_of(Objection(kind=kind))(case)]
    assert found == (["LG"] if kind == "procedure" else CHAINS[kind].split())


@pytest.mark.django_db
def test_discipline_committee_is_no_judge_in_its_own_case(town: Township) -> None:
    fields = {"level": CaseLevel.COMMITTEE, "owner_organisation": town.discipline}
    case = case_in(town, CaseStage.DRAFT, **fields)
    found = [role for role, _organisation in handler_of(Objection(kind="procedure"))(case)]
    assert found == ["LG"]
