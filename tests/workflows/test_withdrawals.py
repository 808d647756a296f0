"""A self-report is withdrawn, before its plan is approved and after (T8, scenario 8)."""

import pytest

from rectification.enums import CaseStage
from rectification.exceptions import CaseError, NotAllowed
from rectification.models import Case
from rectification.selectors.receipts import find_by_receipt
from rectification.services.erasure import KEPT_AFTER_WITHDRAWAL, erase_withdrawn
from tests.factories import acting
from tests.outbox import told
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
    play.clock.shift(KEPT_AFTER_WITHDRAWAL)
    assert erase_withdrawn() == 1
    assert not Case.history.filter(description=words).exists()


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
