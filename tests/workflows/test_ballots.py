"""满意度测评 (V7): asked of those a problem concerned; nobody learns who answered what.

The play begins on Monday, 11 May 2026; nobody works on the weekends, no holiday is near.
"""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rectification.enums import CaseStage
from rectification.exceptions import CaseError, InvalidInput, NotAllowed
from rectification.models import (
    Ballot,
    BallotBox,
    BallotCode,
    BallotCount,
    BallotPrinting,
    BallotVoter,
    Notice,
    OutboxMessage,
    Person,
    PublicationDecision,
)
from rectification.policies.facts import facts_of
from rectification.policies.separation import bar_of
from rectification.selectors.ballots import ballot_of, result_of_ballot
from rectification.selectors.closure import open_points
from rectification.services import ballots
from rectification.services.signatures import check_conclusion
from rectification.web.ballot_words import ballot_facts
from tests.days import at
from tests.factories import acting
from tests.rectification.web.desk import client_of
from tests.workflows.play import Play

LAST = date(2026, 5, 25)


@pytest.fixture
def asked(play: Play) -> Ballot:
    """A problem from residents, in its notice; the office asks until the 25th."""
    cache.clear()
    play.opinion(mode="anonymous")
    play.bring_to(CaseStage.IN_NOTICE)
    ballots.open_ballot(case=play.case, actor=acting(play.town.intake), closes_on=LAST)
    found = ballot_of(play.case)
    assert found is not None
    return found


def page(play: Play) -> str:
    return reverse("rectification:ballot", args=[play.case.pk])


def answer_page(play: Play) -> str:
    return reverse("rectification:ballot_vote", args=[play.case.pk])


def count(play: Play, ballot: Ballot, satisfied: int = 0, fairly: int = 0, not_so: int = 0) -> None:
    ballots.enter_paper_answers(
        ballot=ballot,
        actor=acting(play.town.intake),
        second=play.town.org,
        counts={"satisfied": satisfied, "fairly": fairly, "dissatisfied": not_so},
    )


def over(play: Play) -> None:
    play.clock.move_to(at(date(2026, 5, 26)))


# --- opening --------------------------------------------------------------------------------------


def test_office_opens_one_for_each_notice(play: Play, asked: Ballot) -> None:
    assert (asked.notice, asked.opened_by, asked.closes_on) == (play.notice, play.town.intake, LAST)
    with pytest.raises(CaseError) as refused:
        ballots.open_ballot(case=play.case, actor=acting(play.town.officer), closes_on=LAST)
    assert refused.value.rule == "4.8"
    assert play.case.events.latest("sequence").verb == "ballot_opened"


@pytest.mark.parametrize("day", [date(2026, 5, 11), date(2026, 6, 30)])
def test_last_day_lies_within_thirty_days(play: Play, day: date) -> None:
    play.opinion()
    play.bring_to(CaseStage.IN_NOTICE)
    with pytest.raises(CaseError):
        ballots.open_ballot(case=play.case, actor=acting(play.town.intake), closes_on=day)


def test_nothing_is_asked_about_what_a_branch_found_itself(play: Play) -> None:
    play.bring_to(CaseStage.IN_NOTICE)
    assert client_of(play.town.intake).get(page(play)).status_code == 404
    with pytest.raises(CaseError):
        ballots.open_ballot(case=play.case, actor=acting(play.town.intake), closes_on=LAST)


def test_nothing_is_asked_before_the_notice(play: Play) -> None:
    play.opinion()
    play.bring_to(CaseStage.RECTIFYING)
    assert client_of(play.town.intake).get(page(play)).status_code == 404


def test_owner_opens_nothing(play: Play) -> None:
    play.opinion()
    play.bring_to(CaseStage.IN_NOTICE)
    with pytest.raises(NotAllowed):
        ballots.open_ballot(case=play.case, actor=acting(play.town.east.secretary), closes_on=LAST)


