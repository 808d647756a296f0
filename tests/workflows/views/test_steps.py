"""The page of a step: what its reading leaves behind (docs/rules.md, “Records”)."""

from django.test import Client
from django.urls import reverse

from rectification.enums import CaseStage
from rectification.models import AccessLog, Person, WorkItem
from tests.workflows.play import OPINION, Play, user_of


def read(someone: Person, item: WorkItem) -> str:
    client = Client()
    client.force_login(user_of(someone), backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(reverse("workflows:act", args=[item.pk]))
    assert answer.status_code == 200
    return str(answer.content.decode())


def noted() -> list[tuple[Person, str]]:
    entries = AccessLog.objects.select_related("person").order_by("pk")
    return [(entry.person, entry.what) for entry in entries]


def test_step_of_a_members_case_is_noted_unless_it_is_his_own(play: Play) -> None:
    play.bring_to(CaseStage.PLANNING, "M")
    read(play.town.east.members[0], play.item("draft_plan"))
    assert noted() == []
    play.take("draft_plan")
    secretary, item = play.town.east.secretary, play.item("approve_plan")
    assert play.case.description in read(secretary, item)
    assert noted() == [(secretary, f"step:{item.pk}")]


def test_step_that_shows_an_extract_is_not_noted(play: Play) -> None:
    play.bring_to(CaseStage.NOTICE_PREP, "M")
    play.take("propose_publication")
    read(play.town.gen, play.item("review_secrecy"))
    assert noted() == []


def test_opinion_read_in_its_own_words_is_noted(play: Play) -> None:
    play.opinion()
    item = play.item("triage")
    assert OPINION not in read(play.town.officer, item)
    assert noted() == []
    assert OPINION in read(play.town.intake, item)
    assert noted() == [(play.town.intake, f"opinion:{play.case.opinion.pk}")]


def test_objection_read_in_its_own_words_is_noted(play: Play) -> None:
    play.bring_to(CaseStage.IN_NOTICE)
    objection = play.object("facts")
    item = play.item("handle_objection")
    handler = play.holder_of(item)
    assert objection.text in read(handler, item)
    assert noted() == [(handler, f"objection:{objection.pk}")]


def test_check_of_a_plan_shows_the_page_again_and_carries_nothing_out(play: Play) -> None:
    play.bring_to(CaseStage.PLANNING)
    item = play.item("draft_plan")
    client = Client()
    client.force_login(
        user_of(play.town.east.secretary), backend="django.contrib.auth.backends.ModelBackend"
    )
    url = reverse("workflows:act", args=[item.pk])
    answer = client.post(url, {**play.answers(item), "aside": "check"})
    assert answer.status_code == 200
    assert "未列入月度计划" in answer.content.decode()
    assert not play.case.plans.exists()
    stranger = Client()
    stranger.force_login(
        user_of(play.town.west.secretary), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert stranger.post(url, {"aside": "check"}).status_code == 404
