"""Every way in which rows are written: tasks, commands, pages and the door, each named here.

What a page or an act writes is looked at wherever a test takes it (tests/written.py); a task and a
command are named, so that a new one is thought of.
"""

from datetime import timedelta
from typing import Any, Final

import pytest
from celery import Task
from django.apps import apps
from django.core.management import call_command, get_commands

from project.celery import Job, app
from rectification import tasks as own_tasks
from rectification.acting import Origin, asked_by
from rectification.enums import CaseStage
from rectification.models import Person
from rectification.models.past import is_historic
from tests.workflows.play import Play
from tests.written import why_not
from workflows import tasks as flow_tasks

TASKS: Final = {
    "workflows.tasks.sweep": "cases whose clock is over, as the system",
    "workflows.tasks.look_after": "nothing historic, or cases as the system",
    "rectification.tasks.deliver_outbox": "nothing historic",
    "rectification.tasks.promise_digests": "nothing historic",
    "rectification.tasks.deliver_outside": "nothing historic",
    "rectification.tasks.erase_withdrawn_reports": "blanks versions, and adds none",
    "rectification.tasks.seal_records": "nothing historic",
    "rectification.tasks.beat_heartbeat": "nothing historic",
    "rectification.tasks.forget_logins": "nothing historic",
    "rectification.tasks.forget_answers": "nothing historic",
    "rectification.tasks.forget_waiting_files": "nothing historic",
    "rectification.tasks.keep_periods": "blanks versions, and adds none",
    "rectification.tasks.make_list_files": "nothing historic",
    "rectification.tasks.forget_list_files": "nothing historic",
}
"""Every periodic job and what it writes; all of them are tried below."""

COMMANDS: Final = {
    "authority": "reads",
    "backup": "reads",
    "check_invariants": "reads",
    "deadline": "reads",
    "derive_grants": "grants, which are derived and have no history",
    "export_records": "its own record",
    "grant_role": "an appointment",
    "import_batch": "cases",
    "import_opinions": "cases, by the intake channel",
    "import_roster": "people, places and offices",
    "init_office": "the first organisation and people",
    "issue_link": "a link, which has no history",
    "list_steps": "reads",
    "load_calendar": "a year, which has no history",
    "load_demo": "a whole township",
    "restore": "a house as it was",
    "retention": "blanks versions, and adds none",
}


def versions() -> dict[str, Any]:
    found = {}
    for model in apps.get_app_config("rectification").get_models():
        if is_historic(model):
            history: Any = model
            for row in history.history.all():
                found[f"{model.__name__} {row.history_id}"] = row
    return found


def test_every_task_is_a_job_and_named_here() -> None:
    ours = {name for name in app.tasks if name.startswith(("rectification.", "workflows."))}
    declared = [*vars(own_tasks).values(), *vars(flow_tasks).values()]
    assert ours == set(TASKS) == {row.name for row in declared if isinstance(row, Task)}
    assert all(isinstance(app.tasks[name], Job) for name in ours)
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} == ours


def test_every_command_is_named_here() -> None:
    ours = {
        name
        for name, of in get_commands().items()
        if of in ("rectification", "workflows", "project")
    }
    assert ours == set(COMMANDS)


def test_what_the_tasks_write_bears_their_id_and_no_name(play: Play) -> None:
    play.bring_to(CaseStage.IN_NOTICE)
    play.clock.shift(timedelta(days=20))
    before = versions()
    for name in TASKS:
        app.tasks[name].apply(throw=True)
    written = {key: row for key, row in versions().items() if key not in before}
    assert {row.history_change_reason for row in written.values()} == {"workflows.tasks.sweep"}
    assert all(row.history_request.startswith("job:") for row in written.values())
    assert {row.history_user_id for row in written.values()} == {None}


def test_what_a_command_writes_bears_its_id(play: Play) -> None:
    known = set(Person.objects.values_list("pk", flat=True))
    with asked_by(Origin.COMMAND, "load_calendar"):
        call_command("derive_grants")
    assert set(Person.objects.values_list("pk", flat=True)) == known
    with asked_by(Origin.COMMAND, "grant_role"):
        person = play.town.west.members[0]
        person.name = "更名"
        person.save()
    version = Person.history.latest("history_id")
    assert (version.history_request.split(":")[0], version.history_change_reason) == (
        "command",
        "grant_role",
    )


WRITTEN: Final = {
    ("web:1", None, "rectification:people"): "a page (rectification:people) wrote it in nobody's",
    ("web:1", 7, "rectification:people"): "",
    ("web:1", 7, ""): "nothing says what asked for it",
    ("job:1", None, "workflows.tasks.sweep"): "",
    ("job:1", None, ""): "nothing says what asked for it",
    ("act:1", 7, ""): "",
    ("", None, ""): "",
    ("", 7, ""): "somebody wrote it at nobody's request",
}
"""Request, user and cause of a version, and what is said against it."""


@pytest.mark.parametrize("given", WRITTEN)
def test_a_version_that_says_too_little_is_found(given: tuple[str, int | None, str]) -> None:
    request, user, cause = given
    version = Person.history.model(
        history_request=request, history_user_id=user, history_change_reason=cause
    )
    found = why_not(version)
    assert found.startswith(WRITTEN[given])
    assert bool(found) == bool(WRITTEN[given])