def test_who_holds_an_office_of_the_owner_has_no_hand_in_it(play: Play, asked: Ballot) -> None:
    """Also where he has done nothing in the case: the office itself may own a problem."""
    held = play.town.org.appointments.get()
    held.organisation, held.valid_to = play.case.owner_organisation, LAST
    held.save()
    with pytest.raises(NotAllowed):
        count(play, asked, 10)
    with pytest.raises(NotAllowed):
        ballots.print_codes(ballot=asked, actor=acting(play.town.org), number=1)
    assert sums(asked) == (0, 0, 0)


def test_page_opens_and_prints_codes_once(play: Play) -> None:
    play.opinion()
    play.bring_to(CaseStage.IN_NOTICE)
    desk = client_of(play.town.intake)
    case_page = desk.get(reverse("rectification:case", args=[play.case.pk])).content.decode()
    assert page(play) in case_page
    assert desk.get(page(play)).status_code == 200
    assert desk.post(page(play), {"closes_on": "2026-05-11"}).status_code == 422
    assert desk.post(page(play), {"closes_on": "2026-05-25"}).status_code == 302
    shown = desk.post(page(play), {"number": "3"})
    codes = shown.context["codes"]
    assert len(set(codes)) == 3
    assert all(code in shown.content.decode() for code in codes)
    assert not any(code in desk.get(page(play)).content.decode() for code in codes)
    assert not BallotCode.objects.filter(code_hash__in=codes).exists()
    assert "另一人登记发放数量之前" in desk.get(page(play)).content.decode()
    assert desk.post(page(play), {"number": "1"}).status_code == 422
    recorder = client_of(play.town.officer)
    assert recorder.post(page(play), {"number": "3"}).status_code == 422
    assert recorder.post(page(play), {"handed_out": "4"}).status_code == 422
    assert recorder.post(page(play), {"handed_out": "2"}).status_code == 302
    assert desk.post(page(play), {"number": "298"}).status_code == 422
    told = "打印3个，发放2个"
    assert told in desk.get(page(play)).content.decode()
    for person in (play.town.east.secretary, play.town.org, play.town.pse):
        assert client_of(person).get(page(play)).status_code == 404


def test_whoever_asked_may_still_verify(play: Play) -> None:
    play.opinion()
    play.bring_to(CaseStage.IN_NOTICE)
    ballots.open_ballot(case=play.case, actor=acting(play.town.dis[1]), closes_on=LAST)
    assert bar_of(play.town.dis[1].pk, "verify", facts_of(play.case)) is None


# --- answering ------------------------------------------------------------------------------------


def test_member_answers_once(play: Play, asked: Ballot) -> None:
    member = client_of(play.town.west.members[0])
    notice = reverse("rectification:notice", args=[play.notice.pk])
    assert answer_page(play) in member.get(notice).content.decode()
    assert member.get(answer_page(play)).status_code == 200
    assert member.post(answer_page(play), {"answer": "whatever"}).status_code == 422
    assert member.post(answer_page(play), {"answer": "fairly"}).status_code == 200
    assert member.post(answer_page(play), {"answer": "fairly"}).status_code == 422
    assert sums(asked) == (0, 1, 0)


def test_lists_that_were_disclosed_ask_nobody(play: Play) -> None:
    """Asked is who was shown what came of it, and not who read the lists before (4.6, V7)."""
    play.opinion(mode="anonymous")
    play.bring_to(CaseStage.RECTIFYING)
    play.disclose(scope="S3", working_days=20)
    play.go_on_to(CaseStage.NOTICE_PREP)
    play.take("propose_publication", scope="S2")
    play.go_on_to(CaseStage.IN_NOTICE)
    effect = play.notice
    open_it = {"case": play.case, "actor": acting(play.town.intake), "closes_on": LAST}
    Notice.objects.filter(pk=effect.pk).update(withdrawn_at=timezone.now())
    with pytest.raises(CaseError, match="公示"):
        ballots.open_ballot(**open_it)
    Notice.objects.filter(pk=effect.pk).update(withdrawn_at=None)
    ballots.open_ballot(**open_it)
    west, east = play.town.west.members[0], play.town.east.members[1]
    assert client_of(west).get(answer_page(play)).status_code == 404
    assert client_of(east).get(answer_page(play)).status_code == 200


