"""“Why can I not?”: on the case page each reader reads what the act door would refuse him with."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from rectification.enums import CaseLevel, CaseStage, DelegationScope, RecusalGround
from rectification.exceptions import CaseError, NotAllowed, NotVisible
from rectification.models import Person, Recusal, WorkItem
from rectification.policies.authority import authority_of
from rectification.policies.holding import why_not
from rectification.roles import Role
from rectification.services.reporting import recall_report, withdraw_report
from tests.rectification.web.desk import client_of
from tests.workflows.offices import away, make_discipline_member, stands_in
from tests.workflows.play import Play, user_of
from workflows import act

ELSEWHERE = "本环节由其他职务办理，您没有担任该职务。"
PERSONAL = "本环节只能由确定的个人办理，他人不得代办。"
OWN_CASE = "本人为当事人，依规回避。"


def page(play: Play, who: Person) -> Any:
    return client_of(who).get(reverse("rectification:case", args=[play.case.pk]))


def told(play: Play, who: Person) -> dict[str, tuple[str, str, str]]:
    """By step or act: why not, what instead, and the rule, as the page has them."""
    turns = page(play, who).context["page"].turns
    found = [*turns.why_not, *(turns.turn.why_not if turns.turn else ())]
    found += [why for step in turns.others for why in step.why_not]
    return {str(why.what): (str(why.why), str(why.instead), why.rule) for why in found}


def reason(item: WorkItem, who: Person) -> str:
    """Asked of the policy, not of the page: also for somebody who does not see the case."""
    found = why_not(item, authority_of(user_of(who)))
    return "" if found is None else str(found.message)


def refusal(play: Play, step: str, who: Person) -> str:
    with pytest.raises(CaseError) as error:
        act.check(user_of(who), play.item(step))
    return str(error.value)


def taken_by(office: str) -> str:
    return f"由{office}办理；轮到您时，会出现在您的待办中。"


# --- steps --------------------------------------------------------------------------------------


def test_secretary_who_reported_himself_reads_ground_rule_and_who_acts(play: Play) -> None:
    secretary, branch = play.town.east.secretary, play.town.east.organisation
    play.report("M", author=secretary)
    play.go_on_to(CaseStage.PLAN_REVIEW)
    instead = taken_by(f"{branch.name} 联系领导")
    assert told(play, secretary)["审批方案"] == (OWN_CASE, instead, "4.4")
    assert refusal(play, "approve_plan", secretary) == OWN_CASE
    html = page(play, secretary).content.decode()
    assert "为什么不能？" in html
    assert f"“审批方案”改由{branch.name} 联系领导" in html
    assert f"{branch.name} 支部书记 → {branch.name} 联系领导" in html
    assert f'href="{reverse("workflows:authority")}#approve_plan"' in html


def test_page_of_the_step_says_who_acts_and_leads_to_the_rule(play: Play) -> None:
    secretary = play.town.east.secretary
    play.report("M", author=secretary)
    play.go_on_to(CaseStage.PLAN_REVIEW)
    url = reverse("workflows:act", args=[play.item("approve_plan").pk])
    response = client_of(secretary).get(url)
    html = response.content.decode()
    assert response.status_code == 403
    assert OWN_CASE in html
    assert taken_by(f"{play.town.east.organisation.name} 联系领导") in html
    assert f'href="{reverse("workflows:authority")}#rule-4.4"' in html


def test_others_read_neither_name_nor_ground(play: Play) -> None:
    town = play.town
    play.report("M", author=town.east.secretary)
    play.go_on_to(CaseStage.PLANNING)
    Recusal.objects.create(
        case=play.case, person=town.liaison, ground=RecusalGround.RELATIVE, since=timezone.now()
    )
    play.take("draft_plan")
    why = told(play, town.east.secretary)["审批方案"]
    assert why[1] == taken_by(f"{town.committee.name} 党委副书记")
    html = page(play, town.east.secretary).content.decode()
    assert town.liaison.name not in " ".join(why)
    assert str(RecusalGround.RELATIVE.label) not in html


def test_owner_reads_that_another_office_approves(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, "M")
    owner, branch = play.town.east.members[0], play.town.east.organisation
    assert told(play, owner)["审批方案"] == (
        ELSEWHERE,
        taken_by(f"{branch.name} 支部书记"),
        "4.4",
    )


def test_office_reads_that_the_owner_acts_himself(play: Play) -> None:
    play.bring_to(CaseStage.PLANNING, "M")
    owner = play.town.east.members[0]
    why, instead, rule = told(play, play.town.officer)["编制方案"]
    assert (why, instead, rule) == (PERSONAL, taken_by(owner.name), "4.1")


def test_drafter_in_the_approvers_office_is_refused_with_the_same_words(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.PLAN_REVIEW)
    plan = play.case.plans.get()
    plan.drafted_by = town.pse
    plan.save()
    play.take("advise_plan")
    item = play.item("approve_plan")
    assert reason(item, town.pse) == OWN_CASE == refusal(play, "approve_plan", town.pse)


def test_member_of_the_branch_cannot_verify(play: Play) -> None:
    play.bring_to(CaseStage.VERIFYING, "M")
    play.take("assign_verifiers")
    item = play.open_items().filter(step="verify").first()
    assert reason(item, play.town.east.secretary) == PERSONAL
    make_discipline_member(play.town.east.clerk)
    assert reason(item, play.town.east.clerk) == PERSONAL


def test_deputy_reads_that_his_delegation_does_not_reach_the_step(play: Play) -> None:
    town = play.town
    deputy = town.east.members[1]
    stands_in(
        deputy,
        town.east.secretary,
        Role.SEC,
        approved_by=town.org,
        scope=DelegationScope.WORK,
    )
    play.bring_to(CaseStage.PLAN_REVIEW, "M")
    assert reason(play.item("approve_plan"), deputy) == "您受委托的范围不包括本环节。"


def test_deputy_of_a_barred_secretary_is_told_so_and_refused(play: Play) -> None:
    town = play.town
    deputy = town.east.members[1]
    stands_in(deputy, town.east.secretary, Role.SEC, approved_by=town.org)
    play.bring_to(CaseStage.PLAN_REVIEW, "M")
    Recusal.objects.create(
        case=play.case, person=town.east.secretary, ground="interest", since=timezone.now()
    )
    item = play.item("approve_plan")
    with pytest.raises(NotAllowed) as refused:
        act.check(user_of(deputy), item)
    assert reason(item, deputy) == str(refused.value)
    assert str(RecusalGround.INTEREST.label) not in reason(item, deputy)


def test_verification_is_not_delegated(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.VERIFYING, "M")
    stands_in(town.dis[1], town.dis[0], Role.DIS, approved_by=town.org)
    stands_in(town.gen, town.dis[0], Role.DIS, approved_by=town.org)
    item = play.item("assign_verifiers")
    assert reason(item, town.gen) == "验收类决定不得委托。"
    with pytest.raises(NotVisible):
        act.check(user_of(town.gen), item)


def test_step_that_nobody_can_take_says_so_to_its_office(play: Play) -> None:
    town = play.town
    for leader in (town.pse, town.dps):
        away(leader)
    play.bring_to(CaseStage.PLAN_REVIEW)
    play.take("advise_plan")
    item = play.item("approve_plan")
    assert item.unheld
    why, instead, rule = told(play, town.officer)["审批方案"]
    assert why == refusal(play, "approve_plan", town.officer)
    assert (instead, rule) == ("在有人可以办理之前，本环节在办公室标红等待。", "4.4")


def test_holder_of_the_step_reads_no_reason(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, "M")
    secretary = play.town.east.secretary
    assert told(play, secretary) == {}
    assert why_not(play.item("approve_plan"), authority_of(user_of(secretary))) is None
    assert act.may_take(user_of(secretary), play.item("approve_plan"))


@pytest.mark.parametrize("level", [CaseLevel.MEMBER, CaseLevel.BRANCH])
def test_page_offers_a_step_exactly_where_the_door_lets_in(play: Play, level: str) -> None:
    """Everybody who sees the case, at each moment of its life."""
    town = play.town
    people = [
        *(town.east.secretary, town.east.clerk, *town.east.members, town.liaison),
        *(town.pse, town.dps, town.lg, town.intake, town.officer, town.org, town.gen, *town.dis),
    ]
    for stage in (CaseStage.SUBMITTED, CaseStage.PLAN_REVIEW, CaseStage.FIRST_REVIEW):
        play.bring_to(stage, level)
        for who in people:
            response = page(play, who)
            if response.status_code == 404:
                continue
            html = response.content.decode()
            for item in play.open_items():
                offered = f'href="{reverse("workflows:act", args=[item.pk])}"' in html
                assert offered == act.may_take(user_of(who), item), (stage, who.name, item.step)
                refused = why_not(item, authority_of(user_of(who)))
                assert offered == (refused is None), (stage, who.name, item.step)


# --- acts beside the steps ----------------------------------------------------------------------


def test_author_asks_the_office_where_he_cannot_withdraw_any_more(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING, "M")
    author = play.town.east.members[0]
    assert "撤回自查报告" not in told(play, author)
    assert "申请撤回自查报告" in page(play, author).content.decode()
    with pytest.raises(CaseError) as refused:
        withdraw_report(case=play.case, actor=play.author_actor(author))
    assert (str(refused.value), refused.value.rule) == (
        "方案批准后由办公室决定，请申请撤回。",
        "T8",
    )


def test_author_reads_why_he_cannot_take_back_what_was_opened(play: Play) -> None:
    play.report("M")
    author = play.town.east.members[0]
    assert "收回" not in told(play, author)
    page(play, play.town.officer)
    why, _instead, rule = told(play, author)["收回"]
    assert rule == "T3"
    with pytest.raises(CaseError) as refused:
        recall_report(case=play.case, actor=play.author_actor(author))
    assert str(refused.value) == why


def test_secretary_who_reported_his_branch_cannot_withdraw(play: Play) -> None:
    play.bring_to(CaseStage.PLANNING)
    why, _instead, rule = told(play, play.town.east.secretary)["撤回自查报告"]
    assert (why, rule) == ("只有自查报告可以撤回；其他问题请向领导小组办公室书面说明。", "T8")
    html = client_of(play.town.east.secretary).post(
        reverse("workflows:withdraw", args=[play.case.pk])
    )
    assert html.status_code == 422
    assert f'href="{reverse("workflows:authority")}#rule-T8"' in html.content.decode()


def test_office_reads_why_a_termination_is_not_proposed_twice(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    assert "建议终止" not in told(play, play.town.officer)
    play.propose_termination()
    why, _instead, rule = told(play, play.town.officer)["建议终止"]
    assert rule == "T35"


def test_owner_with_an_office_has_nothing_to_be_recused_from(play: Play) -> None:
    secretary = play.town.east.secretary
    play.report("M", author=secretary)
    found = told(play, secretary)
    assert found["声明回避"] == ("这是您本人的事项，不适用声明回避。", "", "4.1")
    assert found["申请回避"] == ("办公室登记问题之后才能申请回避。", "", "4.1")
    play.go_on_to(CaseStage.PLANNING)
    assert "申请回避" not in told(play, secretary)


def test_draft_is_told_no_reasons(play: Play) -> None:
    author = play.town.east.members[0]
    play.case = play.draft(author)
    assert told(play, author) == {}
    acts = page(play, author).context["page"].turns.turn.acts
    pages = ("edit_problem", "discard_draft")
    assert [act.url for act in acts] == [
        reverse(f"workflows:{name}", args=[play.case.pk]) for name in pages
    ]


# --- leaks and costs ----------------------------------------------------------------------------


def test_co_unit_reads_no_reason_of_steps_that_are_not_its_own(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, co_units=[play.town.west.organisation])
    html = page(play, play.town.west.secretary).content.decode()
    assert "审批方案" not in html
    assert ELSEWHERE not in html


def test_reporter_is_not_hinted_at(play: Play) -> None:
    play.opinion(mode="confidential", name="何人知", contact="13800000000")
    play.go_on_to(CaseStage.PLAN_REVIEW)
    for who in (play.town.east.secretary, play.town.officer):
        words = " ".join(" ".join(entry) for entry in told(play, who).values())
        assert "何人知" not in words
        assert "撤回" not in words


def test_number_of_queries_does_not_grow_with_the_open_steps(
    play: Play, django_assert_max_num_queries: Any
) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, "M")
    owner = play.town.east.members[0]
    item = play.item("approve_plan")
    page(play, owner)
    with django_assert_max_num_queries(64) as one:
        page(play, owner)
    for _more in range(2):
        item.pk = None
        item.task_id += 1000
        item.save(force_insert=True)
    with django_assert_max_num_queries(len(one)):
        page(play, owner)


# --- notices ------------------------------------------------------------------------------------


def test_owner_reads_from_when_he_may_object(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    secretary = play.town.east.secretary
    words = "公示尚未发布。自发布之日起至最后一天，可以提出异议。"
    assert told(play, secretary)["对公示提出异议"] == (words, "", "T24")
    assert "对公示提出异议" not in told(play, play.town.officer)
    play.go_on_to(CaseStage.IN_NOTICE)
    assert "对公示提出异议" not in told(play, secretary)
