"""Scenario 7 and T9–T12 of docs/rules.md: claims, refusals, disputes, and what waits for them.

The play begins on Monday, 11 May 2026; nobody works on the weekends, no holiday is near.
"""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from rectification.enums import CaseStage, DisputeKind, EventVerb, RecusalGround
from rectification.exceptions import CaseError, NotAllowed
from rectification.models import Dispute, Measure
from rectification.policies.holding import recusal_text
from rectification.roles import Role
from rectification.selectors.cases import visible_to
from rectification.services import disputes, shares
from tests.factories import acting, in_office
from tests.outbox import told
from tests.rectification.web.desk import client_of
from tests.workflows.answers import REASON
from tests.workflows.barred import recuse, refused
from tests.workflows.play import Play, user_of
from workflows.invariants import breaches
from workflows.sweep import sweep

SAID = "本村与此事项无关联，无联户在该片区。"


@pytest.fixture(autouse=True)
def nothing_broken(play: Play) -> object:
    yield
    assert list(breaches()) == []


def verbs(play: Play) -> list[str]:
    return list(play.case.events.order_by("sequence").values_list("verb", flat=True))


def dispatched(play: Play, *, units: int = 1) -> None:
    """Asked: the branch in the west and, with two, a body of the township."""
    town = play.town
    play.co_units = [town.west.organisation, town.general_office][:units]
    play.bring_to(CaseStage.PENDING_CLAIM)


def declined(play: Play) -> Dispute:
    """The lead unit has claimed, the branch in the west has declined."""
    dispatched(play)
    play.take("accept_share", decision="decline", reason=SAID)
    play.take("claim")
    return play.case.disputes.get()


def planned(play: Play) -> Measure:
    """The plan is approved, with a measure for the unit that declined: the unit's measure."""
    declined(play)
    play.take("draft_plan")
    play.take("advise_plan")
    play.take("approve_plan")
    return play.case.plans.get().measures.get(organisation=play.town.west.organisation)


def page(play: Play, who: Any) -> str:
    address = reverse("rectification:case", args=[play.case.pk])
    return client_of(who).get(address).content.decode()


# --- scenario 7: one of two co-units refuses ------------------------------------------------------


def test_one_accepts_and_one_declines_each_within_three_days(play: Play) -> None:
    town = play.town
    dispatched(play, units=2)
    due = {item.due_on for item in play.open_items().filter(step="accept_share")}
    assert due == {date(2026, 5, 14)}
    unsaid = {"decision": "decline", "reason": ""}
    assert "reason" in play.refusal("accept_share", town.west.secretary, **unsaid)
    play.take("accept_share", town.gen)
    play.take("accept_share", town.west.secretary, decision="decline", reason=SAID)
    dispute = Dispute.objects.get()
    assert (dispute.kind, dispute.reason) == (DisputeKind.REFUSED, SAID)
    assert (play.item("mediate_share").role, play.item("mediate_share").due_on) == (
        Role.OFF,
        date(2026, 5, 14),
    )
    play.take("claim")
    assert play.case.stage == "planning"


def test_lead_unit_goes_on_and_the_refused_measures_are_nobodys_duty(play: Play) -> None:
    town = play.town
    measure = planned(play)
    assert play.open_steps() == ["carry_out", "mediate_share"]
    own = play.case.plans.get().measures.get(organisation=town.east.organisation)
    assert play.case.due_on == own.due_on
    assert "待定" in page(play, town.pse)
    assert measure.text not in page(play, town.west.secretary)
    play.carry_out()
    assert play.open_steps() == ["mediate_share", "report_effect"]
    errors = play.refusal("report_effect")
    assert "尚未确定" in str(errors)


