"""docs/rules.md 4.7, V7: ballot sheets lie in the paper box too; two count them, sums are kept."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from rectification.enums import CaseStage
from rectification.models import (
    Ballot,
    BallotBox,
    BallotCount,
    BoxOpening,
    Objection,
    OutboxMessage,
    Person,
)
from rectification.policies.days import today
from rectification.selectors.ballots import ballot_of
from rectification.services.ballots import open_ballot
from tests.days import at
from tests.factories import acting
from tests.rectification.web.desk import client_of
from tests.workflows.play import Play

LAST = date(2026, 5, 25)


@pytest.fixture
def asked(play: Play) -> Ballot:
    """A problem from residents, in its notice; the office asks until the 25th."""
    play.opinion(mode="anonymous")
    play.bring_to(CaseStage.IN_NOTICE)
    open_ballot(case=play.case, actor=acting(play.town.intake), closes_on=LAST)
    found = ballot_of(play.case)
    assert found is not None
    return found


def box(play: Play) -> str:
    return f"/board/box/?organisation={play.town.east.organisation.pk}"


def sent(ballot: Ballot, second: Person | None, *counts: int | str, **given: Any) -> dict[str, Any]:
    names = ("satisfied", "fairly", "dissatisfied")
    parts = {f"ballot-{ballot.pk}-{name}": n for name, n in zip(names, counts, strict=False)}
    return {
        "opened_on": today().isoformat(),
        "first_present": "周在场",
        "second_present": "吴见证",
        "page": str(uuid4()),
        "form-TOTAL_FORMS": 1,
        "form-INITIAL_FORMS": 0,
        "form-0-mode": "anonymous",
        "second": second.pk if second else "",
        **parts,
        **given,
    }


def objection(ballot: Ballot) -> dict[str, Any]:
    return {
        "form-0-notice": ballot.notice_id,
        "form-0-received_on": today().isoformat(),
        "form-0-kind": "effect",
        "form-0-text": "东头小广场的公开栏还是旧的。",
    }


def sums(ballot: Ballot) -> tuple[int, int, int]:
    row = BallotBox.objects.get(ballot=ballot)
    return row.satisfied, row.fairly, row.dissatisfied


def test_office_enters_sums_with_a_second_one_and_the_ballot_grows(
    play: Play, asked: Ballot
) -> None:
    desk, second = client_of(play.town.officer), play.town.org
    html = desk.get(box(play)).content.decode()
    assert "测评票" in html
    assert play.notice.decision.title in html
    answer = desk.post(box(play), sent(asked, second, 7, "", 5), follow=True)
    assert answer.status_code == 200
    assert sums(asked) == (7, 0, 5)
    row = BallotCount.objects.get()
    assert (row.counted_by, row.second, row.sheets) == (play.town.officer, second, 12)
    opening = BoxOpening.objects.get()
    assert (opening.objections, opening.ballots) == (0, 12)
    event = play.case.events.latest("sequence")
    assert (event.verb, event.actor, event.acting_role) == (
        "ballot_counted",
        play.town.officer,
        "OFF",
    )
    told = OutboxMessage.objects.filter(kind="ballot_counted")
    assert {message.recipient for message in told} == {second}
    # How many sheets there were is told to nobody while a ballot is open.
    listed = answer.content.decode()
    assert ("有测评票" in listed, "测评票12" in listed) == (True, False)
    play.clock.move_to(at(today() + timedelta(days=31)))
    later = client_of(play.town.officer).get(box(play))
    assert "测评票12张" in later.content.decode()


@pytest.mark.parametrize("counts", [(7, -1, 0), (2001,), ("many",)])
def test_numbers_that_cannot_be_are_refused(play: Play, asked: Ballot, counts: Any) -> None:
    answer = client_of(play.town.officer).post(box(play), sent(asked, play.town.org, *counts))
    assert answer.status_code == 422
    assert answer.context["counts"].forms[0].errors
    assert not BoxOpening.objects.exists()


def test_nothing_in_the_box_is_no_opening(play: Play, asked: Ballot) -> None:
    answer = client_of(play.town.officer).post(box(play), sent(asked, play.town.org, 0, "", ""))
    assert answer.status_code == 422
    assert not BoxOpening.objects.exists()


def test_second_one_is_named_and_another(play: Play, asked: Ballot) -> None:
    """Nobody counts alone, and nobody counts what is asked about his own."""
    desk = client_of(play.town.officer)
    for second in (None, play.town.officer, play.town.east.secretary):
        answer = desk.post(box(play), sent(asked, second, 9, 2, 1))
        assert answer.status_code == 422
        assert set(answer.context["counts"].counter.errors) == {"second"}
        assert answer.context["counts"].forms[0]["satisfied"].value() == "9"
    assert sums(asked) == (0, 0, 0)
    assert not BoxOpening.objects.exists()


def test_owner_of_the_problem_is_offered_no_ballot(play: Play, asked: Ballot) -> None:
    """Clerk of the branch it is about: the box is his, the answers to this ballot are not."""
    page = client_of(play.town.east.clerk).get("/board/box/")
    assert page.status_code == 200
    assert page.context["counts"].forms == []
    data = sent(asked, play.town.org, 12)
    assert client_of(play.town.east.clerk).post("/board/box/", data).status_code == 422
    assert sums(asked) == (0, 0, 0)


def test_closed_ballot_is_offered_no_more(play: Play, asked: Ballot) -> None:
    play.clock.move_to(at(LAST + timedelta(days=1)))
    assert client_of(play.town.officer).get(box(play)).context["counts"].forms == []


def test_time_on_record_does_not_lead_from_the_sheets_to_an_objection(
    play: Play, asked: Ballot
) -> None:
    """Both lay in one box; entered together, the moment of the counting would tell so."""
    desk, data = client_of(play.town.officer), sent(asked, play.town.org, 12)
    answer = desk.post(box(play), data | objection(asked))
    assert answer.status_code == 422
    assert "先登记异议" in answer.content.decode()
    assert (sums(asked), Objection.objects.count()) == ((0, 0, 0), 0)
    apart = {f"ballot-{asked.pk}-satisfied": ""}
    assert desk.post(box(play), data | objection(asked) | apart).status_code == 200
    assert desk.post(box(play), data | {"page": str(uuid4())}).status_code == 302
    assert (sums(asked), Objection.objects.count()) == ((12, 0, 0), 1)
    assert [row.ballots for row in BoxOpening.objects.order_by("pk")] == [0, 12]


def test_sent_twice_counts_once(play: Play, asked: Ballot) -> None:
    desk, data = client_of(play.town.officer), sent(asked, play.town.org, 11)
    assert desk.post(box(play), data).status_code == 302
    assert desk.post(box(play), data).status_code == 422
    assert sums(asked) == (11, 0, 0)


def test_one_more_paper_keeps_what_was_counted(play: Play, asked: Ballot) -> None:
    answer = client_of(play.town.officer).post(
        box(play), sent(asked, play.town.org, 3, aside="add")
    )
    assert answer.status_code == 200
    assert answer.context["counts"].forms[0]["satisfied"].value() == "3"
    assert str(answer.context["counts"].counter["second"].value()) == str(play.town.org.pk)
    assert not BoxOpening.objects.exists()
