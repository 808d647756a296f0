"""Scenarios 3, 4 and 13 of docs/rules.md 8, each through the flow from beginning to end."""

from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import translation

from rectification.enums import CaseLevel, CaseStage, EventVerb
from rectification.models import Appointment, Organisation, OutboxMessage, Person
from rectification.policies.authority import members_of
from rectification.policies.days import today
from rectification.roles import Role
from rectification.selectors.calendar import current_calendar
from rectification.selectors.notices import may_read
from rectification.selectors.responsible import Responsibility, first_responsible
from rectification.selectors.roster import tree_on
from rectification.services.appointments import change_appointment
from rectification.web.dates import span_words
from tests.days import at
from tests.factories import in_office
from tests.rectification.web.desk import client_of
from tests.workflows.play import Play, user_of
from tests.workflows.seen import sees
from workflows.invariants import breaches
from workflows.moves.branches import merge_branches, split_branch
from workflows.moves.members import transfer_member
from workflows.moves.offices import confirm_succession, enter_succession

YESTERDAY = timedelta(days=1)


def turns(someone: Person) -> list[str]:
    """What the person finds as his own with the next request."""
    response = client_of(someone).get(reverse("rectification:inbox"))
    return [row.act.url for row in response.context["turns"]]


def told(play: Play, someone: Person, kind: str) -> int:
    return OutboxMessage.objects.filter(case=play.case, recipient=someone, kind=kind).count()


def signed(play: Play, verb: EventVerb) -> tuple[Any, ...]:
    """Who did it, and as what."""
    event = play.case.events.get(verb=verb)
    return event.actor, event.acting_role, event.acting_organisation


def succession(play: Play, former: Person, successor: Person) -> None:
    term = enter_succession(
        user=user_of(play.town.org),
        office=Appointment.objects.get(person=former, role=Role.SEC),
        successor=successor,
        on=today(),
    )
    confirm_succession(user=user_of(play.town.pse), appointment=term)
    play.case.refresh_from_db()


def test_scenario_3_member_transfers_midway(play: Play) -> None:
    town = play.town
    member, old, new = town.east.members[0], town.east.secretary, town.west.secretary
    play.bring_to(CaseStage.RECTIFYING, CaseLevel.MEMBER)
    approved = play.case.plans.get()
    play.carry_out()
    play.take("report_effect")
    open_step = play.item("first_review")
    play.pass_days(1)
    transfer_member(user=user_of(town.org), person=member, to=town.west.organisation, on=today())
    play.case.refresh_from_db()
    # The case stays with the person.
    assert (play.case.owner_person, play.case.owner_organisation) == (
        member,
        town.west.organisation,
    )
    # Approvals already given stand.
    approved.refresh_from_db()
    assert (approved.status, approved.decided_by) == ("approved", old)
    # What is still open is decided by the new secretary and keeps its date of receipt.
    passed = play.item("first_review")
    assert (passed.organisation, passed.role) == (town.west.organisation, Role.SEC)
    assert (passed.opened_at, passed.due_on) == (open_step.opened_at, open_step.due_on)
    assert told(play, new, "your_turn") == 1
    # The former secretary loses access except to his own acts; the new one sees what is needed.
    assert (sees(old, play.case), sees(new, play.case)) == (False, True)
    done = client_of(old).get(reverse("rectification:done")).content.decode()
    assert play.case.number in done
    assert play.case.title not in done
    play.take("first_review", new)
    assert signed(play, EventVerb.PLAN_APPROVED) == (old, "SEC", town.east.organisation)
    assert signed(play, EventVerb.REVIEW_PASSED) == (new, "SEC", town.west.organisation)
    # Future steps are the new branch's.
    play.go_on_to(CaseStage.IN_NOTICE)
    assert signed(play, EventVerb.PUBLICATION_APPROVED)[2] == town.west.organisation
    assert list(breaches()) == []


def test_scenario_3_fresh_recusal_check(play: Play) -> None:
    """The secretary of the new branch is the one whom the owner's plan names."""
    town = play.town
    play.bring_to(CaseStage.FIRST_REVIEW, CaseLevel.MEMBER)
    measure = play.case.plans.get().measures.get()
    measure.person = town.west.secretary
    measure.save()
    transfer_member(
        user=user_of(town.org),
        person=town.east.members[0],
        to=town.west.organisation,
        on=today(),
    )
    passed = play.item("first_review")
    assert passed.role == Role.LIA
    assert {bar.person for bar in passed.bars.all()} == {town.west.secretary}