def test_decision_gives_the_measures_and_starts_their_clock(play: Play) -> None:
    town = play.town
    measure = planned(play)
    planned_due = measure.due_on
    play.carry_out()
    play.pass_days(3)
    play.take("mediate_share", decision="failed", agreed="双方已到场协商，仍各执己见。")
    assert told("share_mediated", play.case) >= {town.west.secretary, town.east.secretary}
    play.pass_days(2)
    play.take("decide_share", town.lg, decision="assigned", reason=REASON)
    measure.refresh_from_db()
    assert (planned_due, measure.due_on) == (date(2026, 5, 18), date(2026, 5, 25))
    assert play.case.due_on == measure.due_on
    assert told("share_decided", play.case) == {
        *(town.west.secretary, town.west.clerk),
        *(town.east.secretary, town.east.clerk),
        *(town.intake, town.officer),
    }
    item = play.item("carry_out")
    assert (item.organisation, item.due_on) == (town.west.organisation, date(2026, 5, 25))
    assert "2" in str(play.refusal("report_effect"))
    play.carry_out()
    play.take("report_effect")
    assert play.case.stage == "first_review"


def test_decision_that_releases_drops_the_measures(play: Play) -> None:
    town = play.town
    measure = planned(play)
    play.take("mediate_share", decision="failed", agreed=SAID)
    play.take("decide_share", decision="released", reason=REASON)
    measure.refresh_from_db()
    assert measure.dropped_at is not None
    assert play.case.assignments.get(organisation=town.west.organisation).ended_at is not None
    assert not visible_to(user_of(town.west.secretary)).exists()
    assert "不再承担" in page(play, town.pse)
    play.carry_out()
    play.take("report_effect")
    assert play.case.stage == "first_review"


@pytest.mark.parametrize("result", ["withdrawn", "changed"])
def test_agreement_is_confirmed_by_the_unit_itself(play: Play, result: str) -> None:
    town = play.town
    measure = planned(play)
    play.take("mediate_share", decision=result, agreed="西边村只核对交界处的十二户。")
    dispute = Dispute.objects.get()
    assert (dispute.mediation, dispute.mediated_by) == (result, town.intake)
    assert dispute.ended_at is None
    assert play.open_steps() == ["accept_share", "carry_out"]
    item = play.item("accept_share")
    html = client_of(town.west.secretary).get(reverse("workflows:act", args=[item.pk]))
    assert "西边村只核对交界处的十二户。" in html.content.decode()
    play.pass_days(1)
    play.take("accept_share")
    dispute.refresh_from_db()
    measure.refresh_from_db()
    assert dispute.ended_at is not None
    assert measure.due_on == date(2026, 5, 19)
    assert play.open_steps() == ["carry_out", "carry_out"]


def test_unit_that_declines_after_an_agreement_is_decided_on(play: Play) -> None:
    declined(play)
    play.take("mediate_share", decision="withdrawn", agreed=SAID)
    again = "协商记录与会上所说不符，本村不能承担。"
    play.take("accept_share", decision="decline", reason=again)
    assert play.open_steps() == ["decide_share", "draft_plan"]
    assert Dispute.objects.count() == 1
    item = play.item("decide_share")
    html = client_of(play.town.lg).get(reverse("workflows:act", args=[item.pk])).content.decode()
    assert SAID in html
    assert again in html


def test_mediation_may_find_that_the_unit_is_not_needed(play: Play) -> None:
    town = play.town
    declined(play)
    play.take("mediate_share", decision="released", agreed="经核对，该片区不涉及西边村。")
    assert play.open_steps() == ["draft_plan"]
    assert play.case.assignments.get(organisation=town.west.organisation).ended_at is not None
    assert verbs(play)[-1] == EventVerb.SHARE_RELEASED
    west = play.measure(1, town.west.organisation)
    assert "measure-1-organisation" in play.refusal("draft_plan", **west)


def test_mediation_needs_a_result_and_a_record(play: Play) -> None:
    declined(play)
    assert set(play.refusal("mediate_share", decision="", agreed="太短")) == {"decision", "agreed"}