def sums(ballot: Ballot) -> tuple[int, int, int]:
    box = BallotBox.objects.get(ballot=ballot)
    return box.satisfied, box.fairly, box.dissatisfied


def partial_people(play: Play) -> list[Person]:
    town = play.town
    return [town.east.secretary, town.east.clerk, town.officer, town.pse, town.pub]


def test_who_has_a_part_in_the_case_is_not_asked(play: Play, asked: Ballot) -> None:
    for person in partial_people(play):
        assert client_of(person).get(answer_page(play)).status_code == 404
        with pytest.raises(NotAllowed):
            ballots.vote(ballot=asked, person=person, answer="satisfied")
    assert sums(asked) == (0, 0, 0)


def printed(play: Play, ballot: Ballot, number: int, handed_out: int | None = None) -> list[str]:
    """By the intake officer, recorded as handed out by his colleague."""
    codes = ballots.print_codes(ballot=ballot, actor=acting(play.town.intake), number=number)
    given = number if handed_out is None else handed_out
    ballots.record_handed_out(ballot=ballot, actor=acting(play.town.officer), number=given)
    return codes


def test_code_is_good_once(play: Play, asked: Ballot) -> None:
    codes = printed(play, asked, 2)
    url = reverse("rectification:ballot_code")
    sent = {"code": codes[0].lower(), "answer": "dissatisfied"}
    assert Client().post(url, sent).status_code == 200
    assert Client().post(url, sent).status_code == 422
    assert Client().post(url, {**sent, "code": "AAAA-AAAA-AAAA"}).status_code == 422
    assert (sums(asked), BallotCode.objects.filter(used=True).count()) == ((0, 0, 1), 1)


def test_code_is_good_once_another_has_recorded_it(play: Play, asked: Ballot) -> None:
    """Nobody answers with what he printed himself: not before, and not beyond what was given."""
    printer = acting(play.town.intake)
    codes = ballots.print_codes(ballot=asked, actor=printer, number=5)
    with pytest.raises(CaseError, match="尚未登记发放"):
        ballots.vote_by_code(ballot=asked, code=codes[0], answer="satisfied")
    with pytest.raises(NotAllowed, match="另一人"):
        ballots.record_handed_out(ballot=asked, actor=printer, number=5)
    with pytest.raises(CaseError, match="5"):
        ballots.print_codes(ballot=asked, actor=acting(play.town.officer), number=1)
    told = OutboxMessage.objects.filter(kind="ballot_codes_printed")
    others = {play.town.officer, *play.town.dis}
    assert {row.recipient for row in told} == others
    recorder = acting(play.town.officer)
    with pytest.raises(CaseError):
        ballots.record_handed_out(ballot=asked, actor=recorder, number=6)
    ballots.record_handed_out(ballot=asked, actor=recorder, number=2)
    with pytest.raises(CaseError):
        ballots.record_handed_out(ballot=asked, actor=recorder, number=2)
    for code in codes[:2]:
        ballots.vote_by_code(ballot=asked, code=code, answer="satisfied")
    with pytest.raises(CaseError):
        ballots.vote_by_code(ballot=asked, code=codes[2], answer="satisfied")
    assert sums(asked) == (2, 0, 0)
    row = BallotPrinting.objects.get()
    assert (row.printed, row.handed_out) == (5, 2)
    assert (row.printed_by, row.recorded_by) == (play.town.intake, play.town.officer)
    verbs = ["ballot_codes_printed", "ballot_codes_handed_out"]
    events = play.case.events.filter(verb__in=verbs).order_by("sequence")
    assert [(e.verb, e.payload.text, e.actor) for e in events] == [
        ("ballot_codes_printed", "5", play.town.intake),
        ("ballot_codes_handed_out", "2", play.town.officer),
    ]


