"""The case page: the right part for each reader, and a 404 for everybody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.test.client import Client
from django.urls import reverse
from django.utils import timezone

from rectification.enums import CaseLevel, CaseStage, EventVerb, ObjectionKind, Step
from rectification.models import (
    AccessLog,
    Case,
    CriterionResult,
    Measure,
    Objection,
    Organisation,
    Progress,
    Recusal,
    Verification,
    VerificationAttempt,
)
from rectification.policies.actors import INTAKE_CHANNEL
from rectification.roles import Role
from rectification.services.events import record_event
from tests.factories import Township, case_in, in_office, person, prove
from tests.rectification.web.desk import (
    client_of,
    close,
    happen,
    html_of,
    open_step,
    post_notice,
    share,
    visit,
)

pytestmark = pytest.mark.django_db


def co_measure(case: Case, town: Township, *, at: Organisation | None = None) -> Measure:
    return Measure.objects.create(
        plan=case.plans.get(),
        position=2,
        text="由配合单位完成的措施",
        deliverable="记录",
        organisation=at or town.west.organisation,
        person=town.west.secretary,
        due_on=timezone.localdate() + timedelta(days=5),
    )


# --- who sees it --------------------------------------------------------------------------------


def test_case_of_another_branch_does_not_exist(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    assert visit(town.west.secretary, case).status_code == 404
    assert visit(town.east.members[1], case).status_code == 404
    assert visit(town.dis[0], case).status_code == 404


def test_case_that_was_never_there_looks_the_same_as_a_hidden_one(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    hidden = visit(town.west.secretary, case)
    missing = client_of(town.west.secretary).get(
        reverse("rectification:case", args=[case.pk + 999])
    )
    assert hidden.status_code == missing.status_code == 404


def test_case_of_anonymous_reader_leads_to_the_door(town: Township, client: Client) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    response = client.get(reverse("rectification:case", args=[case.pk]))
    assert response.status_code == 302


def test_member_case_is_for_owner_approver_and_office(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING, level=CaseLevel.MEMBER)
    seen = [town.east.members[0], town.east.secretary, town.officer]
    unseen = [town.east.clerk, town.east.members[1], town.pse, town.org, town.west.secretary]
    assert [visit(someone, case).status_code for someone in seen] == [200] * len(seen)
    assert [visit(someone, case).status_code for someone in unseen] == [404] * len(unseen)


def test_recused_reader_is_an_outsider(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    Recusal.objects.create(case=case, person=town.liaison, ground="relative", since=timezone.now())
    assert visit(town.liaison, case).status_code == 404


def test_draft_is_its_authors_alone(town: Township) -> None:
    case = case_in(town, CaseStage.DRAFT)
    assert visit(town.east.secretary, case).status_code == 200
    assert visit(town.officer, case).status_code == 404


# --- what he sees -------------------------------------------------------------------------------


def test_clerk_reads_the_file_but_not_the_record(town: Township) -> None:
    case = case_in(town, CaseStage.FIRST_REVIEW)
    happen(case, EventVerb.PLAN_RETURNED, town.pse, "退回的理由只在记录里")
    html = html_of(town.east.clerk, case)
    assert "制定下半年计划并张贴" in html
    assert "记录.pdf" in html
    assert "退回的理由只在记录里" not in html
    assert "退回的理由只在记录里" in html_of(town.pse, case)


def test_co_unit_reads_the_problem_and_its_own_measures(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    share(case, town.west.organisation)
    own = co_measure(case, town)
    file = prove(own, by=town.west.secretary)
    open_step(case, Step.CARRY_OUT, Role.SEC, town.west.organisation)
    html = html_of(town.west.secretary, case)
    assert case.description in html
    assert own.text in html
    assert file.name in html
    for hidden in ("制定下半年计划并张贴", "未列入月度计划", town.east.secretary.name):
        assert hidden not in html


def test_co_unit_that_holds_work_still_reads_only_its_share(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    assignment = share(case, town.west.organisation)
    open_step(case, Step.CARRY_OUT, Role.SEC, town.west.organisation, assignment=assignment)
    assert "未列入月度计划" not in html_of(town.west.secretary, case)


def test_body_that_is_co_unit_reads_its_share_while_its_step_is_open_and_after(
    town: Township,
) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    unit = town.general_office
    item = open_step(case, Step.CARRY_OUT, Role.GEN, unit, assignment=share(case, unit))
    own = co_measure(case, town, at=unit)
    for _ in range(2):
        page = visit(town.gen, case)
        html = page.content.decode()
        assert page.context["page"].is_co_unit
        assert case.description in html
        assert own.text in html
        assert "未列入月度计划" not in html
        close(item, town.gen, EventVerb.MEASURES_DONE)
    case.assignments.update(ended_at=timezone.now())
    assert visit(town.gen, case).status_code == 404


def test_only_the_office_that_answers_for_a_body_reads_its_share(town: Township) -> None:
    """An administrator of the body is no part of the unit, nor is a member of it."""
    case = case_in(town, CaseStage.RECTIFYING)
    share(case, town.general_office)
    administrator = in_office(person("管机长"), Role.ADM, town.general_office)
    assert visit(administrator, case).status_code == 404
    assert visit(town.gen, case).status_code == 200


def test_co_unit_that_declined_sees_nothing(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    share(case, town.west.organisation, "declined")
    assert visit(town.west.secretary, case).status_code == 404


def test_words_of_a_reporter_are_not_in_the_timeline(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    record_event(
        case=case,
        verb=EventVerb.OBJECTION_RECEIVED,
        actor=INTAKE_CHANNEL,
        text="只有我才会这样说话",
    )
    assert "只有我才会这样说话" not in html_of(town.pse, case)


def test_objection_is_shown_with_kind_and_result_only(town: Township) -> None:
    case = case_in(town, CaseStage.NOTICE_PREP)
    notice = post_notice(town, case, "S3")
    Objection.objects.create(
        case=case,
        notice=notice,
        kind=ObjectionKind.FACTS,
        mode="named",
        text="异议人的原话",
        receipt_hash="0" * 64,
        received_at=timezone.now(),
    )
    html = html_of(town.east.secretary, case)
    assert str(ObjectionKind.FACTS.label) in html
    assert "异议人的原话" not in html


def test_what_one_verifier_found_stays_closed_until_both_signed(town: Township) -> None:
    case = case_in(town, CaseStage.NOTICE_PREP)
    attempt = VerificationAttempt.objects.create(
        case=case, round=1, position=1, named_by=town.dis[0], named_at=timezone.now()
    )
    check = Verification.objects.create(
        attempt=attempt,
        verifier=town.dis[1],
        conclusion="failed",
        statement="尚未公开的结论",
        signed_at=timezone.now(),
    )
    CriterionResult.objects.create(
        verification=check, criterion="V2", answer="no", reason="现场仍有问题"
    )
    happen(case, EventVerb.VERIFICATION_SIGNED, town.dis[1], "尚未公开的结论")
    html = html_of(town.pse, case)
    assert "尚未公开的结论" not in html
    assert "现场仍有问题" not in html
    attempt.conclusion, attempt.concluded_at = "failed", timezone.now()
    attempt.save()
    html = html_of(town.pse, case)
    assert "尚未公开的结论" in html
    assert "现场仍有问题" in html


def test_evidence_made_after_the_due_date_is_marked(town: Township) -> None:
    case = case_in(town, CaseStage.FIRST_REVIEW)
    evidence = Progress.objects.get(measure__plan__case=case).evidence.get()
    evidence.made_on = evidence.progress.measure.due_on + timedelta(days=1)
    evidence.late_reason = "补写并注明"
    evidence.save()
    assert "补写并注明" in html_of(town.pse, case)


# --- stage, dates, traces, cost -----------------------------------------------------------------


def test_path_tells_when_each_stop_was_left(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    item = open_step(case, Step.CARRY_OUT, Role.SEC, town.east.organisation)
    path = visit(town.pse, case).context["page"].path
    today = timezone.localdate()
    assert [stop.on for stop in path.stops] == [today] * 3 + [None] * 5
    assert path.here.due_on == item.due_on


def test_path_of_a_returned_case_forgets_what_lies_ahead_again(town: Township) -> None:
    case = case_in(town, CaseStage.NOTICE_PREP)
    case.stage = CaseStage.RECTIFYING
    case.save()
    path = visit(town.pse, case).context["page"].path
    assert [stop.on is not None for stop in path.stops] == [True] * 3 + [False] * 5


@pytest.mark.parametrize("stage", ["closed", "terminated", "rejected", "long_term"])
def test_page_of_an_ended_case_is_shown(town: Township, stage: str) -> None:
    case = case_in(town, CaseStage.NOTICE_PREP)
    case.stage = case.outcome = stage
    case.save()
    response = visit(town.pse, case)
    assert response.status_code == 200
    assert response.context["page"].light.colour in ("blue", "grey")


def test_member_case_opened_by_another_is_noted(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING, level=CaseLevel.MEMBER)
    visit(town.east.members[0], case)
    assert not AccessLog.objects.exists()
    visit(town.officer, case)
    entry = AccessLog.objects.get()
    assert (entry.person, entry.what) == (town.officer, "case")


@pytest.mark.parametrize("rows", [1, 3])
def test_case_costs_the_same_however_much_happened(
    town: Township, rows: int, django_assert_num_queries: Any
) -> None:
    case = case_in(town, CaseStage.FIRST_REVIEW)
    for number in range(rows):
        prove(
            Measure.objects.create(
                plan=case.plans.get(),
                position=number + 2,
                text="措施",
                deliverable="记录",
                organisation=town.east.organisation,
                person=town.east.secretary,
                due_on=timezone.localdate(),
            ),
            by=town.east.secretary,
        )
        happen(case, EventVerb.PROGRESS_REPORTED, town.east.secretary, "进展")
        open_step(case, Step.CARRY_OUT, Role.SEC, town.east.organisation)
        post_notice(town, case, "S3")
    client = client_of(town.pse)
    with django_assert_num_queries(36):
        client.get(reverse("rectification:case", args=[case.pk]))


@pytest.mark.parametrize("rows", [1, 3])
def test_case_list_costs_the_same_however_long_it_is(
    town: Township, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        case = case_in(town, CaseStage.RECTIFYING)
        open_step(case, Step.CARRY_OUT, Role.SEC, town.east.organisation)
    client = client_of(town.pse)
    with django_assert_num_queries(13):
        response = client.get(reverse("rectification:cases"))
    assert len(response.context["rows"]) == rows


def test_case_list_shows_open_cases_unless_all_are_asked_for(town: Township) -> None:
    case_in(town, CaseStage.RECTIFYING, title="还在整改的")
    ended = case_in(town, CaseStage.RECTIFYING, title="已经销号的")
    ended.stage = ended.outcome = CaseStage.CLOSED
    ended.save()
    client = client_of(town.pse)
    url = reverse("rectification:cases")
    assert [row.title for row in client.get(url).context["rows"]] == ["还在整改的"]
    rows = client.get(f"{url}?all=1").context["rows"]
    assert [row.title for row in rows] == ["已经销号的", "还在整改的"]
