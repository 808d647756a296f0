"""党委查摆: what the Party committee finds in its own house, until its plan is approved."""

from typing import Any

import pytest
from django.urls import reverse

from rectification.enums import CaseLevel, CaseStage, EventVerb, RecusalGround, SourceKind
from rectification.exceptions import NotAllowed
from rectification.models import Case, CheckItem, Person
from rectification.policies.actors import Actor
from rectification.roles import Role
from rectification.services import plan_decisions
from rectification.services.reporting import save_draft
from tests.factories import Township, acting, check_round, township
from tests.rectification.services.test_occasions import entered
from tests.rectification.web.desk import client_of
from tests.workflows.answers import REGISTERED
from tests.workflows.play import Play, user_of
from tests.workflows.seen import verbs
from workflows import act

NEW = reverse("workflows:new_problem")
FOUND = {
    "about": "committee",
    **REGISTERED,
    "category": "CM-a",
    "found_on": "2026-05-11",
    "secret": "no",
    "hand_in": "1",
}


def item_of(town: Township, level: str = CaseLevel.COMMITTEE) -> CheckItem:
    return check_round(town).items.filter(level=level).order_by("position")[0]


def handed_in(who: Person, **given: Any) -> Case:
    answer = client_of(who).post(NEW, {**FOUND, **given})
    assert answer.status_code == 302, answer.context["form"].errors
    return Case.objects.latest("pk")


def follow(play: Play, case: Case) -> None:
    play.level, play.case = CaseLevel.COMMITTEE, case


# --- who, and by which form ---------------------------------------------------------------------


@pytest.mark.parametrize("who", ["pse", "officer"])
def test_secretary_and_office_report_it_in_their_office(play: Play, who: str) -> None:
    someone = getattr(play.town, who)
    case = handed_in(someone, organisation=play.town.committee.pk)
    assert (case.level, case.source) == (CaseLevel.COMMITTEE, SourceKind.SELF_FOUND)
    assert (case.owner_organisation, case.owner_person) == (play.town.committee, None)
    event = case.events.get(verb=EventVerb.SUBMITTED)
    assert event.acting_role == {"pse": Role.PSE, "officer": Role.OFF}[who]


@pytest.mark.parametrize("who", ["dps", "lg", "org", "dis", "liaison", "clerk", "secretary"])
def test_nobody_else_reports_on_the_committee(town: Township, who: str) -> None:
    cast = {"dis": town.dis[0], "clerk": town.east.clerk, "secretary": town.east.secretary}
    someone = cast.get(who) or getattr(town, who)
    with pytest.raises(NotAllowed) as refused:
        save_draft(
            case=None,
            author=someone,
            organisation=town.committee,
            found_on="2026-05-11",
            **REGISTERED,
        )
    assert (refused.value.rule, refused.value.field) == ("T1", "organisation")
    answer = client_of(someone).post(NEW, {**FOUND, "organisation": town.committee.pk})
    assert (answer.status_code, Case.objects.count()) == (422, 0)


def test_secretary_reports_on_no_committee_but_his_own(town: Township) -> None:
    elsewhere = township()
    answer = client_of(town.pse).post(NEW, {**FOUND, "organisation": elsewhere.committee.pk})
    assert (answer.status_code, Case.objects.count()) == (422, 0)


def test_form_offers_what_belongs_to_the_level(town: Township) -> None:
    form = client_of(town.officer).get(f"{NEW}?about=committee").context["form"]
    kinds = {value.split("-")[0] for value, _label in form.fields["category"].choices if value}
    assert kinds == {"A", "B", "C", "D", "E", "CM"}
    assert list(form.fields["organisation"].queryset) == [town.committee]
    assert [str(s.value) for s in form.subjects] == ["branch", "committee", "self"]
    form = client_of(town.pse).get(NEW).context["form"]
    assert [str(s.value) for s in form.subjects] == ["committee", "self"]


def test_draft_opens_as_what_it_was_written_as(town: Township) -> None:
    written = {name: value for name, value in FOUND.items() if name != "hand_in"}
    client = client_of(town.officer)
    client.post(NEW, {**written, "organisation": town.committee.pk})
    page = client.get(reverse("workflows:edit_problem", args=[Case.objects.get().pk]))
    assert page.context["form"].subject == "committee"
    assert page.context["form"]["category"].value() == "CM-a"