def test_verifier_reads_beside_the_result_who_printed_and_counted(
    play: Play, asked: Ballot
) -> None:
    printed(play, asked, 5, 3)
    count(play, asked, 9, 0, 4)
    over(play)
    facts = dict(ballot_facts(asked))
    assert facts["满意度测评"] == "至5月25日"
    town = play.town
    assert facts["测评码"] == f"{town.intake.name}打印5个，发放3个，由{town.officer.name}登记"
    assert facts["纸质测评票"] == f"由{town.intake.name}、{town.org.name}清点"


def test_second_counter_is_told(play: Play, asked: Ballot) -> None:
    count(play, asked, 1)
    told = OutboxMessage.objects.filter(kind="ballot_counted")
    assert {row.recipient for row in told} == {play.town.org}


def test_paper_is_counted_by_two_without_part(play: Play, asked: Ballot) -> None:
    count(play, asked, 7, 2, 1)
    assert sums(asked) == (7, 2, 1)
    assert BallotCount.objects.get().sheets == 10
    counts = {"satisfied": 1}
    intake = acting(play.town.intake)
    refusals: list[dict[str, Any]] = [
        {"actor": intake, "second": play.town.intake, "counts": counts},
        {"actor": intake, "second": play.town.east.secretary, "counts": counts},
        {"actor": intake, "second": play.town.org, "counts": {"satisfied": -1, "fairly": 2}},
        {"actor": intake, "second": play.town.org, "counts": {"whatever": 1}},
        {"actor": intake, "second": play.town.org, "counts": {}},
    ]
    for given in refusals:
        with pytest.raises((CaseError, NotAllowed)):
            ballots.enter_paper_answers(ballot=asked, **given)
    assert sums(asked) == (7, 2, 1)


def test_nothing_is_taken_once_it_is_closed(play: Play, asked: Ballot) -> None:
    code = printed(play, asked, 1)[0]
    over(play)
    with pytest.raises(CaseError):
        ballots.vote_by_code(ballot=asked, code=code, answer="satisfied")
    with pytest.raises(CaseError):
        count(play, asked, 1)
    member = client_of(play.town.west.members[0])
    assert member.get(answer_page(play)).status_code == 404


def test_what_is_put_right_anew_is_asked_about_anew(play: Play, asked: Ballot) -> None:
    """Nobody is asked any more about what was shown; of what is shown next he is."""
    code = printed(play, asked, 1)[0]
    play.object("facts")
    play.take("handle_objection", decision="upheld")
    url = reverse("rectification:ballot_code")
    assert Client().post(url, {"code": code, "answer": "satisfied"}).status_code == 422
    assert client_of(play.town.west.members[0]).get(answer_page(play)).status_code == 404
    assert sums(asked) == (0, 0, 0)
    play.go_on_to(CaseStage.IN_NOTICE)
    assert ballot_of(play.case) is None
    later = timezone.localdate() + timedelta(days=10)
    ballots.open_ballot(case=play.case, actor=acting(play.town.intake), closes_on=later)
    assert (found := ballot_of(play.case)) is not None
    assert found.notice == play.notice != asked.notice


def test_circle_is_that_of_the_notice_it_asks_about(play: Play, asked: Ballot) -> None:
    """A text shown more widely beside the procedure makes nobody a judge of the effect."""
    member = play.town.west.members[0]
    beside = play.notice
    decision = beside.decision
    decision.pk, decision.purpose, decision.version = None, "lists", 9
    decision.save()
    beside.pk, beside.decision, beside.token = None, decision, "beside"
    beside.save()
    PublicationDecision.objects.filter(pk=asked.notice.decision_id).update(scope="S1")
    assert client_of(member).get(answer_page(play)).status_code == 404


# --- nobody sees who answered what ----------------------------------------------------------------


