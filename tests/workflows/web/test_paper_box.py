"""docs/rules.md 4.7: the box is opened before two, and what lay in it counts from its stamp."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from rectification.enums import CaseLevel, CaseStage
from rectification.exceptions import NotAllowed
from rectification.models import Appointment, BoxOpening, Objection, Person
from rectification.policies.days import today
from rectification.policies.facts import facts_of
from rectification.policies.separation import bar_of
from rectification.roles import Role
from rectification.selectors.receipts import find_by_receipt
from rectification.services.paper_box import ObjectionPaper, Opening
from tests.days import at
from tests.factories import Township, in_office, person
from tests.rectification.web.desk import client_of
from tests.workflows.play import Play
from workflows.paper_box import PaperRefused, register_opening

pytestmark = pytest.mark.django_db

BOX = "/board/box/"
NEWCOMER = "文书新"


@pytest.fixture
def play(town: Township, clock: time_machine.Traveller) -> Play:
    """The branch's case is shown to the township; a new clerk has had nothing to do with it."""
    found = Play(town, clock)
    found.bring_to(CaseStage.IN_NOTICE, CaseLevel.BRANCH)
    return found


def clerk_of(town: Township) -> Person:
    """A second clerk of the branch: the first one answers for a measure of the case."""
    found = Person.objects.filter(name=NEWCOMER).first()
    return found or in_office(person(NEWCOMER), Role.CLK, town.east.organisation)


def paper(play: Play, row: int = 0, **given: Any) -> dict[str, Any]:
    values = {
        "notice": play.notice.pk,
        "received_on": today().isoformat(),
        "kind": "effect",
        "text": "东头小广场的公开栏还是旧的。",
        "mode": "anonymous",
        **given,
    }
    return {f"form-{row}-{name}": value for name, value in values.items()}


def opening(*papers: dict[str, Any], **given: Any) -> dict[str, Any]:
    parts = {name: value for one in papers for name, value in one.items()}
    return {
        "opened_on": today().isoformat(),
        "first_present": "周在场",
        "second_present": "吴见证",
        "page": str(uuid4()),
        "form-TOTAL_FORMS": len(papers),
        "form-INITIAL_FORMS": 0,
        **parts,
        **given,
    }


def post(someone: Person, data: dict[str, Any]) -> Any:
    return client_of(someone).post(BOX, data)


def faults(answer: Any) -> tuple[set[str], set[str]]:
    """Fields at fault of the opening and of its papers; nothing of it was kept."""
    assert answer.status_code == 422
    assert not BoxOpening.objects.exists()
    assert not Objection.objects.exists()
    rows = [set(row.errors) for row in answer.context["papers"].forms]
    return set(answer.context["form"].errors), set().union(*rows)


def test_papers_are_received_as_objections_and_receipts_are_printed_once(
    play: Play, town: Township
) -> None:
    named = paper(play, 1, kind="facts", mode="named", name="田知情", contact="三组东头")
    answer = post(clerk_of(town), opening(paper(play), named))
    html = answer.content.decode()
    objections = list(Objection.objects.order_by("pk"))
    assert [(one.kind, one.mode, one.timely) for one in objections] == [
        ("effect", "anonymous", True),
        ("facts", "named", True),
    ]
    codes = [slip["code"] for slip in answer.context["slips"]]
    assert [find_by_receipt(code) for code in codes] == objections
    assert all(code in html for code in codes)
    assert "田知情" not in html
    row = BoxOpening.objects.get()
    assert (row.objections, row.entered_by, row.organisation) == (
        2,
        clerk_of(town),
        town.east.organisation,
    )
    # A moment would lead to what was received in it.
    assert row.entered_on == today()
    assert not any(isinstance(value, datetime) for value in vars(row).values())
    assert play.case.events.filter(verb="objection_received", actor=None).count() == 2
    items = play.case.work_items.filter(step="handle_objection", closed_at=None)
    assert items.count() == 2
    assert play.notice.suspended_on == today()
    listed = client_of(clerk_of(town)).get(BOX).content.decode()
    assert ("异议2份" in listed, "周在场、吴见证" in listed) == (True, True)
    assert not any(code in listed for code in codes)
    assert "东头小广场" not in listed


def test_stamp_and_not_the_opening_says_what_is_in_time(play: Play, town: Township) -> None:
    last = play.notice.ends_on
    play.clock.move_to(at(last + timedelta(days=1), "10:00:00"))
    post(clerk_of(town), opening(paper(play)))
    post(clerk_of(town), opening(paper(play, received_on=last.isoformat())))
    assert [one.timely for one in Objection.objects.order_by("pk")] == [False, True]


def test_whoever_is_concerned_is_offered_nothing_and_refused_at_the_door(
    play: Play, town: Township
) -> None:
    """The secretary claimed the case and drafted its plan."""
    page = client_of(town.east.secretary).get(BOX)
    assert page.context["offered"] is False
    assert "没有可以登记的公示" in page.content.decode()
    assert faults(post(town.east.secretary, opening(paper(play)))) == (set(), {"notice"})
    given = ObjectionPaper(
        notice=play.notice, received_on=today(), kind="effect", text="旧的。", mode="anonymous"
    )
    with pytest.raises(PaperRefused) as refused:
        register_opening(
            by=town.east.secretary,
            organisation=town.east.organisation,
            opening=Opening(opened_on=today(), first_present="周", second_present="吴"),
            objections=[given],
        )
    assert refused.value.error.rule == "4.7"
    assert "您与该事项有关" in str(refused.value.message)
    assert not BoxOpening.objects.exists()


