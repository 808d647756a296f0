"""A self-report is withdrawn, before its plan is approved and after (T8, scenario 8)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from rectification.enums import CaseLevel, CaseStage
from rectification.exceptions import CaseError, NotAllowed
from rectification.models import Case
from rectification.policies.reasons import Reason
from rectification.policies.reporting import why_not_withdraw
from rectification.selectors.receipts import find_by_receipt
from rectification.services.retention import erase_withdrawn
from tests.factories import acting
from tests.outbox import told
from tests.rectification.web.desk import client_of
from tests.workflows.answers import OPINION, REASON
from tests.workflows.play import Play, user_of
from workflows import intake
from workflows.invariants import breaches


@pytest.fixture(autouse=True)
def nothing_broken(play: Play) -> object:
    yield
    assert list(breaches()) == []


def approved(play: Play) -> Case:
    return play.bring_to(CaseStage.RECTIFYING, "M", author=play.town.east.members[0])


def test_after_approval_the_office_agrees(play: Play) -> None:
    case = approved(play)
    author, words = case.author, case.description
    play.ask_withdrawal()
    assert play.case.stage == "rectifying"
    play.take("decide_withdrawal")
    assert (play.case.stage, play.case.sealed, play.open_steps()) == ("withdrawn", True, [])
    assert told("withdrawal_decided", case) == {author}
    play.clock.shift(timedelta(days=30))
    assert erase_withdrawn() == 1
    assert not Case.history.filter(description=words).exists()


def test_after_a_relapse_the_office_decides_as_after_any_approval(play: Play) -> None:
    """The plan is made anew; what was approved and verified before is not the author's alone."""
    play.bring_to(CaseStage.CLOSED, "M", author=play.town.east.members[0])
    play.begin_look_back()
    play.take("assign_look_back")
    play.take("look_back", decision="relapse")
    play.take("decide_relapse")
    assert play.case.stage == "planning"
    assert isinstance(why_not_withdraw(play.case, play.town.east.members[0]), Reason)
    play.ask_withdrawal()
    play.take("decide_withdrawal", decision="refuse", reason=REASON)
    assert (play.case.stage, play.open_steps()) == ("planning", ["draft_plan"])


def test_refused_where_others_are_affected(play: Play) -> None:
    play.bring_to(CaseStage.IN_NOTICE, "M")
    play.object("effect")
    play.ask_withdrawal()
    attempt = play.attempt("decide_withdrawal", decision="agree")
    assert (attempt.done, attempt.form.refused_by) == (False, "T8")
    play.take("decide_withdrawal", decision="refuse", reason=REASON)
    assert play.case.stage == "objection"


def test_only_the_author_asks_and_only_once_after_approval(play: Play) -> None:
    member, other = play.town.east.members
    play.report("M", author=member)
    with pytest.raises(CaseError):
        play.ask_withdrawal()
    play.case = Case()
    approved(play)
    with pytest.raises(NotAllowed):
        intake.ask_withdrawal(user=user_of(other), case=play.case, actor=acting(other, "MEM"))
    play.ask_withdrawal()
    with pytest.raises(CaseError):
        play.ask_withdrawal()


def test_the_same_fact_from_another_source_lives_on_without_his_text(play: Play) -> None:
    member = play.town.east.members[0]
    play.report("M", author=member)
    own = play.case
    own.description = "本人自述的文字，只在自查报告里。"
    own.save()
    code = play.opinion()
    entry = play.case
    play.take("triage", play.town.intake, decision="merge", master=own.pk)
    play.case = own
    own.refresh_from_db()
    play.take("triage", play.town.intake)
    play.go_on_to(CaseStage.RECTIFYING)
    play.ask_withdrawal()
    play.take("decide_withdrawal", decision="agree")
    entry.refresh_from_db()
    play.case = entry
    assert (entry.stage, entry.sealed, play.open_steps()) == ("submitted", False, ["triage"])
    assert "自述" not in f"{entry.title}{entry.description}"
    found = find_by_receipt(code)
    assert (found.text, found.answer) == (OPINION, "")


# --- a self-report that has joined another case


def joined(play: Play) -> tuple[Case, Case]:
    """His report and the opinion about the same fact, as a part of which it is handled."""
    member = play.town.east.members[0]
    play.level = CaseLevel.MEMBER
    play.opinion()
    told_of = {"owner_person": member.pk, "standard_ref": "党章第三条", "category": "ME-c"}
    play.take("triage", play.town.intake, level="M", **told_of)
    master = play.case
    own = play.report("M", author=member)
    play.take("triage", play.town.intake, decision="merge", master=master.pk)
    return own, on(play, master)


def on(play: Play, case: Case) -> Case:
    case.refresh_from_db()
    play.case = case
    return case


def way_out(case: Case) -> dict[str, bool]:
    """Which of the two pages the author is shown on the page of his report."""
    page = client_of(case.author).get(reverse("rectification:case", args=[case.pk]))
    html = page.content.decode()
    pages = ("withdraw", "ask_withdrawal")
    return {
        name: f'href="{reverse(f"workflows:{name}", args=[case.pk])}"' in html for name in pages
    }


def test_the_author_withdraws_what_joined_another_case_on_its_page(play: Play) -> None:
    own, master = joined(play)
    assert way_out(own) == {"withdraw": True, "ask_withdrawal": False}
    url = reverse("workflows:withdraw", args=[own.pk])
    assert client_of(own.author).post(url).status_code == 302
    assert (on(play, own).stage, own.sealed) == ("withdrawn", True)
    assert (on(play, master).stage, master.sealed) == ("registered", False)


def test_once_the_plan_of_the_whole_is_approved_he_asks(play: Play) -> None:
    own, master = joined(play)
    play.go_on_to(CaseStage.RECTIFYING)
    assert way_out(own) == {"withdraw": False, "ask_withdrawal": True}
    url = reverse("workflows:ask_withdrawal", args=[own.pk])
    assert client_of(own.author).post(url).status_code == 302
    assert (on(play, own).stage, play.open_steps()) == ("merged", ["decide_withdrawal"])
    assert list(breaches()) == []
    assert way_out(own) == {"withdraw": False, "ask_withdrawal": False}
    play.take("decide_withdrawal", play.town.officer)
    assert (own.merges.filter(undone_at=None).exists(), play.open_steps()) == (False, [])
    assert (on(play, own).stage, own.sealed) == ("withdrawn", True)
    on(play, master)
    assert (master.stage, master.sealed, play.open_steps()) == ("rectifying", False, ["carry_out"])


def test_with_the_whole_his_request_is_over(play: Play) -> None:
    own, master = joined(play)
    play.go_on_to(CaseStage.RECTIFYING)
    on(play, own)
    play.ask_withdrawal()
    on(play, master)
    play.propose_termination()
    play.take("decide_termination")
    assert (on(play, own).stage, play.open_steps()) == ("merged", [])
    assert way_out(own) == {"withdraw": False, "ask_withdrawal": False}


def test_parted_meanwhile_he_withdraws_without_asking(play: Play) -> None:
    own, _master = joined(play)
    play.go_on_to(CaseStage.RECTIFYING)
    on(play, own)
    play.ask_withdrawal()
    play.part()
    assert (play.case.stage, play.open_steps()) == ("submitted", ["triage"])
    assert way_out(own) == {"withdraw": True, "ask_withdrawal": False}