def test_rows_tell_nobody_who_answered_what(play: Play, asked: Ballot) -> None:
    """As a reader of the tables has them, in the order in which they lie there."""
    members = [*play.town.west.members[:2], play.town.east.members[1]]
    before = play.case.events.count()
    for person, answer in zip(members, ("satisfied", "dissatisfied", "fairly"), strict=True):
        ballots.vote(ballot=asked, person=person, answer=answer)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {BallotBox._meta.db_table}")
        boxes = cursor.fetchall()
        cursor.execute(f"SELECT * FROM {BallotVoter._meta.db_table}")
        columns = {column[0] for column in cursor.description}
        voters = cursor.fetchall()
    assert len(boxes) == 1
    assert (len(voters), columns) == (3, {"id", "ballot_id", "person_id"})
    assert play.case.events.count() == before
    for model in (BallotBox, BallotVoter, BallotCode):
        assert not hasattr(model, "history")


# --- the result -----------------------------------------------------------------------------------


def test_no_result_before_the_last_day_is_over(play: Play, asked: Ballot) -> None:
    count(play, asked, 12)
    assert result_of_ballot(asked) is None
    assert "12" not in client_of(play.town.dis[0]).get(page(play)).content.decode()
    over(play)
    result = result_of_ballot(asked)
    assert result is not None
    assert (result.percent, result.answers, result.reached) == (100, 12, True)


@pytest.mark.parametrize(
    ("counted", "percent", "reached"),
    [((8, 0, 2), 80, True), ((4, 3, 3), 70, False), ((79, 0, 21), 79, False), ((9, 0, 0), None, 0)],
)
def test_threshold_and_least(
    play: Play, asked: Ballot, counted: tuple[int, int, int], percent: int | None, reached: bool
) -> None:
    count(play, asked, *counted)
    over(play)
    result = result_of_ballot(asked)
    assert result is not None
    assert (result.percent, result.reached) == (percent, bool(reached))
    html = client_of(play.town.intake).get(page(play)).content.decode()
    assert ("样本不足" in html) is (percent is None)
    if percent is None:
        assert result.answers is None


def to_verifiers(play: Play) -> None:
    play.go_on_to(CaseStage.VERIFYING)
    play.take("assign_verifiers")


def test_verification_waits_for_an_open_ballot(play: Play, asked: Ballot) -> None:
    to_verifiers(play)
    assert len(open_points(play.case)) == 1
    over(play)
    assert open_points(play.case) == []


@pytest.mark.parametrize(
    ("counted", "refused"),
    [
        ((9, 0, 0), {"V7-answer"}),
        ((5, 0, 5), {"V7-answer", "conclusion"}),
        ((9, 0, 1), set()),
    ],
)
def test_v7_reads_the_result(
    play: Play, asked: Ballot, counted: tuple[int, int, int], refused: set[str]
) -> None:
    count(play, asked, *counted)
    to_verifiers(play)
    over(play)
    verifier = play.holder_of(play.item("verify"))
    item = play.item("verify", verifier)
    html = client_of(verifier).get(reverse("workflows:act", args=[item.pk])).content.decode()
    assert ("样本不足" in html) is (sum(counted) < 10)
    attempt = play.attempt("verify", verifier, **{"V7-answer": "yes", "V7-reason": ""})
    assert attempt.done is not bool(refused)
    assert set(attempt.form.errors) == refused


def test_what_the_ballot_missed_is_waved_away_by_nobody(play: Play, asked: Ballot) -> None:
    """Neither as not applicable, nor by whoever settles where the two differ (V7)."""
    count(play, asked, 5, 0, 5)
    to_verifiers(play)
    over(play)
    given = {"V7-answer": "na", "V7-reason": "参加测评的人员不了解情况，结果不能采用。"}
    verifier = play.holder_of(play.item("verify"))
    assert set(play.refusal("verify", verifier, **given)) == {"V7-answer", "conclusion"}
    with pytest.raises(InvalidInput) as refused:
        check_conclusion(case=play.case, conclusion="passed", correction_due_on=None)
    assert list(refused.value.errors) == ["conclusion"]
    failing = play.failing() | {"V7-answer": "no", "V7-reason": "满意度测评未达到要求。"}
    play.take("verify", verifier, **failing)