def test_decision_needs_reasons_and_is_final(play: Play) -> None:
    town = play.town
    declined(play)
    play.take("mediate_share")
    assert set(play.refusal("decide_share", decision="assigned", reason="")) == {"reason"}
    play.take("decide_share")
    unit = play.case.assignments.get(organisation=town.west.organisation)
    assert unit.answer == "assigned"
    with pytest.raises(CaseError):
        shares.decline_share(
            case=play.case, actor=acting(town.west.secretary), assignment=unit, reason=SAID
        )
    with pytest.raises(CaseError):
        disputes.decide_share(
            case=play.case,
            actor=acting(town.lg),
            assignment=unit,
            decision="released",
            reason=REASON,
        )


# --- silence --------------------------------------------------------------------------------------


def test_silence_is_a_reminder_then_a_proposal_and_a_decision(play: Play) -> None:
    town = play.town
    dispatched(play)
    play.take("claim")
    play.pass_days(2)
    assert (sweep(), sweep()) == (1, 0)
    assert told("answer_due", play.case) == {town.west.secretary, town.west.clerk}
    play.pass_days(1)
    assert (sweep(), "accept_share" in play.open_steps()) == (0, True)
    play.pass_days(1)
    assert sweep() == 1
    assert verbs(play)[-2:] == ["reminded", "share_expired"]
    unit = play.case.assignments.get(organisation=town.west.organisation)
    assert (unit.answer, unit.disputes.get().kind) == ("pending", DisputeKind.SILENT)
    play.take("propose_share", decision="assigned", reason=REASON)
    assert play.item("decide_share").role == Role.LG
    unit.refresh_from_db()
    assert unit.answer == "pending"
    play.take("decide_share", decision="assigned")
    unit.refresh_from_db()
    assert unit.answer == "assigned"


def test_after_a_downtime_the_reminder_comes_before_the_end(play: Play) -> None:
    dispatched(play)
    play.take("claim")
    play.pass_days(9)
    assert (sweep(), "accept_share" in play.open_steps()) == (1, True)
    play.pass_days(1)
    assert (sweep(), "propose_share" in play.open_steps()) == (1, True)


# --- who mediates and who decides -----------------------------------------------------------------


def test_mediator_and_dispatcher_do_not_decide(play: Play) -> None:
    town = play.town
    in_office(town.officer, Role.LG, town.leading_group)
    declined(play)
    play.take("mediate_share", town.officer)
    assert refused(play, "decide_share", town.officer) == recusal_text(RecusalGround.SAME_HAND)
    play.take("decide_share", town.lg)


def test_member_of_the_leading_group_from_the_unit_in_dispute_does_not_decide(play: Play) -> None:
    town = play.town
    in_office(town.west.secretary, Role.LG, town.leading_group)
    declined(play)
    play.take("mediate_share")
    text = recusal_text(RecusalGround.OWN_BRANCH)
    assert refused(play, "decide_share", town.west.secretary) == text
    unit = play.case.assignments.get(organisation=town.west.organisation)
    with pytest.raises(NotAllowed):
        disputes.decide_share(
            case=play.case,
            actor=acting(town.west.secretary, Role.LG),
            assignment=unit,
            decision="released",
            reason=REASON,
        )
    play.take("decide_share", town.lg)


def test_recused_leading_group_leaves_the_decision_in_red(play: Play) -> None:
    town = play.town
    declined(play)
    recuse(play, town.lg)
    play.take("mediate_share")
    item = play.item("decide_share")
    assert (item.unheld, item.role) == (True, Role.OFF)


# --- T11, T12: dispute about the owner ------------------------------------------------------------


def test_declined_claim_is_dispatched_anew_with_the_proposal_filled_in(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.PENDING_CLAIM)
    play.take("claim", decision="decline", reason=SAID)
    item = play.item("dispatch")
    assert item.due_on == date(2026, 5, 14)
    html = client_of(town.officer).get(reverse("workflows:act", args=[item.pk])).content.decode()
    assert SAID in html
    assert f'<option value="{town.west.organisation.pk}" selected>' in html
    errors = play.refusal("dispatch", lead=town.east.organisation.pk, reason="")
    assert set(errors) == {"reason"}
    play.take("dispatch", lead=town.west.organisation.pk, reason="")
    assert play.item("claim").organisation == town.west.organisation