def succeeded(town: Township) -> Person:
    """Somebody else is secretary of the branch now."""
    new = in_office(person("接任书记"), Role.CLK, town.east.organisation)
    held = {"organisation": town.east.organisation, "role": Role.SEC}
    Appointment.objects.filter(**held).update(person=new)
    return new


def test_new_secretary_is_offered_nothing_against_his_own_branch(
    play: Play, town: Township
) -> None:
    new = succeeded(town)
    assert client_of(new).get(BOX).context["offered"] is False
    assert faults(post(new, opening(paper(play)))) == (set(), {"notice"})


def test_one_refused_paper_keeps_all_of_them_back(play: Play, town: Township) -> None:
    early = play.notice.posted_at.date() - timedelta(days=1)
    wrong = paper(play, 1, received_on=early.isoformat())
    answer = post(clerk_of(town), opening(paper(play), wrong))
    assert faults(answer) == (set(), {"received_on"})
    assert answer.context["papers"].forms[0].errors == {}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"second_present": "周在场"}, {"second_present"}),
        ({"first_present": " "}, {"first_present"}),
        ({"opened_on": "2099-01-01"}, {"opened_on"}),
    ],
)
def test_box_is_opened_before_two_on_a_day_that_was(
    play: Play, town: Township, given: dict[str, str], expected: set[str]
) -> None:
    assert faults(post(clerk_of(town), opening(paper(play), **given)))[0] == expected


def test_stamp_is_not_later_than_the_opening(play: Play, town: Township) -> None:
    play.clock.shift(timedelta(days=1))
    before = (today() - timedelta(days=1)).isoformat()
    answer = post(clerk_of(town), opening(paper(play), opened_on=before))
    assert faults(answer) == (set(), {"received_on"})


def test_named_objection_without_a_name_is_refused_beside_its_paper(
    play: Play, town: Township
) -> None:
    answer = post(clerk_of(town), opening(paper(play, mode="named")))
    assert faults(answer) == (set(), {"name"})


def test_page_sent_twice_registers_once(play: Play, town: Township) -> None:
    data = opening(paper(play))
    assert post(clerk_of(town), data).status_code == 200
    again = post(clerk_of(town), data)
    assert (again.status_code, Objection.objects.count()) == (422, 1)
    assert "这次开箱已经登记" in again.content.decode()


def test_one_more_part_keeps_what_stands_and_registers_nothing(play: Play, town: Township) -> None:
    answer = post(clerk_of(town), opening(paper(play), aside="add"))
    html = answer.content.decode()
    assert answer.status_code == 200
    assert len(answer.context["papers"].forms) == 2
    assert ("东头小广场" in html, "周在场" in html, "field-faulty" in html) == (True, True, False)
    assert not Objection.objects.exists()
    unused = {"form-1-mode": "anonymous"}
    assert post(clerk_of(town), opening(paper(play), unused)).status_code == 200
    assert BoxOpening.objects.get().objections == 1


def test_hidden_notice_is_offered_by_its_days_alone(play: Play, town: Township) -> None:
    notice = play.notice
    title = notice.decision.title
    client = client_of(clerk_of(town))
    assert title in client.get(BOX).content.decode()
    notice.hidden_at = notice.posted_at
    notice.save()
    html = client.get(BOX).content.decode()
    assert (title in html, "文字暂不显示（" in html) == (False, True)


def test_office_says_whose_box_and_others_have_none(play: Play, town: Township) -> None:
    client = client_of(town.officer)
    east = f"{BOX}?organisation={town.east.organisation.pk}"
    assert east in [row.url for row in client.get(BOX).context["rows"]]
    assert client.get(east).status_code == 200
    assert client_of(town.west.secretary).get(east).status_code == 404
    for someone in (town.pub, town.gen, town.dis[0], town.east.members[1]):
        assert client_of(someone).get(BOX).status_code == 404


def test_nobody_else_registers(play: Play, town: Township) -> None:
    with pytest.raises(NotAllowed) as refused:
        register_opening(
            by=town.west.secretary,
            organisation=town.east.organisation,
            opening=Opening(opened_on=today(), first_present="周", second_present="吴"),
            objections=[],
        )
    assert refused.value.rule == "4.7"


@pytest.mark.parametrize("rows", [1, 3])
def test_page_costs_the_same_however_many_openings_there_were(
    play: Play, town: Township, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        BoxOpening.objects.create(
            organisation=town.east.organisation,
            opened_on=today(),
            first_present="周",
            second_present="吴",
            objections=1,
            entered_by=clerk_of(town),
            entered_on=today(),
        )
    client = client_of(clerk_of(town))
    with django_assert_num_queries(16):
        response = client.get(BOX)
    assert len(response.context["rows"]) == rows


def test_whoever_entered_a_name_does_not_handle_that_objection(play: Play, town: Township) -> None:
    """He has read the name on the paper; of an anonymous one he knows nothing, and may."""
    play.clock.shift(timedelta(minutes=1))
    desk, box = client_of(town.intake), f"{BOX}?organisation={town.east.organisation.pk}"
    assert desk.post(box, opening(paper(play))).status_code == 200
    facts = facts_of(play.case)
    assert bar_of(town.intake.pk, "handle_objection", facts) is None
    named = paper(play, mode="named", name="田知情")
    assert desk.post(box, opening(named)).status_code == 200
    facts = facts_of(play.case)
    for step in ("handle_objection", "review_objection", "decide_termination"):
        assert bar_of(town.intake.pk, step, facts) == "same_hand"
    item = play.case.work_items.filter(step="handle_objection").latest("pk")
    assert item.bars.filter(person=town.intake, ground="same_hand").exists()
    Objection.objects.update(decided_at=play.notice.posted_at)
    assert bar_of(town.intake.pk, "handle_objection", facts_of(play.case)) is None
