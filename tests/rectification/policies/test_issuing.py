"""Who issues which paper, who opens it, and what stands against it (docs/rules.md 5.1)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rectification.enums import (
    CaseStage,
    DocumentKind,
    DocumentSeries,
    DocumentVariant,
    EventVerb,
    RecusalGround,
)
from rectification.models import Appointment, Case, OfficialDocument, Recusal
from rectification.policies import issuing
from rectification.policies.days import today
from rectification.policies.visibility import FILE, Field
from rectification.roles import Role
from tests.factories import Township, case_in, rights

pytestmark = pytest.mark.django_db

_LESS = FILE - {Field.OWNER, Field.EVIDENCE}


@pytest.fixture
def case(town: Township) -> Case:
    return case_in(town, CaseStage.RECTIFYING, author=town.officer)


def paper(town: Township, **given: object) -> OfficialDocument:
    told = {"kind": "plan_approval", "variant": "internal", "number": "云问方〔2026〕1号"}
    return OfficialDocument(**{**told, "issued_by": town.officer, **given})


def roles_for(case: Case, town: Township, kind: str) -> set[str]:
    asked = [town.officer, town.dis[0], town.lg, town.org, town.gen, town.east.secretary, town.pse]
    found = (issuing.issuing_office(case, rights(person), kind) for person in asked)
    return {office.role for office in found if office is not None}


def test_each_kind_is_issued_by_the_offices_that_act(case: Case, town: Township) -> None:
    assert roles_for(case, town, "plan_approval") == {Role.OFF}
    assert roles_for(case, town, "closing_sheet") == {Role.DIS}
    assert roles_for(case, town, "objection_answer") == {Role.OFF, Role.DIS, Role.LG}
    assert roles_for(case, town, "supervision_order") == {Role.OFF, Role.DIS, Role.LG}
    assert roles_for(case, town, "annual_report") == set()


def test_the_office_that_issued_it_handles_it(case: Case, town: Township) -> None:
    order = paper(town, kind="supervision_order", issued_role=Role.LG)
    asked = {"lg": town.lg, "office": town.officer, "discipline": town.dis[0]}
    found = {
        name
        for name, person in asked.items()
        if issuing.handling_office(case, rights(person), order) is not None
    }
    assert found == {"lg"}


def test_a_report_is_handled_by_the_office_that_reaches_its_organisation(town: Township) -> None:
    report = paper(town, report_of=town.east.organisation, issued_role=Role.OFF)
    asked = [town.officer, town.lg, town.dis[0], town.east.secretary, town.liaison]
    found = [who for who in asked if issuing.handling_office(None, rights(who), report) is not None]
    assert found == [town.officer]


def test_every_kind_has_a_series_but_what_bears_another_number() -> None:
    assert set(DocumentKind) - set(issuing.SERIES) == {DocumentKind.CASE_FILE}
    assert {*issuing.SERIES.values(), DocumentSeries.LIST} == set(DocumentSeries)


def test_papers_are_told_apart_by_what_they_are_about(case: Case) -> None:
    plan = case.plans.get()
    assert issuing.about_of(plan) == f"plan:{plan.pk}"
    assert issuing.about_of(case) == f"case:{case.pk}"


def test_own_side_handles_no_paper(case: Case, town: Township) -> None:
    verb = EventVerb.DOCUMENT_ISSUED
    assert issuing.why_not_handle(case, town.officer, verb) is None
    why = issuing.why_not_handle(case, town.east.secretary, verb)
    assert why is not None
    assert why.rule == "4.4"


def test_one_paper_is_valid_and_a_void_one_is_left_alone(town: Township) -> None:
    valid, void = paper(town), paper(town, void_at=timezone.now())
    assert issuing.why_not_issue(None) is None
    refused = issuing.why_not_issue(valid)
    assert refused is not None
    assert valid.number in str(refused.message)
    for why_not in (issuing.why_not_void, issuing.why_not_attach):
        assert why_not(valid) is None
        assert why_not(void) is not None


def test_who_reads_it_whole_issues_and_opens_the_internal_paper(case: Case, town: Township) -> None:
    internal, org = paper(town), rights(town.org)
    assert issuing.why_withheld(FILE, DocumentVariant.INTERNAL) is None
    assert issuing.why_withheld(_LESS, DocumentVariant.INTERNAL) is not None
    assert issuing.opens_document(internal, case, org, FILE)
    assert not issuing.opens_document(internal, case, org, _LESS)


def test_who_reads_the_results_opens_the_public_paper(case: Case, town: Township) -> None:
    public, org = paper(town, variant="public"), rights(town.org)
    assert issuing.why_withheld(_LESS, DocumentVariant.PUBLIC) is None
    assert issuing.opens_document(public, case, org, frozenset({Field.RESULTS}))
    assert not issuing.opens_document(public, case, org, frozenset({Field.HEAD}))
    # What was left out of a text since stays left out for whoever reads no more than the results.
    public.void_at = timezone.now()
    assert issuing.opens_document(public, case, org, FILE)
    assert not issuing.opens_document(public, case, org, _LESS)


def answered_by(town: Township) -> OfficialDocument:
    return paper(
        town, kind="objection_answer", issued_role=Role.OFF, organisation_id=town.office.pk
    )


def test_answer_to_an_objection_is_opened_by_who_issued_it(case: Case, town: Township) -> None:
    answer = answered_by(town)
    assert issuing.opens_document(answer, case, rights(town.officer), FILE)
    for person in (town.intake, town.dis[0], town.east.secretary):
        assert not issuing.opens_document(answer, case, rights(person), FILE)


def test_answer_is_left_to_the_office_once_its_issuer_has_gone(case: Case, town: Township) -> None:
    answer = answered_by(town)
    Appointment.objects.filter(person=town.officer).update(valid_to=today() - timedelta(days=1))
    assert issuing.opens_document(answer, case, rights(town.intake), FILE)
    for person in (town.dis[0], town.lg, town.east.secretary):
        assert not issuing.opens_document(answer, case, rights(person), FILE)
    assert not issuing.opens_document(answer, case, rights(town.intake), {Field.HEAD})
    Recusal.objects.create(
        case=case, person=town.intake, ground=RecusalGround.RELATIVE, since=timezone.now()
    )
    assert not issuing.opens_document(answer, case, rights(town.intake), FILE)