def test_scenario_4_branch_merges(play: Play) -> None:
    town = play.town
    east, west = town.east, town.west
    number = play.bring_to(CaseStage.IN_NOTICE).number
    running = play.notice
    before = [term.person for term in first_responsible(play.case)]
    play.pass_days(1)
    merge_branches(
        user=user_of(town.org),
        organisation=east.organisation,
        successor=west.organisation,
        on=today(),
    )
    play.case.refresh_from_db()
    east.organisation.refresh_from_db()
    # The old branch is closed with its successor, the open case is the successor's.
    assert east.organisation.closed_on == today() - YESTERDAY
    assert east.organisation.succeeded_by == west.organisation
    assert (play.case.owner_organisation, play.case.number) == (west.organisation, number)
    # Claimed anew within three working days.
    claim = play.item("reclaim")
    assert (claim.organisation, claim.clock) == (west.organisation, "claim")
    assert claim.due_on == current_calendar().add_working_days(today(), 3).on
    # First responsible person is the new secretary from that day.
    terms = first_responsible(play.case)
    assert [term.person for term in terms] == [*before, west.secretary]
    assert (terms[0].until, terms[1].since) == (today() - YESTERDAY, today())
    # The running notice runs on, for members of both.
    running.refresh_from_db()
    assert running.is_running
    for someone in (east.members[0], west.members[0]):
        assert may_read(running, user_of(someone))
    play.take("reclaim", west.secretary)
    play.end_notice()
    assert play.case.stage == CaseStage.VERIFYING
    assert list(breaches()) == []


def test_scenario_4_branch_splits(play: Play) -> None:
    town = play.town
    east = town.east
    number = play.bring_to(CaseStage.RECTIFYING).number
    report = play.item("carry_out")
    play.pass_days(1)
    people = members_of(east.organisation, today())
    split_branch(
        user=user_of(town.org),
        organisation=east.organisation,
        successors={"E-1": "青石第一党支部", "E-2": "青石第二党支部"},
        members={person: "E-1" if person == east.secretary else "E-2" for person in people},
        on=today(),
    )
    play.case.refresh_from_db()
    first, second = Organisation.objects.filter(split_from=east.organisation).order_by("code")
    in_office(east.secretary, Role.SEC, first, since=today())
    # Undecided, its steps lie with the office, and no office below the township reads the case.
    assert play.case.owner_organisation == east.organisation
    assert (play.item("carry_out").unheld, play.item("carry_out").due_on) == (True, report.due_on)
    assert play.item("assign_successor").role == Role.OFF
    assert (sees(east.clerk, play.case), sees(town.liaison, play.case)) == (False, False)
    # The office decides for this case; the successor claims it anew within three working days.
    play.take("assign_successor", town.officer, successor=first.pk)
    assert (play.case.owner_organisation, play.case.number) == (first, number)
    claim = play.item("reclaim")
    assert (claim.organisation, claim.clock) == (first, "claim")
    assert claim.due_on == current_calendar().add_working_days(today(), 3).on
    assert (sees(east.secretary, play.case), sees(east.clerk, play.case)) == (True, False)
    play.take("reclaim", east.secretary)
    assert play.open_steps() == ["carry_out"]
    assert set(members_of(second, today())) == set(people) - {east.secretary}
    assert list(breaches()) == []


def test_scenario_4_view_as_of_a_day(play: Play) -> None:
    """Tree, secretaries and owner of the day before, and of the day itself."""
    town = play.town
    east, west = town.east.organisation, town.west.organisation
    play.bring_to(CaseStage.RECTIFYING)
    play.pass_days(1)
    old, new = today() - YESTERDAY, today()
    members = set(members_of(east, old))
    merge_branches(user=user_of(town.org), organisation=east, successor=west, on=new)
    play.case.refresh_from_db()
    assert leaders_on(play, old) == {east.code: town.east.secretary, **of_west(play)}
    assert leaders_on(play, new) == of_west(play)
    assert set(members_of(east, old)) == members
    assert set(members_of(west, old)).isdisjoint(members)
    assert members <= set(members_of(west, new))
    terms = first_responsible(play.case)
    assert [term.person for term in terms if term.since <= old] == [town.east.secretary]
    assert owner_on(play, old) == east
    assert owner_on(play, new) == west


