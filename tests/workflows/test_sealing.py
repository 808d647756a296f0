"""A secret found later: the case is sealed at once, for everybody, and that is confirmed
(scenario 11)."""

from typing import Any

import pytest
from django.urls import reverse

from rectification.enums import AccessPurpose, CaseStage
from rectification.exceptions import NotVisible
from rectification.models import Case, CaseEvent, Person, Sealing
from rectification.policies.publication import may_be_published
from rectification.policies.readings import Capacity
from rectification.roles import Role
from rectification.selectors.cases import visible_to
from rectification.selectors.receipts import find_by_receipt
from rectification.services.reading import log_access
from tests.factories import in_office, person
from tests.rectification.web.desk import client_of
from tests.workflows.answers import REASON
from tests.workflows.play import Play, user_of
from tests.workflows.sealed import ask, proposed, sealed, verbs
from workflows import act
from workflows.invariants import breaches
from workflows.sweep import sweep

NUMBER = "松保〔2026〕3号"
SAID = "本事项已封存，不再公开。"


@pytest.fixture(autouse=True)
def nothing_broken(play: Play) -> object:
    yield
    assert list(breaches()) == []


def seal(who: Person, case: Case) -> Any:
    sent = {"number": str(case), "ground": "work_secret"}
    return client_of(who).post(reverse("workflows:seal_case"), sent)


def test_everything_stops_and_nobody_reads_it(play: Play) -> None:
    town = play.town
    code = play.opinion()
    play.bring_to(CaseStage.IN_NOTICE)
    case = play.case
    objected = play.objected("effect")
    log_access(case=case, person=town.pub, what="case", capacity=Capacity(AccessPurpose.OFFICE))
    events = case.events.count()
    assert seal(town.gen, case).status_code == 302
    case.refresh_from_db()
    sealing = Sealing.objects.get()
    assert (case.sealed, sealing.number, sealing.made_by) == (True, "封存〔2026〕1号", town.gen)

    # Withdrawn from the board, the objection and the opinion answered without a word of it.
    assert play.notice.withdrawn_at is not None
    assert find_by_receipt(objected).reply == SAID
    assert find_by_receipt(code).answer == SAID
    # No clock runs, no sweep moves it, nobody takes a step.
    assert set(case.work_items.filter(closed_at=None).values_list("due_on", flat=True)) == {None}
    assert "handle_objection" not in play.open_steps()
    play.pass_days(30)
    sweep()
    case.refresh_from_db()
    assert case.stage == "in_notice"
    for reader in (town.intake, town.gen, town.pse, town.east.secretary, *town.dis):
        assert not visible_to(user_of(reader)).filter(pk=case.pk).exists()
    assert not may_be_published(case)
    # The record stays, with one event more for each thing that happened.
    assert case.events.count() > events
    assert CaseEvent.objects.filter(case=case, verb="sealed").get().reference == sealing.number


def test_no_step_publishes_a_sealed_case(play: Play) -> None:
    play.bring_to(CaseStage.NOTICE_PREP)
    play.go_on_to(CaseStage.NOTICE_PREP)
    item = play.item("propose_publication")
    seal(play.town.officer, play.case)
    with pytest.raises(NotVisible):
        act.perform(user=user_of(play.town.officer), item_id=item.pk, data=play.answers(item))


def test_the_secrecy_officer_reads_who_had_read_it(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.PLANNING)
    log_access(
        case=play.case, person=town.org, what="case", capacity=Capacity(AccessPurpose.OFFICE)
    )
    title = play.case.title
    seal(town.officer, play.case)
    url = reverse("rectification:sealing", args=[Sealing.objects.get().pk])
    html = client_of(town.gen).get(url).content.decode()
    assert town.org.name in html
    assert title not in html
    for other in (town.officer, town.org, town.pse, town.east.secretary, town.dis[0]):
        assert client_of(other).get(url).status_code == 404


def test_a_report_without_a_number_is_sealed_by_its_key(play: Play) -> None:
    play.report()
    assert seal(play.town.officer, play.case).status_code == 302
    assert Sealing.objects.get().case == play.case


def test_only_one_s_own_township_and_only_once(play: Play) -> None:
    play.report()
    assert seal(play.town.east.secretary, play.case).status_code == 404
    assert seal(play.town.gen, play.case).status_code == 302
    assert seal(play.town.officer, play.case).status_code == 422


