"""A draft is its author's own: he may throw it away as long as nobody else had it (T8)."""

import pytest
from django.urls import reverse

from rectification.exceptions import StepGone
from rectification.models import Case, CaseParty
from rectification.policies.reporting import why_not_discard
from tests.factories import township
from tests.rectification.web.desk import client_of
from tests.workflows.play import Play, user_of
from workflows import intake


@pytest.fixture
def draft(play: Play) -> Case:
    return play.draft(play.town.east.members[0])


def page_of(case: Case) -> str:
    return reverse("workflows:discard_draft", args=[case.pk])


def test_author_deletes_it_with_all_that_he_wrote(play: Play, draft: Case) -> None:
    client = client_of(play.town.east.members[0])
    editing = client.get(reverse("workflows:edit_problem", args=[draft.pk])).content.decode()
    assert f'href="{page_of(draft)}"' in editing
    asked = client.get(page_of(draft))
    assert asked.status_code == 200
    assert "删除草稿" in asked.content.decode()
    assert Case.objects.filter(pk=draft.pk).exists()
    answer = client.post(page_of(draft))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/submitted/")
    assert not Case.objects.exists()
    assert not CaseParty.objects.exists()
    assert not Case.history.exists()
    assert not CaseParty.history.exists()
    assert client.post(page_of(draft)).status_code == 404


def test_page_that_writes_while_it_is_deleted_brings_nothing_back(play: Play, draft: Case) -> None:
    author = play.town.east.members[0]
    client_of(author).post(page_of(draft))
    with pytest.raises(StepGone):
        intake.write_draft(user=user_of(author), case=draft)
    assert not Case.objects.exists()


def test_nobody_else_learns_that_there_is_one(play: Play, draft: Case) -> None:
    town, far = play.town, township()
    others = (town.east.secretary, town.east.members[1], town.officer, town.intake, far.officer)
    for other in others:
        assert client_of(other).post(page_of(draft)).status_code == 404
    assert Case.objects.filter(pk=draft.pk).exists()


def test_what_was_handed_in_once_keeps_its_history(play: Play, draft: Case) -> None:
    author = play.town.east.members[0]
    play.case = draft
    play.submit(author)
    client = client_of(author)
    assert client.post(page_of(draft)).status_code == 409
    intake.take_back(user=user_of(author), case=draft, actor=play.author_actor(author))
    draft.refresh_from_db()
    why = why_not_discard(draft, author)
    assert why is not None
    assert why.rule == "T8"
    refused = client.post(page_of(draft))
    assert refused.status_code == 409
    assert "曾经提交" in refused.content.decode()
    assert Case.objects.filter(pk=draft.pk).exists()