# --- from the check, and from a meeting ---------------------------------------------------------


def test_item_of_the_check_goes_with_the_report(play: Play) -> None:
    item = item_of(play.town)
    begun = {"begin": "1", "about": "committee", "check_item": item.pk}
    page = client_of(play.town.pse).post(NEW, begun | {"organisation": play.town.committee.pk})
    assert item.text in page.content.decode()
    case = handed_in(play.town.pse, organisation=play.town.committee.pk, check_item=item.pk)
    assert (case.check_item, case.check_round) == (item, item.round)


def test_item_of_a_branch_is_none_of_the_committee(play: Play) -> None:
    item = item_of(play.town, CaseLevel.BRANCH)
    sent = {**FOUND, "organisation": play.town.committee.pk, "check_item": item.pk}
    assert client_of(play.town.pse).post(NEW, sent).status_code == 422


def test_democratic_life_meeting_of_the_committee_raises_its_problem(play: Play) -> None:
    town = play.town
    meeting = entered(
        town, town.officer, "meeting", kind="democratic_life", organisation=town.committee
    )
    case = handed_in(town.pse, occasion=meeting.pk)
    assert (case.level, case.source) == (CaseLevel.COMMITTEE, SourceKind.MEETING)
    assert (case.owner_organisation, case.occasion) == (town.committee, meeting)
    assert case.events.get(verb=EventVerb.SUBMITTED).acting_role == Role.PSE


def test_meeting_of_the_committee_has_its_own_kinds(town: Township) -> None:
    url = reverse("rectification:new_occasion", args=["meeting"])
    form = client_of(town.pse).get(url).context["form"]
    kinds = [value for value, _label in form.fields["kind"].choices]
    assert kinds == ["democratic_life", "organisational_life", "theme_day"]
    form = client_of(town.east.clerk).get(url).context["form"]
    assert len(form.fields["kind"].choices) == 8


# --- its way to the approved plan ---------------------------------------------------------------


def test_deputy_answers_and_the_secretary_approves_what_the_committee_decided(
    play: Play, nothing_broken: None
) -> None:
    town = play.town
    follow(play, handed_in(town.pse, organisation=town.committee.pk))
    held = {}
    for stage in (CaseStage.SUBMITTED, CaseStage.PENDING_CLAIM, CaseStage.PLANNING):
        play.go_on_to(stage)
        (item,) = play.open_items()
        held[item.step] = (item.role, item.organisation)
    assert held == {
        "triage": (Role.OFF, town.office),
        "claim": (Role.DPS, town.committee),
        "draft_plan": (Role.DPS, town.committee),
    }
    play.go_on_to(CaseStage.PLAN_REVIEW)
    assert play.item("advise_plan").role == Role.ORG
    play.take("advise_plan")
    item = play.item("approve_plan")
    assert (item.role, item.organisation) == (Role.PSE, town.committee)
    assert set(play.refusal("approve_plan", minutes_number="")) == {"minutes_number"}
    play.take("approve_plan", town.pse)
    assert play.case.stage == CaseStage.RECTIFYING
    assert play.case.number == "2026-C-0001"
    assert verbs(play).count(EventVerb.PLAN_APPROVED) == 1


def test_whoever_drafted_the_plan_does_not_approve_it(play: Play) -> None:
    """Reporting is no part in the case; drafting is, and so is a measure of one's own."""
    town = play.town
    follow(play, handed_in(town.officer, organisation=town.committee.pk))
    play.go_on_to(CaseStage.PLANNING)
    plan = play.plan() | {"measure-0-person": town.pse.pk}
    play.take("draft_plan", **plan)
    play.take("advise_plan")
    item = play.item("approve_plan")
    assert (item.role, item.unheld) == (Role.OFF, True)
    for someone in (town.pse, town.dps):
        assert not act.may_take(user_of(someone), item)
        actor = Actor(person=someone, role=acting(someone).role, organisation=town.committee)
        with pytest.raises(NotAllowed):
            plan_decisions.approve_plan(case=play.case, actor=actor)
    assert {bar.person: bar.ground for bar in item.bars.all()} == {
        town.pse: RecusalGround.OWN_CASE,
        town.dps: RecusalGround.OWN_CASE,
    }