def test_second_refusal_of_the_same_unit_comes_before_the_leading_group(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.PENDING_CLAIM)
    play.take("claim", decision="decline", reason=SAID)
    insists = "该片区由东边村负责，职责分工表已明确。"
    play.take("dispatch", lead=town.east.organisation.pk, reason=insists)
    html = client_of(town.east.secretary).get(
        reverse("workflows:act", args=[play.item("claim").pk])
    )
    assert insists in html.content.decode()
    play.take("claim", decision="decline", reason=SAID)
    item = play.item("settle_owner")
    assert (item.role, play.case.stage) == (Role.LG, "pending_claim")
    html = client_of(town.lg).get(reverse("workflows:act", args=[item.pk])).content.decode()
    assert insists in html
    assert SAID in html
    assert set(play.refusal("settle_owner", lead="", reason="")) == {"lead", "reason"}
    play.take("settle_owner", lead=town.east.organisation.pk)
    claim = play.case.claims.latest("pk")
    assert (claim.kind, claim.made_by, claim.organisation) == (
        "designated",
        town.lg,
        town.east.organisation,
    )
    assert play.case.disputes.get().decided_owner == town.east.organisation
    assert told("owner_settled", play.case) >= {town.east.secretary, town.officer}
    assert (play.case.stage, play.item("draft_plan").due_on) == ("planning", date(2026, 5, 20))


def test_leading_group_may_name_another_unit_that_was_asked_as_a_co_unit(play: Play) -> None:
    town = play.town
    dispatched(play)
    for _ in range(2):
        play.take("claim", decision="decline", reason=SAID)
        if "dispatch" in play.open_steps():
            play.take("dispatch")
    play.take("settle_owner", lead=town.west.organisation.pk)
    assert play.case.owner_organisation == town.west.organisation
    assert play.open_steps() == ["draft_plan"]
    assert play.item("draft_plan").organisation == town.west.organisation
    assert told("owner_settled", play.case) >= {town.east.secretary, town.west.secretary}


def test_refusals_of_two_units_are_no_dispute_yet(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.PENDING_CLAIM)
    play.take("claim", decision="decline", reason=SAID)
    play.take("dispatch", lead=town.west.organisation.pk)
    east = town.east.organisation.pk
    play.take("claim", decision="decline", reason=SAID, proposed_owner=east)
    assert play.open_steps() == ["dispatch"]
    play.take("dispatch", lead=east)
    play.take("claim", decision="decline", reason=SAID)
    assert play.open_steps() == ["settle_owner"]


def test_owner_of_his_own_case_in_the_leading_group_decides_nothing(play: Play) -> None:
    """A member who declines what concerns himself: the leading group decides without him."""
    town = play.town
    in_office(town.east.members[0], Role.LG, town.leading_group)
    play.bring_to(CaseStage.PENDING_CLAIM, "M")
    for _ in range(2):
        play.take("claim", decision="decline", reason=SAID)
        if "dispatch" in play.open_steps():
            play.take("dispatch")
    own = recusal_text(RecusalGround.OWN_CASE)
    assert refused(play, "settle_owner", town.east.members[0]) == own
    play.take("settle_owner", town.lg)
    assert play.item("draft_plan").person == town.east.members[0]


# --- who reads what -------------------------------------------------------------------------------


def test_case_page_shows_who_answered_what(play: Play) -> None:
    town = play.town
    declined(play)
    html = page(play, town.officer)
    for word in ("牵头单位和配合单位", "有争议", "不接受", SAID):
        assert word in html
    html = page(play, town.west.secretary)
    assert SAID in html
    assert "编制方案" not in html
    play.take("mediate_share")
    play.take("decide_share", decision="assigned", reason="职责分工表载明该片区由该村联系。")
    assert "职责分工表载明该片区由该村联系。" in page(play, town.west.secretary)
    assert "职责分工表载明该片区由该村联系。" not in page(play, town.east.clerk)
