"""At whose request something is written: the same id in answer, log, events and field history."""

import logging
import subprocess
import sys
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from project.celery import app
from rectification.acting import (
    Origin,
    acting_as,
    asked_by,
    note_file,
    note_version,
    request_cause,
    request_id,
    taken,
)
from rectification.enums import CaseStage
from rectification.models import Case, CaseEvent, Claim, Opinion
from tests.factories import Township
from tests.house.source import ROOT
from tests.rectification.web.desk import client_of
from tests.workflows.play import Play

NAMELESS = "web:4f1c"


def test_block_of_a_person_keeps_the_id_and_that_of_nobody_hides_the_one_of_the_web() -> None:
    with asked_by(Origin.WEB, "page", "4f1c"):
        with acting_as(7):
            assert request_id() == NAMELESS
        with acting_as(None):
            assert (request_id(), request_cause()) == ("", "page")
            with acting_as(7):
                assert request_id() == ""
        assert request_id() == NAMELESS
    assert request_id() == ""


def test_system_keeps_the_id_of_job_and_command() -> None:
    with asked_by(Origin.JOB, "sweep", "1"), acting_as(None):
        assert request_id() == "job:1"


def test_act_without_a_request_has_an_id_of_its_own() -> None:
    with acting_as(7, cause="step:claim"):
        assert request_id().startswith("act:")
        assert request_cause() == "step:claim"


def test_what_is_written_inside_is_taken_there_or_around_it() -> None:
    with acting_as(7):
        note_version("case 1 a")
        with acting_as(None):
            note_version("case 2 b")
            assert taken() == ([], ["case 2 b"])
            note_file("evidence:1 c d")
        assert taken() == (["evidence:1 c d"], ["case 1 a"])
        assert taken() == ([], [])
    note_version("case 4 f")
    assert taken() == ([], [])


def _fails() -> None:
    with acting_as(None):
        note_version("case 3 e")
        raise ValueError("undone")


def test_block_that_fails_leaves_nothing_to_be_taken() -> None:
    with acting_as(7):
        with pytest.raises(ValueError, match="undone"):
            _fails()
        assert taken() == ([], [])


@pytest.mark.django_db
def test_answer_log_event_and_history_of_an_act_bear_the_same_id(
    town: Township, clock: time_machine.Traveller, caplog: pytest.LogCaptureFixture
) -> None:
    play = Play(town, clock)
    play.bring_to(CaseStage.PENDING_CLAIM)
    item = play.item("claim")
    holder = play.holder_of(item)
    with caplog.at_level(logging.INFO, logger="project.request"):
        response = client_of(holder).post(
            reverse("workflows:act", args=[item.pk]),
            play.answers(item),
            headers={"X-Request-ID": "mine"},
        )
    assert response.status_code == 302, response.content.decode()
    event = play.case.events.latest("sequence")
    version = Claim.history.get()
    told = response.headers["X-Request-ID"]
    assert told.startswith("web:")
    assert {event.request, version.history_request} == {told}
    assert (version.history_change_reason, version.history_user_id) == (
        "step:claim",
        holder.user.pk,
    )
    assert told in caplog.text


@pytest.mark.django_db
def test_task_gives_its_id_to_what_it_writes() -> None:
    @app.task(name="tests.tell", bind=True)
    def tell(self: Any) -> tuple[str, str]:
        return request_id(), request_cause()

    assert tell.apply(task_id="abc").get() == ("job:abc", "tests.tell")
    assert tell()[0].startswith("job:")


def test_command_has_an_id() -> None:
    code = "from rectification.acting import *; print(request_id(), request_cause())"
    ran = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "--command", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    told, cause = ran.stdout.split()
    assert (told.partition(":")[0], cause) == ("command", "shell")


@pytest.mark.django_db
def test_intake_channel_leaves_no_id(town: Township, clock: time_machine.Traveller) -> None:
    play = Play(town, clock)
    with asked_by(Origin.WEB, "workflows:opinion", "4f1c"):
        play.opinion()
    first = CaseEvent.objects.earliest("pk")
    assert (first.actor, first.request) == (None, "")
    for model in (Case, Opinion):
        assert set(model.history.values_list("history_request", flat=True)) == {""}
