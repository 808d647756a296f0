"""Reports about the same fact become one case and part again (T6, scenario 9)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from rectification.enums import CaseStage, Step
from rectification.exceptions import CaseError, NotAllowed
from rectification.models import Case, Person, Recusal
from rectification.policies.criteria import not_asked
from rectification.policies.facts import facts_of
from rectification.policies.publication import needs_scope_agreement
from rectification.policies.separation import bar_of
from rectification.selectors.identities import voices_with_identity
from rectification.selectors.opinions import takes_notes
from rectification.selectors.receipts import find_by_receipt
from rectification.services.identities import sealed_names
from rectification.services.merging import merge_case, part_case
from rectification.web.answers import answer_of
from tests.days import at
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


def on(play: Play, case: Case) -> Play:
    """Play another of the cases from here on."""
    case.refresh_from_db()
    play.case = case
    return play


def merge(play: Play, case: Case, master: Case, who: Person | None = None) -> None:
    on(play, case)
    step = play.open_steps()[0]
    play.take(step, who or play.town.intake, decision="merge", master=master.pk)


def part(play: Play, case: Case, who: Person | None = None, reason: str = REASON) -> None:
    on(play, case).part(who, reason)


def registered(play: Play, level: str = "B") -> Case:
    play.case = Case()
    return play.bring_to(CaseStage.REGISTERED, level)


def test_an_opinion_becomes_part_of_a_case_and_is_answered_with_it(play: Play) -> None:
    master = registered(play)
    code = play.opinion()
    entry = play.case
    merge(play, entry, master)
    entry.refresh_from_db()
    assert (entry.stage, entry.outcome, play.open_steps()) == ("merged", "merged", [])
    shown = answer_of(find_by_receipt(code))
    assert "同一事实" in "".join(map(str, shown.told))
    assert str(shown.light.word) == "已受理，正在办理"
    on(play, master).go_on_to(CaseStage.CLOSED)
    assert "销号" in find_by_receipt(code).answer
    assert answer_of(find_by_receipt(code)).answered_on is not None


def test_owner_and_author_are_told_and_nobody_learns_who_reported(play: Play) -> None:
    master = registered(play, "M")
    owner = master.owner_person
    code = play.opinion(mode="confidential", name="欧阳霁月", contact="后山第七户")
    entry = play.case
    merge(play, entry, master)
    assert told("report_joined", master) == {owner}
    html = client_of(owner).get(reverse("rectification:case", args=[master.pk])).content.decode()
    assert "合并的反映" in html
    assert "群众意见" in html
    assert not any(word in html for word in ("欧阳霁月", OPINION, code))
    page = client_of(owner).get(reverse("rectification:case", args=[entry.pk]))
    assert page.status_code == 404


def test_the_earliest_receipt_rules_the_clock_of_the_intake(play: Play) -> None:
    early = play.report()
    play.pass_days(1)
    late = play.report()
    assert play.item("triage").due_on == date(2026, 5, 15)
    merge(play, early, late)
    assert on(play, late).item("triage").due_on == date(2026, 5, 14)


def test_all_sources_count(play: Play) -> None:
    master = registered(play, "M")
    assert ("V7" in not_asked(master), needs_scope_agreement(master)) == (True, False)
    play.opinion()
    merge(play, play.case, master)
    assert ("V7" in not_asked(master), needs_scope_agreement(master)) == (False, True)


def test_only_the_same_owner_and_person_before_approval(play: Play) -> None:
    master = registered(play)
    own = registered(play, "M")
    other = registered(play, "M")
    play.case = Case()
    play.report("M", author=play.town.east.members[1])
    foreign = play.case
    for case, wrong in ((foreign, own), (foreign, master), (own, master)):
        on(play, case)
        errors = play.refusal(play.open_steps()[0], decision="merge", master=wrong.pk)
        assert set(errors) <= {"master", "decision"}
    merge(play, other, own)
    on(play, master).go_on_to(CaseStage.RECTIFYING)
    late = registered(play)
    assert "decision" in play.refusal("dispatch", decision="merge", master=master.pk)
    assert late.outcome == ""


def test_whoever_may_not_read_an_opinion_does_not_merge_it(play: Play) -> None:
    master = registered(play)
    play.opinion()
    with pytest.raises(NotAllowed):
        merge_case(case=play.case, actor=acting(play.town.officer), master=master)
    assert play.case.outcome == ""


@pytest.mark.parametrize("stage", ["submitted", "registered"])
def test_parted_a_report_stands_where_it_stood(play: Play, stage: str) -> None:
    master = registered(play)
    entry = registered(play) if stage == "registered" else play.report()
    number, received = entry.number, entry.submitted_at
    merge(play, entry, master)
    on(play, master).go_on_to(CaseStage.PLANNING)
    play.clock.move_to(at(date(2026, 5, 20), "10:00:00"))
    with pytest.raises(CaseError):
        part(play, entry, reason="不是")
    part(play, entry)
    on(play, entry)
    assert (entry.stage, entry.number, entry.submitted_at) == (stage, number, received)
    step = "dispatch" if stage == "registered" else "triage"
    assert (play.open_steps(), play.item(step).due_on) == ([step], date(2026, 5, 25))
    assert told("unmerged", entry) >= {play.town.east.secretary}
    master.refresh_from_db()
    assert master.stage == "planning"
    on(play, entry).go_on_to(CaseStage.PENDING_CLAIM)
    with pytest.raises(CaseError):
        part(play, entry)


def test_an_answer_given_for_the_wrong_case_is_taken_back(play: Play) -> None:
    master = registered(play)
    code = play.opinion()
    entry = play.case
    merge(play, entry, master)
    on(play, master).go_on_to(CaseStage.CLOSED)
    part(play, entry)
    found = find_by_receipt(code)
    assert (found.answer, found.answered_at) == ("", None)
    assert found.history.filter(answer__contains="销号").exists()
    assert "单独办理" in "".join(map(str, answer_of(found).told))


def test_what_was_answered_before_the_merger_stands_again(play: Play) -> None:
    master = registered(play)
    code, first = play.opinion(), "活动室钥匙已交值班员保管。"
    entry = play.case
    desk = client_of(play.town.intake)
    desk.post(reverse("workflows:opinion_of_case", args=[entry.pk]), {"answer": "1", "text": first})
    answered_at = find_by_receipt(code).answered_at
    play.clock.shift(timedelta(hours=1))
    merge(play, entry, master)
    assert find_by_receipt(code).answer == first
    on(play, master).go_on_to(CaseStage.CLOSED)
    assert "销号" in find_by_receipt(code).answer
    part(play, entry)
    found = find_by_receipt(code)
    assert (found.answer, found.answered_at) == (first, answered_at)


def test_whoever_joined_the_parted_report_is_not_answered_either(play: Play) -> None:
    master = registered(play)
    code = play.opinion()
    joined = play.case
    entry = play.report()
    merge(play, joined, entry)
    merge(play, entry, master)
    on(play, master).go_on_to(CaseStage.CLOSED)
    assert "销号" in find_by_receipt(code).answer
    part(play, entry)
    assert find_by_receipt(code).answer == ""


def test_others_live_on_when_the_self_report_leaves(play: Play) -> None:
    member = play.town.east.members[0]
    play.report("M", author=member)
    own = play.case
    code = play.opinion()
    entry = play.case
    merge(play, entry, own)
    play.case = own
    intake.withdraw_problem(user=user_of(member), case=own, actor=play.author_actor(member))
    own.refresh_from_db()
    entry.refresh_from_db()
    assert (own.stage, own.sealed) == ("withdrawn", True)
    assert (entry.stage, on(play, entry).open_steps()) == ("submitted", ["triage"])
    assert find_by_receipt(code).answer == ""


def test_a_merged_self_report_leaves_without_its_case(play: Play) -> None:
    member = play.town.east.members[0]
    play.opinion()
    play.level = "M"
    play.take(
        "triage", level="M", owner_person=member.pk, standard_ref="党章第三条", category="ME-c"
    )
    master = play.case
    play.report("M", author=member)
    own = play.case
    merge(play, own, master)
    play.case = own
    intake.withdraw_problem(user=user_of(member), case=own, actor=play.author_actor(member))
    own.refresh_from_db()
    master.refresh_from_db()
    assert (own.stage, master.stage, master.sealed) == ("withdrawn", "registered", False)


def test_the_office_undoes_it_on_a_page(play: Play) -> None:
    master = registered(play)
    entry = play.report()
    merge(play, entry, master)
    url = reverse("workflows:part", args=[entry.pk])
    html = client_of(play.town.officer).get(reverse("rectification:case", args=[master.pk]))
    assert url in html.content.decode()
    assert client_of(play.town.east.secretary).get(url).status_code == 404
    answer = client_of(play.town.officer).post(url, {"reason": "经核对，两件反映的不是同一事实。"})
    assert answer.status_code == 302
    entry.refresh_from_db()
    assert entry.stage == "submitted"


def test_whoever_reported_is_known_to_the_blocks_of_the_whole(play: Play) -> None:
    """No notice may name him, and his identity can still be asked for."""
    master = registered(play)
    play.opinion(mode="confidential", name="欧阳霁月", contact="后山第七户")
    entry = play.case
    merge(play, entry, master)
    assert sealed_names(case=master) == ["欧阳霁月"]
    assert voices_with_identity(master) == [entry.opinion]


def test_who_was_not_free_of_a_report_is_not_free_of_the_whole(play: Play) -> None:
    master, verifier = registered(play), play.town.dis[0]
    play.opinion()
    entry = play.case
    Recusal.objects.create(case=entry, person=verifier, ground="relative", since=timezone.now())
    assert bar_of(verifier.pk, Step.VERIFY, facts_of(master)) is None
    merge(play, entry, master)
    assert bar_of(verifier.pk, Step.VERIFY, facts_of(master)) == "relative"


def test_reporter_still_adds_to_what_is_handled_with_another_case(play: Play) -> None:
    master = registered(play)
    code = play.opinion()
    merge(play, play.case, master)
    assert takes_notes(find_by_receipt(code))
    on(play, master).go_on_to(CaseStage.CLOSED)
    assert not takes_notes(find_by_receipt(code))


def test_case_that_is_merged_onward_ends_nothing_for_its_reporters(play: Play) -> None:
    last, master, entry = registered(play), registered(play), registered(play)
    merge(play, entry, master)
    merge(play, master, last)
    assert told("joined_ended", entry) == set()


def test_owner_of_the_whole_pulls_no_report_out_of_it(play: Play) -> None:
    master = registered(play)
    play.opinion()
    entry = play.case
    merge(play, entry, master)
    master.refresh_from_db()
    master.owner_person = play.town.intake
    master.save()
    with pytest.raises(NotAllowed):
        part_case(case=entry, actor=acting(play.town.intake), reason=REASON)