def test_nobody_seals_his_own_case(play: Play) -> None:
    """It would end the work on it for good."""
    play.bring_to(CaseStage.RECTIFYING, "M")
    play.case.owner_person = play.town.gen
    play.case.save()
    assert seal(play.town.gen, play.case).status_code == 422
    assert not Sealing.objects.exists()


# --- a ground, and the secrecy officer who confirms it -------------------------------------------


def test_sealing_needs_a_ground_of_the_list(play: Play) -> None:
    play.report()
    for ground in ("", "rumour"):
        sent = {"number": str(play.case), "ground": ground}
        answer = client_of(play.town.gen).post(reverse("workflows:seal_case"), sent)
        assert answer.status_code == 422
    assert not Sealing.objects.exists()


def test_secrecy_officer_confirms_what_the_office_sealed(play: Play) -> None:
    town = play.town
    play.report()
    sealing = sealed(play)
    assert (sealing.ground, sealing.confirmed_by) == ("undetermined", None)
    listed = reverse("rectification:transfers")
    assert "待确认" in client_of(town.gen).get(listed).content.decode()
    assert ask(town.gen, "confirm_sealing", sealing.pk, ground="undetermined").status_code == 422
    given = {"ground": "work_secret", "paper_number": NUMBER}
    assert ask(town.gen, "confirm_sealing", sealing.pk, **given).status_code == 302
    sealing.refresh_from_db()
    assert (sealing.ground, sealing.paper_number, sealing.confirmed_by) == (
        "work_secret",
        NUMBER,
        town.gen,
    )
    assert verbs(play.case) == ["sealed", "sealing_confirmed"]
    assert sealing.history.count() == 2
    assert "待确认" not in client_of(town.gen).get(listed).content.decode()
    page = client_of(town.gen).get(reverse("rectification:sealing", args=[sealing.pk]))
    assert [word in page.content.decode() for word in (NUMBER, play.case.title)] == [True, False]


def test_secrecy_officer_who_has_determined_it_confirms_by_sealing(play: Play) -> None:
    town = play.town
    play.report()
    sealing = sealed(play, town.gen, "state_secret")
    assert sealing.confirmed_by == town.gen
    assert ask(town.gen, "number_paper", sealing.pk, paper_number=NUMBER).status_code == 302
    sealing.refresh_from_db()
    assert sealing.paper_number == NUMBER
    late = ask(town.gen, "number_paper", sealing.pk, paper_number="另一号2")
    assert (late.status_code, NUMBER in late.content.decode()) == (409, True)


def test_paper_number_has_no_room_for_a_subject(play: Play) -> None:
    play.report()
    sealing = sealed(play, play.town.gen, "state_secret")
    for text in ("", "关于某项工程的通报", "松保 3号 某项工程", "机密★3号"):
        assert ask(play.town.gen, "number_paper", sealing.pk, paper_number=text).status_code == 422
    sealing.refresh_from_db()
    assert sealing.paper_number == ""


def test_who_comes_second_reads_who_was_first(play: Play) -> None:
    town = play.town
    second = in_office(person("保二"), Role.GEN, town.general_office)
    play.report()
    sealing = sealed(play)
    sent = {"number": str(play.case), "ground": "work_secret"}
    again = client_of(town.gen).post(reverse("workflows:seal_case"), sent)
    assert (again.status_code, town.officer.name in again.content.decode()) == (422, True)
    ask(town.gen, "confirm_sealing", sealing.pk, ground="work_secret")
    late = ask(second, "confirm_sealing", sealing.pk, ground="work_secret")
    assert (late.status_code, town.gen.name in late.content.decode()) == (409, True)
    proposal = proposed(play, sealing)
    late = ask(second, "propose_unsealing", sealing.pk, ground="released")
    assert (late.status_code, town.gen.name in late.content.decode()) == (409, True)
    ask(town.officer, "decide_unsealing", proposal.pk, agrees="no", reason=REASON)
    late = ask(town.intake, "decide_unsealing", proposal.pk, agrees="yes")
    assert (late.status_code, town.officer.name in late.content.decode()) == (409, True)
    play.case.refresh_from_db()
    assert play.case.sealed
