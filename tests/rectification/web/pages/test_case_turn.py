"""A case page says whose turn it is, what the reader can do, and why not (docs/architecture.md)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rectification.enums import CaseLevel, CaseStage, PartyReason, RecusalGround, Step
from rectification.models import CaseParty, Recusal, RecusalRequest, WorkItem, WorkItemBar
from rectification.roles import Role
from tests.factories import Township, case_in, in_office, township
from tests.rectification.web.desk import client_of, html_of, open_step, post_notice, visit

pytestmark = pytest.mark.django_db


def test_holder_gets_the_act_named_by_the_step(town: Township) -> None:
    case = case_in(town, CaseStage.PLAN_REVIEW)
    item = open_step(case, Step.APPROVE_PLAN, Role.PSE, town.committee)
    turn = visit(town.pse, case).context["page"].turns.turn
    assert turn.holder == ""
    assert [(act.url, act.due) for act in turn.acts] == [
        (reverse("workflows:act", args=[item.pk]), True),
        (reverse("workflows:declare_recusal", args=[case.pk]), False),
        (reverse("workflows:consult", args=[item.pk]), False),
    ]
    assert turn.why_url == reverse("rectification:due", args=[case.pk, item.pk])


def test_others_read_the_office_whose_turn_it_is(town: Township) -> None:
    case = case_in(town, CaseStage.PLAN_REVIEW)
    open_step(case, Step.APPROVE_PLAN, Role.PSE, town.committee)
    turn = visit(town.east.secretary, case).context["page"].turns.turn
    assert turn.holder == f"{town.committee.name} {Role.PSE.label}"
    assert town.pse.name not in turn.holder
    assert not turn.acts


def test_recused_holder_reads_why_and_who_acts(town: Township) -> None:
    case = case_in(town, CaseStage.PLAN_REVIEW)
    item = open_step(case, Step.APPROVE_PLAN, Role.DPS, town.committee)
    WorkItemBar.objects.create(item=item, person=town.pse, ground="own_case")
    own = " ".join(visit(town.pse, case).context["page"].turns.recusals)
    assert str(Role.DPS.label) in own
    office = " ".join(visit(town.officer, case).context["page"].turns.recusals)
    assert town.pse.name in office
    other = " ".join(visit(town.east.secretary, case).context["page"].turns.recusals)
    assert town.pse.name not in other
    ground = str(WorkItemBar.objects.get().get_ground_display())
    assert ground in office
    assert ground not in other


def test_owner_reads_nobodys_ground_by_an_office_he_holds(town: Township) -> None:
    case = case_in(town, CaseStage.PLAN_REVIEW, level=CaseLevel.MEMBER)
    Recusal.objects.create(case=case, person=town.pse, ground="relative", since=timezone.now())
    owner = case.owner_person
    assert owner is not None
    in_office(owner, Role.DIS, town.discipline)
    ground = str(RecusalGround.RELATIVE.label)
    assert ground in html_of(town.officer, case)
    assert ground not in html_of(owner, case)


def test_office_of_another_township_reads_no_ground_and_enters_no_recusal(town: Township) -> None:
    case = case_in(town, CaseStage.PLAN_REVIEW, level=CaseLevel.MEMBER)
    Recusal.objects.create(case=case, person=town.pse, ground="relative", since=timezone.now())
    stranger = township().officer
    CaseParty.objects.create(
        case=case, person=stranger, reason=PartyReason.VERIFIER, since=timezone.now()
    )
    enter = reverse("workflows:enter_recusal", args=[case.pk])
    assert str(RecusalGround.RELATIVE.label) not in html_of(stranger, case)
    assert enter not in html_of(stranger, case)
    assert client_of(stranger).get(enter).status_code == 404
    assert client_of(town.officer).get(enter).status_code == 200


@pytest.mark.parametrize("ground", [RecusalGround.ABSENT, RecusalGround.RELATIVE])
def test_absence_and_recusal_are_one_sentence_to_all_who_read_no_ground(
    town: Township, ground: RecusalGround
) -> None:
    case = case_in(town, CaseStage.PLAN_REVIEW)
    item = open_step(case, Step.APPROVE_PLAN, Role.DPS, town.committee)
    WorkItemBar.objects.create(item=item, person=town.pse, ground=ground)
    holder = f"{town.committee.name} {Role.DPS.label}"
    for someone in (town.east.secretary, town.org, town.lg):
        turns = visit(someone, case).context["page"].turns
        assert turns.recusals == [f"“审批方案”依规由{holder}办理。"]
    told = visit(town.officer, case).context["page"].turns.recusals
    assert ("不在岗" in told[0]) == (ground == RecusalGround.ABSENT)


def test_drafter_in_the_office_of_the_approver_may_not_act(town: Township) -> None:
    case = case_in(town, CaseStage.PLAN_REVIEW)
    plan = case.plans.get()
    plan.drafted_by = town.pse
    plan.save()
    open_step(case, Step.APPROVE_PLAN, Role.PSE, town.committee)
    turns = visit(town.pse, case).context["page"].turns
    assert turns.turn is not None
    assert turns.turn.holder
    assert turns.recusals


def test_why_a_step_is_refused_is_asked_once(town: Township) -> None:
    case = case_in(town, CaseStage.PLAN_REVIEW)
    case.plans.update(drafted_by=town.pse)
    open_step(case, Step.APPROVE_PLAN, Role.PSE, town.committee)
    with CaptureQueriesContext(connection) as queries:
        assert visit(town.pse, case).context["page"].turns.recusals
    table = RecusalRequest._meta.db_table
    assert sum(f'FROM "{table}"' in query["sql"] for query in queries) == 1


def test_author_may_take_back_until_the_office_has_opened_it(town: Township) -> None:
    case = case_in(town, CaseStage.SUBMITTED)
    item = open_step(case, Step.TRIAGE, Role.OFF, town.office)
    recall = reverse("workflows:recall", args=[case.pk])
    assert recall in html_of(town.east.secretary, case)
    visit(town.intake, case)
    assert WorkItem.objects.get(pk=item.pk).read_at is not None
    assert recall not in html_of(town.east.secretary, case)


def test_only_a_self_report_can_be_withdrawn_and_only_by_its_author(town: Township) -> None:
    report = case_in(town, CaseStage.PLANNING, level=CaseLevel.MEMBER)
    branch = case_in(town, CaseStage.PLANNING)
    assert reverse("workflows:withdraw", args=[report.pk]) in html_of(town.east.members[0], report)
    assert reverse("workflows:withdraw", args=[report.pk]) not in html_of(town.officer, report)
    assert reverse("workflows:withdraw", args=[branch.pk]) not in html_of(
        town.east.secretary, branch
    )
    approved = case_in(town, CaseStage.RECTIFYING, level=CaseLevel.MEMBER)
    html = html_of(town.east.members[0], approved)
    assert f'href="{reverse("workflows:withdraw", args=[approved.pk])}"' not in html
    assert f'href="{reverse("workflows:ask_withdrawal", args=[approved.pk])}"' in html


def test_termination_is_proposed_by_the_office(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    url = reverse("workflows:propose_termination", args=[case.pk])
    assert url in html_of(town.officer, case)
    assert url not in html_of(town.pse, case)
    open_step(case, Step.DECIDE_TERMINATION, Role.LG, town.leading_group)
    assert url not in html_of(town.officer, case)


def test_running_notice_is_nobodys_turn(town: Township) -> None:
    case = case_in(town, CaseStage.NOTICE_PREP)
    post_notice(town, case, "S3")
    open_step(case, Step.NOTICE_PERIOD)
    turns = visit(town.east.secretary, case).context["page"].turns
    assert (turns.turn, turns.running is not None) == (None, True)


def test_objection_in_hand_comes_before_the_notice_that_stands_still(town: Township) -> None:
    case = case_in(town, CaseStage.NOTICE_PREP)
    open_step(case, Step.NOTICE_PERIOD, due_in=1)
    open_step(case, Step.HANDLE_OBJECTION, Role.GEN, town.general_office, due_in=9)
    turns = visit(town.pse, case).context["page"].turns
    assert turns.running is None
    assert turns.turn.holder == town.general_office.name
