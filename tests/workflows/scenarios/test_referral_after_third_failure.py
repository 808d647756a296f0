"""Scenario 12 (c): a referral is written beside the decision, which it never replaces."""

import pytest
import time_machine
from django.urls import reverse

from rectification.enums import CaseStage, DeadlineClass
from rectification.models import AccountabilityReferral
from tests.factories import Township
from tests.failed import failed_before
from tests.outbox import told
from tests.rectification.web.desk import client_of
from tests.workflows.answers import FACTS
from tests.workflows.play import Play
from workflows.invariants import breaches

pytestmark = pytest.mark.long

WRITTEN = {"ground": "execution", "facts": FACTS}
TARGET = "连续两年每月按时开展主题党日。"


@pytest.fixture
def play(town: Township, clock: time_machine.Traveller) -> Play:
    """Told by residents; the third failure is found now, and the owner is heard."""
    play = Play(town, clock)
    play.opinion()
    play.bring_to(CaseStage.VERIFYING)
    failed_before(play.case, 2)
    play.take("assign_verifiers")
    for who in town.dis[1:3]:
        play.take("verify", who, **play.failing())
    return play


@pytest.mark.parametrize(
    ("decision", "stage", "goes_on"),
    [
        ("replace", CaseStage.PLANNING, ["draft_plan"]),
        ("reset", CaseStage.PLANNING, ["draft_plan"]),
        ("give_up", CaseStage.TERMINATED, []),
    ],
)
def test_written_beside_each_of_the_other_ways(
    play: Play, decision: str, stage: str, goes_on: list[str]
) -> None:
    town = play.town
    play.take("hear_owner")
    about = {"about": town.east.organisation.pk, **WRITTEN}
    play.take("decide_third_failure", decision=decision, **about)
    row = play.case.referrals.get()
    assert (row.organisation, row.written_by, row.role) == (town.east.organisation, town.lg, "LG")
    assert row.round == 1
    assert play.case.stage == stage
    assert play.open_steps() == sorted(["answer_referral", *goes_on])
    assert play.item("answer_referral").organisation == town.east.organisation
    assert list(breaches()) == []
    play.take("answer_referral")
    assert play.item("send_referral").person == town.lg
    play.take("send_referral")
    assert told("referral_sent", play.case) == {town.lg, town.east.secretary}
    assert play.open_steps() == goes_on
    assert list(breaches()) == []


@pytest.mark.parametrize("decision", ["replace", "reset", "give_up"])
def test_without_one_none_is_written(play: Play, decision: str) -> None:
    play.take("hear_owner")
    play.take("decide_third_failure", decision=decision)
    assert not AccountabilityReferral.objects.exists()
    assert "answer_referral" not in play.open_steps()


def test_referral_alone_decides_nothing(play: Play) -> None:
    """No way to decide goes by its name, and whoever begins one writes all of it."""
    play.take("hear_owner")
    assert "decision" in play.refusal("decide_third_failure", decision="refer", **WRITTEN)
    half = {"ground": "execution", "facts": ""}
    assert "facts" in play.refusal("decide_third_failure", decision="reset", **half)
    assert "ground" in play.refusal("decide_third_failure", decision="reset", facts=FACTS)
    assert play.open_steps() == ["decide_third_failure"]
    assert not AccountabilityReferral.objects.exists()


def test_refused_referral_takes_the_decision_back_with_it(play: Play) -> None:
    """One transaction: neither stands without the other."""
    play.take("hear_owner")
    name = play.town.east.members[1].name
    given = {
        "about": play.town.east.organisation.pk,
        "ground": "execution",
        "facts": f"{FACTS}{name}多次推诿。",
    }
    assert "facts" in play.refusal("decide_third_failure", decision="replace", **given)
    assert (play.case.stage, play.case.round) == (CaseStage.VERIFYING, 1)
    assert not AccountabilityReferral.objects.exists()


def test_former_unit_answers_and_the_new_lead_learns_nothing(play: Play) -> None:
    town = play.town
    play.take("hear_owner")
    about = {"about": town.east.organisation.pk, **WRITTEN}
    play.take("decide_third_failure", decision="replace", **about)
    assert play.case.owner_organisation == town.west.organisation
    row = play.case.referrals.get()
    for who, status in ((town.east.secretary, 200), (town.west.secretary, 404), (town.pse, 404)):
        url = reverse("rectification:referral", args=[row.pk])
        assert client_of(who).get(url).status_code == status
    case = reverse("rectification:case", args=[play.case.pk])
    page = client_of(town.west.secretary).get(case).content.decode()
    assert "问责" not in page
    assert FACTS not in page


def test_leading_group_writes_one_afterwards_too(play: Play) -> None:
    play.take("hear_owner")
    play.take("decide_third_failure", decision="reset")
    row = play.refer(play.town.lg)
    assert (row.role, row.round) == ("LG", 2)


def test_case_told_by_its_owner_offers_none(town: Township, clock: time_machine.Traveller) -> None:
    play = Play(town, clock)
    play.bring_to(CaseStage.VERIFYING)
    failed_before(play.case, 2)
    play.take("assign_verifiers")
    for who in town.dis[1:3]:
        play.take("verify", who, **play.failing())
    play.take("hear_owner")
    url = reverse("workflows:act", args=[play.item("decide_third_failure").pk])
    assert "问责" not in client_of(town.lg).get(url).content.decode()
    about = {"about": town.east.organisation.pk, **WRITTEN}
    play.take("decide_third_failure", decision="reset", **about)
    assert not AccountabilityReferral.objects.exists()


def test_stage_target_is_kept_and_shown(play: Play) -> None:
    """With its day: on the page of the case and before whoever verifies."""
    town = play.town
    play.take("hear_owner")
    play.take("decide_third_failure", decision="reset")
    assert (play.case.deadline_class, play.case.stage_target) == (DeadlineClass.LONG_TERM, TARGET)
    assert play.case.history.latest().stage_target == TARGET
    url = reverse("rectification:case", args=[play.case.pk])
    assert TARGET in client_of(town.east.secretary).get(url).content.decode()
    play.pass_days(1)
    play.go_on_to(CaseStage.VERIFYING)
    play.take("assign_verifiers", first=town.dis[0].pk, second=town.dis[3].pk)
    item = play.item("verify", town.dis[0])
    page = client_of(town.dis[0]).get(reverse("workflows:act", args=[item.pk]))
    assert TARGET in page.content.decode()