def owner_on(play: Play, day: date) -> Organisation:
    """As the field history has it at the end of that day."""
    past = play.case.history.filter(history_date__lt=at(day + YESTERDAY, "00:00:00"))
    return past.latest("history_date").owner_organisation


def of_west(play: Play) -> dict[str, Person]:
    return {play.town.west.organisation.code: play.town.west.secretary}


def leaders_on(play: Play, day: date) -> dict[str, Person]:
    """The village branches in the tree of that day and their secretaries."""
    codes = {play.town.east.organisation.code, play.town.west.organisation.code}
    roots = tree_on([play.town.committee], day)
    below = [node for root in roots for node in root.below]
    return {
        node.organisation.code: node.leaders[0] for node in below if node.organisation.code in codes
    }


def test_scenario_13_secretary_changes_while_an_approval_is_open(play: Play) -> None:
    town = play.town
    old, new = town.east.secretary, town.east.members[1]
    play.bring_to(CaseStage.FIRST_REVIEW, CaseLevel.MEMBER)
    step = play.item("first_review")
    assert turns(old) == [reverse("workflows:act", args=[step.pk])]
    assert turns(new) == []
    succession(play, old, new)
    # The step moves with the appointment: found at the successor's next request, lost before.
    assert play.item("first_review") == step
    assert turns(new) == [reverse("workflows:act", args=[step.pk])]
    assert turns(old) == []
    assert (sees(new, play.case), sees(old, play.case)) == (True, False)
    assert (told(play, new, "your_turn"), told(play, old, "your_turn")) == (1, 2)
    play.take("first_review", new)
    # Old acts remain under his name and office, the record shows both.
    assert signed(play, EventVerb.PLAN_APPROVED) == (old, "SEC", town.east.organisation)
    assert signed(play, EventVerb.REVIEW_PASSED) == (new, "SEC", town.east.organisation)
    assert play.case.plans.get().decided_by == old
    changed = play.case.events.get(verb=EventVerb.OFFICE_SUCCEEDED)
    page = page_of(play, town.officer)
    entry = next(e for e in page.entries if e.at == changed.at and "→" in str(e.detail))
    assert f"{old.name} → {new.name}" in str(entry.detail)
    # What comes next goes to the successor alone.
    play.go_on_to(CaseStage.NOTICE_PREP)
    assert told(play, old, "your_turn") == 2
    assert list(breaches()) == []


def test_scenario_13_first_responsible_person_shows_both_with_dates(play: Play) -> None:
    town = play.town
    old, new = town.east.secretary, town.east.members[1]
    play.bring_to(CaseStage.RECTIFYING)
    begun = today()
    assert first_responsible(play.case) == [Responsibility(old, begun, None)]
    assert fact(play, town.officer) == old.name
    play.pass_days(3)
    succession(play, old, new)
    assert first_responsible(play.case) == [
        Responsibility(old, begun, today() - YESTERDAY),
        Responsibility(new, today(), None),
    ]
    with translation.override("zh-hans"):
        was, is_now = span_words(begun, today() - YESTERDAY), span_words(today(), None)
    shown = fact(play, town.officer)
    assert shown == f"{old.name}（{was}） → {new.name}（{is_now}）"
    assert play.case.events.filter(verb=EventVerb.OFFICE_SUCCEEDED).count() == 1


def test_scenario_13_successor_is_not_responsible_before_his_first_day(play: Play) -> None:
    branch = play.town.east
    play.bring_to(CaseStage.RECTIFYING)
    office = Appointment.objects.get(person=branch.secretary, role=Role.SEC)
    change_appointment(appointment=office, valid_to=today())
    tomorrow = today() + YESTERDAY
    in_office(branch.members[1], Role.SEC, branch.organisation, since=tomorrow)
    assert [term.person for term in first_responsible(play.case)] == [branch.secretary]


def page_of(play: Play, someone: Person) -> Any:
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(user_of(someone))
    return client.get(reverse("rectification:case", args=[play.case.pk])).context["page"]


def fact(play: Play, someone: Person) -> str:
    facts = {str(name): value for name, value in page_of(play, someone).facts}
    return str(facts.get("第一责任人", ""))
