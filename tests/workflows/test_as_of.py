"""Reading as of a moment: replayed to now it is now, and before each act what was recorded then."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from rectification.documents.lists import LISTS, ListReader, PastReader
from rectification.enums import CaseLevel, CaseStage, PublicationStatus
from rectification.models import Appointment, Case, Person, PlanStatus
from rectification.models.past import PastIsRead, tables_of_the_past
from rectification.moment import Moment
from rectification.policies.authority import authority_of
from rectification.policies.days import today
from rectification.selectors import casefile
from rectification.selectors.as_of import as_of, as_of_now
from rectification.selectors.calendar import current_calendar
from rectification.selectors.cases import visible_to
from rectification.selectors.figures import Figures, figures_of
from rectification.selectors.lights import rule_of, with_marks
from rectification.selectors.responsible import first_responsible
from rectification.selectors.sight import Sight, sight_of
from rectification.services import narrowing
from rectification.services.erasure import erase_case
from rectification.web.as_of_page import case_then
from rectification.web.case_file import Day
from rectification.web.case_page import CasePage, read_case
from tests.factories import acting
from tests.workflows.play import Play, user_of

MOVED = {"rectification_workitem": {"person_id", "handed_by_id", "due_on", "due_provisional"}}
"""What of a step is told as it was last set (decision 0042)."""


def now() -> Moment:
    return Moment(timezone.now(), today())


def all_tables() -> dict[str, list[dict[str, Any]]]:
    return {
        table: list(model._base_manager.order_by("pk").values())
        for table, model in tables_of_the_past().items()
    }


def sight_for(case: Case, person: Person) -> Sight:
    authority = authority_of(user_of(person))
    return sight_of(case, authority, casefile.open_items(case))


def page_now(case: Case, person: Person) -> CasePage:
    found = with_marks(Case.objects.filter(pk=case.pk)).get()
    sight, items = sight_for(case, person), casefile.open_items(found)
    if sight.is_co_unit:
        units = {unit.pk for unit in sight.units}
        items = [item for item in items if item.organisation_id in units and item.assignment]
    day = Day(today(), current_calendar(), rule_of(found))
    return read_case(found, sight.settled(items), items, None, day)


def page_at(case: Case, person: Person, moment: Moment) -> CasePage | None:
    return case_then(case, sight_for(case, person), moment, current_calendar())


def lines(play: Play, kind: str, moment: Moment | None = None) -> list[tuple[Any, Any]]:
    """A list as the office reads it, now or as of a moment."""
    authority = authority_of(user_of(play.town.officer))
    keys = list(visible_to(user_of(play.town.officer)).values_list("pk", flat=True))
    cases = Case.objects.filter(pk__in=keys, number__isnull=False).order_by("number")
    given = LISTS[kind], authority, today(), current_calendar()
    if moment is None:
        reader = ListReader(*given)
        rows = reader.rows_of(list(reader.prepared(cases)))
    else:
        past = PastReader(*given)
        with as_of(moment):
            rows = past.rows_of(list(past.prepared(cases)))
    return [((row.case_id, row.about), list(row.values)) for row in rows]


# --- now is now ---------------------------------------------------------------------------------


STAGES = ["rectifying", "in_notice", "closed"]


def assert_now_is_now(play: Play, *readers: Person) -> None:
    """Every row, the page of each of these readers, each list and the key figures."""
    with as_of(now()):
        replayed = all_tables()
    for table, rows in all_tables().items():
        assert replayed[table] == rows, table
    for reader in readers:
        assert page_at(play.case, reader, now()) == page_now(play.case, reader), reader
    for kind in LISTS:
        assert lines(play, kind, now()) == lines(play, kind), kind
    keys = [play.case.pk]
    with as_of(now()):
        figures = figures_of(keys, today())
    assert figures == figures_of(keys, today()) != Figures()


@pytest.mark.parametrize("stage", STAGES)
def test_everything_replayed_to_now_is_as_it_is_now(play: Play, stage: str) -> None:
    town = play.town
    play.bring_to(CaseStage(stage), "B", co_units=[town.west.organisation])
    units = [town.west.secretary] if stage == "rectifying" else []
    assert_now_is_now(play, town.east.secretary, town.east.clerk, town.officer, town.pse, *units)


@pytest.mark.parametrize("stage", ["planning", *STAGES])
def test_a_members_case_replayed_to_now_is_as_it_is_now(play: Play, stage: str) -> None:
    case = play.bring_to(CaseStage(stage), CaseLevel.MEMBER)
    assert case.owner_person is not None
    assert_now_is_now(play, case.owner_person, play.town.east.secretary, play.town.officer)


def test_a_case_with_everything_that_can_happen_is_replayed_to_now(play: Play) -> None:
    """Returned twice, given more time, objected to, verified three times, back in a new round."""
    town = play.town
    play.bring_to(CaseStage.PLAN_REVIEW)
    play.take("advise_plan")
    play.take("approve_plan", decision="return")
    play.go_on_to(CaseStage.RECTIFYING)
    play.ask_extension()
    play.take("review_extension")
    play.take("decide_extension")
    play.go_on_to(CaseStage.FIRST_REVIEW)
    play.take("first_review", decision="return", measures=[measure_of(play)])
    play.go_on_to(CaseStage.IN_NOTICE)
    play.object("effect")
    play.take("handle_objection")
    for _ in range(2):
        play.go_on_to(CaseStage.VERIFYING)
        play.take("assign_verifiers")
        play.take("verify", **play.failing())
        play.take("verify", town.dis[2], **play.failing())
        assert play.case.stage == CaseStage.RECTIFYING
        assert_now_is_now(play, town.east.secretary, town.officer)
    play.clock.shift(60)
    play.begin_change()
    for step in ("change_plan", "advise_change", "approve_change"):
        play.take(step)
    play.go_on_to(CaseStage.CLOSED)
    assert play.case.attempts.count() == 3
    play.begin_look_back()
    play.take("assign_look_back")
    play.take("look_back", decision="relapse")
    play.take("decide_relapse", decision="agree")
    play.go_on_to(CaseStage.RECTIFYING)
    assert play.case.round == 2
    assert_now_is_now(play, town.east.secretary, town.east.clerk, town.officer, town.pse)


def measure_of(play: Play) -> int:
    return play.case.plans.filter(status=PlanStatus.APPROVED).latest("pk").measures.get().pk


def test_each_moment_is_as_it_was_recorded_then(play: Play) -> None:
    play.co_units = [play.town.west.organisation]
    play.report(CaseLevel.BRANCH)
    recorded: list[tuple[Moment, dict[str, Any], CasePage, list[Any]]] = []
    steps: list[tuple[str, dict[str, Any]]] = [
        ("triage", {}),
        ("dispatch", {}),
        ("claim", {}),
        ("accept_share", {}),
        ("draft_plan", {}),
        ("advise_plan", {}),
        ("approve_plan", {"decision": "return"}),
        ("draft_plan", {}),
        ("advise_plan", {}),
        ("approve_plan", {}),
    ]
    for step, data in steps:
        play.clock.shift(60)
        play.take(step, **data)
        recorded.append((now(), all_tables(), page_now(play.case, play.town.officer), ledger(play)))
    play.clock.shift(60)
    play.carry_out()
    play.clock.shift(timedelta(days=3))
    for step in ("report_effect", "first_review", "propose_publication"):
        play.clock.shift(60)
        play.take(step)
        recorded.append((now(), all_tables(), page_now(play.case, play.town.officer), ledger(play)))
    play.clock.shift(60)
    play.go_on_to(CaseStage.CLOSED)
    for moment, tables, page, rows in recorded:
        with as_of(moment):
            replayed = all_tables()
        for table, was in tables.items():
            assert without(replayed[table], table) == without(was, table), (table, moment)
        assert lines(play, "ledger", moment) == rows, moment
        then = page_at(play.case, play.town.officer, moment)
        assert then is not None
        assert (then.case.stage, then.entries) == (page.case.stage, page.entries)
        assert (then.plan, then.units, then.facts) == (page.plan, page.units, page.facts)


def ledger(play: Play) -> list[Any]:
    return lines(play, "ledger")


def without(rows: list[dict[str, Any]], table: str) -> list[dict[str, Any]]:
    moved = MOVED.get(table, set())
    return [{name: row[name] for name in row if name not in moved} for row in rows]


# --- what it never shows ------------------------------------------------------------------------


def test_nothing_is_written_and_no_gate_asked_while_the_past_is_read(play: Play) -> None:
    play.bring_to(CaseStage.REGISTERED)
    officer = user_of(play.town.officer)
    with as_of(now()):
        with pytest.raises(PastIsRead), transaction.atomic():
            Case.objects.create(title="", found_on=today())
        with pytest.raises(PastIsRead):
            visible_to(officer).exists()
        with as_of_now():
            assert visible_to(officer).filter(pk=play.case.pk).exists()
    assert Case.objects.filter(pk=play.case.pk).exists()


def test_nothing_is_read_round_the_past(play: Play) -> None:
    play.bring_to(CaseStage.REGISTERED)
    by_hand = 'WITH found AS (SELECT * FROM "rectification_case") SELECT * FROM found'
    with as_of(now()), connection.cursor() as cursor:
        with pytest.raises(PastIsRead):
            cursor.execute(by_hand)
        with pytest.raises(PastIsRead):
            Case.history.exists()
        with as_of_now():
            assert Case.history.exists()


def test_before_it_was_registered_there_is_nothing_to_read(play: Play) -> None:
    play.report()
    handed_in = now()
    play.clock.shift(60)
    play.take("triage")
    for reader in (play.town.officer, play.town.east.secretary):
        assert page_at(play.case, reader, handed_in) is None
        assert page_at(play.case, reader, now()) is not None
    assert lines(play, "problems", handed_in) == []


def test_what_is_erased_is_erased_in_the_past(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    before = now()
    play.clock.shift(60)
    erase_case(case=play.case)
    page = page_at(play.case, play.town.officer, before)
    assert page is not None
    assert (page.case.title, page.case.description) == ("", "")
    assert page.plan is not None
    assert all(not value for label, value in page.plan.facts if str(label) == "原因分析")
    assert all(not entry.detail for entry in page.entries)


def test_what_was_left_out_of_a_public_text_stays_left_out(play: Play) -> None:
    play.bring_to(CaseStage.IN_NOTICE)
    before, officer = now(), play.town.officer
    page = page_at(play.case, officer, before)
    assert page is not None
    assert page.publications[0].sheet == play.notice.decision.text
    play.clock.shift(60)
    notice = play.notice
    clause = notice.decision.text.split("。")[0] + "。"
    narrowing.narrow_text(
        case=play.case, notice=notice, actor=acting(officer), title="", text=clause
    )
    page = page_at(play.case, officer, before)
    assert page is not None
    assert (page.publications[0].sheet, page.publications[0].sheet_title) == ("", "")


def test_a_text_taken_down_since_is_read_by_readers_of_the_record_alone(play: Play) -> None:
    play.bring_to(CaseStage.IN_NOTICE)
    before, clerk = now(), play.town.east.clerk

    def sheet(reader: Person) -> str:
        page = page_at(play.case, reader, before)
        assert page is not None
        return page.publications[0].sheet

    decision = play.notice.decision
    assert sheet(clerk) == decision.text
    play.clock.shift(60)
    decision.status = PublicationStatus.RETURNED
    decision.save()
    assert (sheet(clerk), sheet(play.town.officer)) == ("", decision.text)


# --- recorded and valid are two -----------------------------------------------------------------


def test_an_organisation_goes_by_the_name_it_had_on_record(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    before, branch = now(), play.town.east.organisation
    play.clock.shift(60)
    branch.name = "青石新村党支部"
    branch.save()
    page = page_at(play.case, play.town.officer, before)
    assert page is not None
    assert [value for label, value in page.facts if str(label) == "责任主体"] == ["青石村党支部"]
    assert lines(play, "ledger", before)[0][1][2] == "青石村党支部"
    assert lines(play, "ledger", now())[0][1][2] == "青石新村党支部"


def test_a_term_entered_later_is_not_known_before_and_holds_on_its_days(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    branch, old = play.town.east.organisation, play.town.east.secretary
    play.clock.shift(timedelta(days=10))
    not_entered = now()
    play.clock.shift(60)
    term = Appointment.objects.get(organisation=branch, role="SEC")
    term.valid_to = date(2026, 5, 12)
    term.save()
    new = play.town.east.members[1]
    Appointment.objects.create(
        person=new,
        role="SEC",
        organisation=branch,
        jurisdiction=branch,
        valid_from=date(2026, 5, 13),
        confirmed_at=timezone.now(),
        confirmed_by=play.town.pse,
    )

    def secretaries(known_at: datetime, on: date) -> list[Person]:
        case = Case.objects.get(pk=play.case.pk)
        with as_of(Moment(known_at, on)):
            return [term.person for term in first_responsible(case)]

    entered = timezone.now()
    assert secretaries(not_entered.known_at, not_entered.day) == [old]
    assert secretaries(entered, today()) == [old, new]
    assert secretaries(entered, date(2026, 5, 12)) == [old]
