"""The one door for acting: repeated requests, races, strangers, ended offices, refusals."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from viewflow.workflow.models import Task

from rectification.enums import CaseStage, RecusalGround
from rectification.exceptions import CaseError, NotAllowed, NotVisible, StepGone
from rectification.models import (
    ActReceipt,
    Appointment,
    Case,
    CaseEvent,
    Evidence,
    Person,
    Progress,
    Recusal,
    WorkItem,
)
from rectification.policies.holding import recusal_text
from rectification.roles import Role
from rectification.selectors.cases import visible_to
from rectification.services.evidence import files_follow_rows
from tests.factories import in_office
from tests.uploads import pdf
from tests.workflows.answers import REASON
from tests.workflows.play import Play, user_of
from tests.workflows.racing import count, perform
from workflows import act
from workflows.invariants import breaches
from workflows.sweep import sweep

KEY = "5c4dd3fc-0b5d-4a76-9c66-1f0f5b1c9c11"


def page_of(item_pk: int) -> str:
    return reverse("workflows:act", args=[item_pk])


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(user_of(person), backend="django.contrib.auth.backends.ModelBackend")
    return client


# --- the same request twice ---------------------------------------------------------------------


def test_double_submit_with_the_same_key_gets_the_first_answer(play: Play) -> None:
    play.bring_to(CaseStage.PENDING_CLAIM)
    secretary, item = play.town.east.secretary, play.item("claim")
    first = perform(play, secretary, "claim", key=KEY)
    again = act.perform(user=user_of(secretary), item_id=item.pk, data={}, key=KEY)
    assert (first.done, first.replayed) == (True, False)
    assert (again.done, again.replayed) == (True, True)
    assert (count(play, "claimed"), play.case.claims.count()) == (1, 1)
    assert ActReceipt.objects.get().verb == "claimed"


def test_double_submit_without_key_is_told_who_was_first(play: Play) -> None:
    play.bring_to(CaseStage.SUBMITTED)
    item = play.item("triage")
    play.take("triage", play.town.intake)
    for late in (play.town.intake, play.town.officer):
        with pytest.raises(StepGone, match=play.town.intake.name):
            act.perform(user=user_of(late), item_id=item.pk, data={})
    assert count(play, "registered") == 1
    answer = client_of(play.town.officer).post(page_of(item.pk), {"title": "我打的标题"})
    assert answer.status_code == 409
    assert play.town.intake.name in answer.content.decode()
    assert "我打的标题" in answer.content.decode()


def test_who_is_recused_is_not_told_who_was_first(play: Play) -> None:
    play.bring_to(CaseStage.SUBMITTED)
    item, late = play.item("triage"), play.town.officer
    play.take("triage", play.town.intake)
    Recusal.objects.create(
        case=play.case, person=late, ground=RecusalGround.RELATIVE, since=timezone.now()
    )
    assert client_of(late).get(page_of(item.pk)).status_code == 404


def test_who_is_recused_is_told_nothing_of_steps_he_held(play: Play) -> None:
    """Neither of the one that was taken away from him nor of the one he took."""
    play.bring_to(CaseStage.PLAN_REVIEW)
    advised, former = play.item("advise_plan"), play.town.pse
    play.take("advise_plan")
    approved = play.item("approve_plan")
    play.enter_recusal(former)
    play.enter_recusal(play.town.org)
    assert play.item("approve_plan") != approved
    for who, item in ((former, approved), (play.town.org, advised)):
        for answer in (client_of(who).get, client_of(who).post):
            assert answer(page_of(item.pk)).status_code == 404


def test_clerk_is_told_that_his_branch_was_first_and_not_who(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    item, branch = play.item("carry_out"), play.town.east
    play.carry_out()
    answer = client_of(branch.clerk).get(page_of(item.pk))
    assert answer.status_code == 409
    assert branch.secretary.name not in answer.content.decode()
    assert (
        branch.secretary.name in client_of(branch.secretary).get(page_of(item.pk)).content.decode()
    )


def test_key_of_another_page_opens_nothing(play: Play) -> None:
    play.bring_to(CaseStage.PENDING_CLAIM)
    perform(play, play.town.east.secretary, "claim", key=KEY)
    play.go_on_to(CaseStage.PLAN_REVIEW)
    with pytest.raises(StepGone):
        perform(play, play.town.org, "advise_plan", key=KEY)
    assert count(play, "plan_advised") == 0
    play.case = Case()
    with pytest.raises(StepGone):
        play.draft_and_submit(play.town.east.members[0], key=KEY)
    assert play.case.stage == "draft"


def test_report_and_termination_with_the_same_key_happen_once(play: Play) -> None:
    member = play.town.east.members[0]
    play.draft_and_submit(member, key=KEY)
    play.submit(member, key=KEY)
    assert (count(play, "submitted"), play.open_steps()) == (1, ["triage"])
    play.propose_termination(key=KEY[:-1])
    play.propose_termination(key=KEY[:-1])
    assert (count(play, "termination_proposed"), len(play.open_steps())) == (1, 2)


# --- who has no business here -------------------------------------------------------------------


def test_neighbour_finds_nothing(play: Play) -> None:
    play.bring_to(CaseStage.PENDING_CLAIM)
    west = play.town.west
    item = play.item("claim")
    for person in (west.secretary, west.clerk, west.members[0], play.town.pub, play.town.dis[0]):
        with pytest.raises(NotVisible):
            act.perform(user=user_of(person), item_id=item.pk, data={})
        client = client_of(person)
        assert client.get(page_of(item.pk)).status_code == 404
        assert client.post(page_of(item.pk), {"decision": "claim"}).status_code == 404
    assert play.case.claims.count() == 0


def test_unknown_item_is_not_found(play: Play) -> None:
    play.bring_to(CaseStage.PENDING_CLAIM)
    item = play.item("claim")
    secretary = play.town.east.secretary
    client = client_of(secretary)
    assert client.get(page_of(item.pk)).status_code == 200
    items = set(WorkItem.objects.values_list("pk", flat=True))
    wrong = ({item.task_id, item.process_id, item.case_id, 10**9} - items) | {max(items) + 1}
    for pk in wrong:
        assert client.get(page_of(pk)).status_code == 404
        assert client.post(page_of(pk)).status_code == 404
        with pytest.raises(NotVisible):
            act.perform(user=user_of(secretary), item_id=pk, data={})


def test_barred_person_is_told_the_ground(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.PLAN_REVIEW, "M")
    Recusal.objects.create(
        case=play.case, person=town.east.secretary, ground="relative", since=timezone.now()
    )
    item = play.item("approve_plan")
    with pytest.raises(NotAllowed) as refused:
        act.perform(user=user_of(town.east.secretary), item_id=item.pk, data={})
    ground = recusal_text(RecusalGround.RELATIVE)
    assert (str(refused.value), refused.value.rule) == (ground, "4.4")
    assert client_of(town.east.secretary).get(page_of(item.pk)).status_code == 403
    assert play.case.plans.get().status == "submitted"


def test_superuser_opens_nothing(play: Play) -> None:
    play.bring_to(CaseStage.PENDING_CLAIM)
    stranger = user_of(play.town.west.members[0])
    stranger.is_superuser = stranger.is_staff = True
    stranger.save()
    with pytest.raises(NotVisible):
        act.perform(user=stranger, item_id=play.item("claim").pk, data={})
    assert not visible_to(stranger).exists()
    assert client_of(stranger.person).get(page_of(play.item("claim").pk)).status_code == 404


def test_office_that_ended_yesterday_closes_the_door_at_the_next_call(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.PENDING_CLAIM)
    item = play.item("claim")
    office = Appointment.objects.get(person=town.east.secretary)
    office.valid_to = timezone.localdate()
    office.save()
    assert act.may_take(user_of(town.east.secretary), item)
    office.valid_to -= timedelta(days=1)
    office.save()
    with pytest.raises(NotVisible):
        act.perform(user=user_of(town.east.secretary), item_id=item.pk, data={})
    assert [breach.rule for breach in breaches()] == ["step_nobody_can_take"]
    successor = town.east.members[1]
    in_office(successor, Role.SEC, town.east.organisation, since=timezone.localdate())
    play.take("claim", successor)
    assert play.case.claims.get().made_by == successor
    assert list(breaches()) == []


def test_approver_whose_office_ended_no_longer_sees_the_members_case(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING, "M")
    secretary = play.town.east.secretary
    url = reverse("rectification:case", args=[play.case.pk])
    assert client_of(secretary).get(url).status_code == 200
    office = Appointment.objects.get(person=secretary)
    office.valid_to = timezone.localdate() - timedelta(days=1)
    office.save()
    assert client_of(secretary).get(url).status_code == 404


def test_step_of_a_sealed_case_is_shut(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING, "M")
    item, owner = play.item("carry_out"), play.town.east.members[0]
    play.case.sealed = True
    play.case.save()
    with pytest.raises(NotVisible):
        act.perform(user=user_of(owner), item_id=item.pk, data=play.answers(item))
    client = client_of(owner)
    assert client.get(page_of(item.pk)).status_code == 404
    assert client.post(page_of(item.pk)).status_code == 404
    assert client.get(reverse("rectification:inbox")).context["turns"] == []


def test_office_that_begins_tomorrow_or_is_unconfirmed_opens_nothing(play: Play) -> None:
    play.bring_to(CaseStage.PENDING_CLAIM)
    member, east = play.town.east.members[1], play.town.east.organisation
    former = Appointment.objects.get(person=play.town.east.secretary)
    former.valid_to = timezone.localdate()
    former.save()
    in_office(member, Role.SEC, east, since=timezone.localdate() + timedelta(days=1))
    assert not act.may_take(user_of(member), play.item("claim"))
    Appointment.objects.filter(person=member).update(valid_from=date(2020, 1, 1), confirmed_at=None)
    assert not act.may_take(user_of(member), play.item("claim"))


def test_account_that_is_switched_off_opens_nothing(play: Play) -> None:
    play.bring_to(CaseStage.PENDING_CLAIM)
    user = user_of(play.town.east.secretary)
    user.is_active = False
    user.save()
    with pytest.raises(NotVisible):
        act.perform(user=user, item_id=play.item("claim").pk, data={})


# --- refused half-way ---------------------------------------------------------------------------


def rows() -> dict[str, int]:
    models = (WorkItem, CaseEvent, Progress, Evidence, Task, ActReceipt)
    return {model.__name__: model.objects.count() for model in models}


def files() -> set[Path]:
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def test_refused_act_leaves_nothing_stored(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    measure = play.case.plans.get().measures.get()
    before, stored = rows(), files()
    uploads = [pdf("good.pdf"), pdf("bad.png")]
    assert play.refusal("carry_out", key=KEY, **play.progress(measure.pk, uploads=uploads))
    late = play.progress(measure.pk, made_on="2026-05-12")
    assert set(play.refusal("carry_out", key=KEY, **late)) == {"made_on"}
    assert (rows(), files()) == (before, stored)
    play.take("carry_out", key=KEY, **play.progress(measure.pk))
    assert len(files() - stored) == 2  # as it is shown, and as it was handed in


class Watched(SimpleUploadedFile):
    """A file that remembers how deep in transactions it was read."""

    depths: list[int]

    def read(self, *args: Any) -> bytes:
        self.depths.append(len(connection.savepoint_ids))
        return super().read(*args)


def watched(name: str = "记录.pdf") -> Watched:
    file = Watched(name, pdf().read())
    file.depths = []
    return file


def test_files_are_opened_before_the_case_is_locked(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    measure = play.case.plans.get().measures.get()
    good, bad = watched(), watched("照片.png")
    play.take("carry_out", **play.progress(measure.pk, uploads=[good], completes=""))
    assert list(play.refusal("carry_out", **play.progress(measure.pk, uploads=[bad]))) == [
        "uploads"
    ]
    assert {*good.depths, *bad.depths} == {len(connection.savepoint_ids)}


def test_files_of_a_stranger_are_not_opened(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    item, file = play.item("carry_out"), watched()
    stranger = user_of(play.town.west.secretary)
    with pytest.raises(NotVisible):
        act.perform(user=stranger, item_id=item.pk, data={}, files={"uploads": [file]})
    assert file.depths == []


def test_files_of_an_act_that_breaks_down_are_removed(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    measure = play.case.plans.get().measures.get()
    before, stored = rows(), files()

    def report_and_break_down() -> None:
        with files_follow_rows(), transaction.atomic():
            play.take("carry_out", **play.progress(measure.pk))
            raise CaseError("")

    with pytest.raises(CaseError):
        report_and_break_down()
    assert (rows(), files()) == (before, stored)


def test_step_that_nobody_may_take_waits_in_red(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.RECTIFYING)
    for person in (town.liaison, town.dps):
        Recusal.objects.create(
            case=play.case, person=person, ground=RecusalGround.INTEREST, since=timezone.now()
        )
    play.go_on_to(CaseStage.FIRST_REVIEW)
    item = play.item("first_review")
    assert (item.unheld, item.role, item.organisation) == (True, "OFF", town.office)
    assert set(item.bars.values_list("ground", flat=True)) == {"interest"}
    assert count(play, "nobody_left") == count(play, "actor_recused") == 1
    for officer in (town.intake, town.officer):
        with pytest.raises(NotAllowed):
            act.perform(user=user_of(officer), item_id=item.pk, data={})
    assert sweep() == 0
    in_office(town.east.members[1], Role.LIA, town.east.organisation)
    assert (sweep(), play.open_steps()) == (1, ["first_review"])
    assert not play.item("first_review").unheld
    play.take("first_review", town.east.members[1])
    assert (play.case.stage, list(breaches())) == ("notice_prep", [])


# --- long ways ----------------------------------------------------------------------------------


def test_tokens_stay_short_over_ten_returns(play: Play) -> None:
    play.bring_to(CaseStage.FIRST_REVIEW)
    measure = str(play.case.plans.get().measures.get().pk)
    for _round in range(10):
        play.take("first_review", decision="return", measures=[measure], reason=REASON)
        play.go_on_to(CaseStage.FIRST_REVIEW)
    play.go_on_to(CaseStage.VERIFYING)
    for _round in range(3):
        play.take("assign_verifiers")
        for who in play.town.dis[1:3]:
            play.take("verify", who, conclusion="unverifiable")
    longest = max(len(task.token.token) for task in Task.objects.all())
    assert longest <= len("start/9999999_9")
    assert list(breaches()) == []
