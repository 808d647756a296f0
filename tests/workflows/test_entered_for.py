"""A member without account: his branch enters his steps for him (代录, docs/rules.md 4.1)."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from rectification.enums import CaseLevel, CaseStage
from rectification.exceptions import NotVisible
from rectification.models import (
    Absence,
    Case,
    InAppNotice,
    PaperScan,
    Person,
    Recusal,
    User,
)
from rectification.notifications.outbox import deliver_due
from rectification.policies.authority import Authority, authority_of
from rectification.policies.days import today
from rectification.policies.entering import hands_for
from rectification.policies.facts import facts_of
from rectification.policies.separation import bar_of
from rectification.roles import Role
from rectification.selectors.calendar import current_calendar
from rectification.selectors.casefile import open_items
from rectification.selectors.cases import open_items_of, visible_to
from rectification.selectors.sight import sight_of
from tests.factories import Township
from tests.rectification.web.desk import client_of
from tests.uploads import pdf
from tests.workflows.offices import away
from tests.workflows.on_paper import report_on_paper
from tests.workflows.play import Play, user_of
from workflows import act
from workflows.invariants import breaches
from workflows.sweep import sweep

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(town: Township) -> Person:
    return town.east.secretary


@pytest.fixture
def clerk(town: Township) -> Person:
    return town.east.clerk


def on_paper(play: Play, to: CaseStage = CaseStage.PENDING_CLAIM) -> Case:
    """His report, entered by the clerk and dispatched to him."""
    play.case, play.level = report_on_paper(play.town), CaseLevel.MEMBER
    return play.go_on_to(to)


def signed(**data: Any) -> dict[str, Any]:
    return {"received_on": today().isoformat(), "scan": pdf("签名.pdf"), **data}


def offices(person: Person) -> Authority:
    return authority_of(user_of(person))


def takers(play: Play, step: str) -> list[str]:
    """Who finds the step in his inbox; the door and the list of hands must say the same."""
    item, town = play.item(step), play.town
    people = [town.east.secretary, town.east.clerk, town.west.secretary, town.liaison, town.officer]
    found = [p for p in people if open_items_of(offices(p)).filter(pk=item.pk).exists()]
    assert found == [p for p in people if act.may_take(user_of(p), item)]
    assert {p.pk for p in found} <= {p.pk for p in hands_for(item)}
    return [p.name for p in found]


def test_from_the_paper_to_the_approved_plan(play: Play, secretary: Person) -> None:
    town, member = play.town, on_paper(play).owner_person
    play.take("claim", secretary, **signed())
    claimed = play.case.events.get(verb="claimed")
    assert (claimed.actor, claimed.acting_role, claimed.on_behalf_of) == (secretary, "SEC", member)
    assert claimed.delegation is None
    play.take("draft_plan", secretary, **signed())
    kinds = list(PaperScan.objects.order_by("pk").values_list("kind", "entered_by"))
    assert kinds == [
        ("self_report", town.east.clerk.pk),
        ("claim", secretary.pk),
        ("plan", secretary.pk),
    ]
    item = play.item("approve_plan")
    assert (item.role, play.holder_of(item)) == (Role.LIA, town.liaison)
    assert not act.may_take(user_of(secretary), item)
    play.take("approve_plan")
    assert play.case.stage == CaseStage.RECTIFYING
    assert list(breaches()) == []


@pytest.mark.parametrize("step", ["claim", "draft_plan"])
def test_nothing_is_decided_for_him_without_what_he_signed(
    play: Play, secretary: Person, step: str
) -> None:
    on_paper(play)
    if step == "draft_plan":
        play.take("claim", secretary, **signed())
    papers = PaperScan.objects.count()
    assert "scan" in play.refusal(step, secretary)
    tomorrow = (today() + timedelta(days=1)).isoformat()
    assert "received_on" in play.refusal(step, secretary, **signed(received_on=tomorrow))
    assert PaperScan.objects.count() == papers


def test_progress_and_effect_need_no_paper_and_bar_from_the_first_review(
    play: Play, secretary: Person, clerk: Person
) -> None:
    """The clerk drafted, so that the secretary approved; what he enters then he does not review."""
    on_paper(play)
    away(secretary)
    play.take("claim", clerk, **signed())
    play.take("draft_plan", clerk, **signed())
    Absence.objects.all().delete()
    play.take("approve_plan", play.town.liaison)
    measure = play.case.plans.get().measures.get()
    play.take("carry_out", secretary, **play.progress(measure.pk))
    play.take("carry_out", secretary, decision="finish")
    play.take("report_effect", secretary)
    item = play.item("first_review")
    assert item.role == Role.LIA
    assert not act.may_take(user_of(secretary), item)


def test_his_branch_begins_a_change_of_his_plan_and_hands_in_what_he_signed(
    play: Play, secretary: Person, clerk: Person
) -> None:
    """Else he could put right nothing after a second failure, when the plan must be revised."""
    town, member = play.town, on_paper(play).owner_person
    play.take("claim", secretary, **signed())
    play.take("draft_plan", secretary, **signed())
    play.take("approve_plan")
    url = f"/cases/{play.case.pk}/plan/change/"
    for other in (clerk, town.west.secretary, town.officer):
        assert client_of(other).post(url).status_code == 404
    assert client_of(secretary).post(url).status_code == 302
    begun = play.case.events.get(verb="plan_change_begun")
    assert (begun.actor, begun.on_behalf_of) == (secretary, member)
    assert takers(play, "change_plan") == [secretary.name]
    assert "scan" in play.refusal("change_plan", secretary)
    play.take("change_plan", secretary, **signed())
    assert PaperScan.objects.filter(case=play.case, kind="plan").count() == 2
    item = play.item("approve_change")
    assert (item.role, play.holder_of(item)) == (Role.LIA, town.liaison)
    play.take("approve_change")
    assert list(breaches()) == []


def test_what_he_says_of_the_text_before_the_notice_is_signed(
    play: Play, secretary: Person
) -> None:
    play.bring_to(CaseStage.NOTICE_PREP, CaseLevel.MEMBER)
    for step in ("propose_publication", "review_secrecy", "check_redaction"):
        play.take(step)
    shut(play.case.owner_person)
    assert "scan" in play.refusal("hear_person", secretary)
    play.take("hear_person", secretary, **signed())
    heard = play.case.events.get(verb="person_heard")
    assert (heard.actor, heard.on_behalf_of) == (secretary, play.case.owner_person)
    assert PaperScan.objects.get().kind == "comment"
    assert play.item("approve_publication").role == Role.LIA


def test_his_branch_contests_for_him_and_judges_nothing_of_it(
    play: Play, secretary: Person
) -> None:
    """8.14 on paper: objection and request for a review are his, and whoever entered them is of
    his side."""
    play.bring_to(CaseStage.NOTICE_PREP, CaseLevel.MEMBER)
    shut(play.case.owner_person)
    contested = {"decision": "contested", "comment": "7月其实改到29日开展了，有签到。"}
    for answer in ("", "已核对签到记录，文字改为未按期开展。"):
        play.take("propose_publication", answer_to_comment=answer)
        play.take("review_secrecy")
        play.take("check_redaction")
        if not answer:
            play.take("hear_person", secretary, **signed(**contested))
    still = {**contested, "decision": "object", "kind": "procedure"}
    play.take("hear_person", secretary, **signed(**still))
    assert bar_of(secretary.pk, "handle_objection", facts_of(play.case)) is not None
    play.take("handle_objection", decision="dismissed")
    assert takers(play, "hear_answer") == [secretary.name]
    again = {"decision": "contest", "reason": "签到记录没有看，请再核对一次。"}
    assert "scan" in play.refusal("hear_answer", secretary, **again)
    play.take("hear_answer", secretary, **signed(**again))
    assert play.open_steps() == ["objection_period", "review_objection"]
    asked = play.case.events.get(verb="review_asked")
    assert (asked.actor, asked.on_behalf_of) == (secretary, play.case.owner_person)


def test_silence_is_not_his_where_nobody_could_show_him_the_text(
    play: Play, secretary: Person, clerk: Person
) -> None:
    """8.14: his days begin anew until somebody of his branch can show it to him."""
    play.bring_to(CaseStage.NOTICE_PREP, CaseLevel.MEMBER)
    for step in ("propose_publication", "review_secrecy", "check_redaction"):
        play.take(step)
    for someone in (play.case.owner_person, secretary, clerk):
        shut(someone)
    play.pass_days(4)
    sweep()
    assert play.open_steps() == ["hear_person"]
    assert play.item("hear_person").due_on == current_calendar().add_working_days(today(), 3).on
    User.objects.filter(person=clerk).update(is_active=True)
    play.pass_days(4)
    sweep()
    assert play.open_steps() == ["approve_publication"]
    assert play.case.publications.get().hearing == "lapsed"


def test_with_an_account_he_acts_himself(play: Play, secretary: Person) -> None:
    case = on_paper(play)
    assert takers(play, "claim") == [secretary.name]
    user = User.objects.create_user("N-0001", "云溪2026-平安", case.owner_person)
    assert takers(play, "claim") == []
    assert not visible_to(user_of(secretary)).filter(pk=case.pk).exists()
    with pytest.raises(NotVisible):
        play.attempt("claim", secretary, **signed())
    play.take("claim", user.person)
    assert play.case.events.get(verb="claimed").on_behalf_of is None


def shut(person: Person) -> None:
    User.objects.filter(person=person).update(is_active=False)


def recuse(play: Play, person: Person) -> None:
    Recusal.objects.create(case=play.case, person=person, ground="relative", since=timezone.now())


def test_nobody_recused_enters_and_the_invariant_says_so(
    play: Play, secretary: Person, clerk: Person
) -> None:
    on_paper(play)
    for person in (secretary, clerk):
        recuse(play, person)
    assert takers(play, "claim") == []
    assert [breach.rule for breach in breaches()] == ["step_nobody_can_take"]


def test_clerk_reads_of_the_case_what_the_step_needs_while_it_is_open(
    play: Play, secretary: Person, clerk: Person
) -> None:
    case = on_paper(play)
    page = f"/cases/{case.pk}/"
    assert client_of(clerk).get(page).status_code == 404
    shut(secretary)
    sight = sight_of(case, offices(clerk), open_items(case))
    assert sorted(sight.fields) == ["description", "head", "owner", "plan"]
    assert client_of(clerk).get(page).status_code == 200
    play.take("claim", clerk, **signed())
    play.take("draft_plan", clerk, **signed())
    assert client_of(clerk).get(page).status_code == 404


def test_clerk_reads_no_results_of_what_failed_before(
    play: Play, secretary: Person, clerk: Person
) -> None:
    """Work goes on after a failed verification; its sheets are none of his business."""
    on_paper(play)
    for step in ("claim", "draft_plan"):
        play.take(step, secretary, **signed())
    play.take("approve_plan")
    shut(secretary)
    now = timezone.now()
    made = {"named_by": play.town.dis[0], "named_at": now, "concluded_at": now}
    play.case.attempts.create(round=1, position=1, conclusion="correct", **made)
    page = f"/cases/{play.case.pk}/"
    read = client_of(clerk).get(page).context["page"]
    assert (read.shows_plan, read.verification, read.publications) == (True, [], [])
    assert client_of(play.town.officer).get(page).context["page"].verification != []


def test_hand_is_told_that_it_is_his_turn(play: Play, secretary: Person) -> None:
    member = on_paper(play).owner_person
    deliver_due()
    told = InAppNotice.objects.filter(case=play.case, kind="your_turn")
    assert {n.recipient.name for n in told} >= {member.name, secretary.name}


def test_step_page_says_for_whom_and_asks_for_the_scan(play: Play, secretary: Person) -> None:
    on_paper(play)
    desk = client_of(secretary)
    url = f"/act/{play.item('claim').pk}/"
    inbox, case = desk.get("/").content.decode(), desk.get(f"/cases/{play.case.pk}/")
    assert "石阿公" in inbox
    assert "您代石阿公" in case.content.decode()
    page = desk.get(url).content.decode()
    assert 'name="scan"' in page
    assert "石阿公" in page
    assert client_of(play.town.officer).get(url).status_code == 404


def test_intake_officer_opens_what_he_signed(play: Play, secretary: Person) -> None:
    case = on_paper(play)
    play.take("claim", secretary, **signed())
    scan = PaperScan.objects.get(kind="claim")
    url = f"/opinions/papers/{scan.pk}/"
    assert url in client_of(play.town.intake).get(f"/cases/{case.pk}/").content.decode()
    assert b"".join(client_of(play.town.intake).get(url)).startswith(b"%PDF")
    for other in (play.town.officer, secretary):
        assert url not in client_of(other).get(f"/cases/{case.pk}/").content.decode()
        assert client_of(other).get(url).status_code == 404


def test_office_is_alarmed_where_nobody_can_enter_it(
    play: Play, secretary: Person, clerk: Person
) -> None:
    on_paper(play, to=CaseStage.REGISTERED)
    for person in (secretary, clerk):
        shut(person)
    play.go_on_to(CaseStage.PENDING_CLAIM)
    deliver_due()
    told = InAppNotice.objects.filter(case=play.case, kind="nobody_left")
    assert {n.recipient for n in told} >= {play.town.officer, play.town.lg, play.town.dis[0]}


def test_hand_is_reminded_of_the_claim(play: Play, secretary: Person) -> None:
    member = on_paper(play).owner_person
    play.pass_days(2)
    sweep()
    deliver_due()
    told = InAppNotice.objects.filter(case=play.case, kind="answer_due")
    assert {n.recipient for n in told} == {member, secretary}
