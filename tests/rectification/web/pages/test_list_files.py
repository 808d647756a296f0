"""Files of large lists: made by a job, shown how far, fetched by whoever asked for them."""

import os
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from rectification.documents.lists.making import make_files
from rectification.enums import CaseLevel, CaseStage, ListForm
from rectification.models import AccessLog, Case, ListFile, Recusal
from rectification.models.list_file import KEPT
from rectification.services.erasure import erase_case
from rectification.services.list_files import (
    GIVEN_UP,
    forget_list_files,
    keep_made,
    note_done,
    take_waiting_file,
)
from rectification.web.list_forms import asked_for
from rectification.web.list_pages import AT_ONCE_AT_MOST, is_large
from tests.factories import Township, case_in
from tests.rectification.web.desk import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(town: Township) -> Case:
    return case_in(town, CaseStage.RECTIFYING, author=town.officer)


def asked(town: Township, query: str = "") -> ListFile:
    url = reverse("rectification:list_file", args=["problems"]) + query
    response = client_of(town.officer).post(url)
    job = ListFile.objects.latest("pk")
    assert response["Location"] == reverse("rectification:list_job", args=[job.pk])
    return job


def wait(town: Township, job: ListFile) -> Any:
    return client_of(town.officer).get(reverse("rectification:list_job", args=[job.pk]))


def fetch(someone: Any, job: ListFile) -> Any:
    return client_of(someone).get(reverse("rectification:fetch_list", args=[job.pk]))


def test_only_workbooks_of_many_cases_are_made_by_a_job() -> None:
    assert not is_large(ListForm.XLSX, AT_ONCE_AT_MOST)
    assert is_large(ListForm.XLSX, AT_ONCE_AT_MOST + 1)
    assert not is_large(ListForm.PDF, AT_ONCE_AT_MOST + 1)


def test_whoever_waits_sees_how_far_it_is(town: Township, case: Case) -> None:
    job = asked(town)
    note_done(job=job, cases=1)
    response = wait(town, job)
    page = response.content.decode()
    assert '<progress class="progress-line" max="1" value="1"' in page
    assert response["Refresh"] == "5"
    assert fetch(town.officer, job)["Location"].endswith(f"/lists/files/{job.pk}/")
    assert make_files(read=asked_for) == 1
    response = wait(town, job)
    assert "Refresh" not in response
    assert reverse("rectification:fetch_list", args=[job.pk]) in response.content.decode()


def test_file_holds_what_the_page_showed(town: Township, case: Case) -> None:
    case_in(town, CaseStage.CLOSED, outcome="closed")
    job = asked(town, "?state=open")
    assert (job.query, job.total) == ("state=open", 1)
    assert asked(town, "?state=open") == job  # Sent twice, it is one.
    assert make_files(read=asked_for) == 1
    response = fetch(town.officer, job)
    (sheet,) = load_workbook(BytesIO(b"".join(response.streaming_content))).worksheets
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[1] for row in rows[3:]] == [case.number]
    assert rows[1][0].startswith("状态：办理中    填报单位：云溪镇领导小组办公室")


def test_nobody_else_finds_it(town: Township, case: Case) -> None:
    job = asked(town)
    make_files(read=asked_for)
    for name in ("list_job", "fetch_list"):
        url = reverse(f"rectification:{name}", args=[job.pk])
        assert client_of(town.intake).get(url).status_code == 404


def test_it_is_made_again_where_its_owner_sees_less_today(town: Township, case: Case) -> None:
    job = asked(town)
    make_files(read=asked_for)
    Recusal.objects.create(case=case, person=town.officer, ground="interest", since=timezone.now())
    response = fetch(town.officer, job)
    assert response.status_code == 302
    assert not ListFile.objects.exists()
    told = client_of(town.officer)
    assert told.get(response["Location"]).status_code == 200


def test_file_that_is_gone_is_made_again(town: Township, case: Case) -> None:
    job = asked(town)
    make_files(read=asked_for)
    job.refresh_from_db()
    job.file.storage.delete(job.file.name)
    response = fetch(town.officer, job)
    assert response["Location"] == reverse("rectification:lists", args=["problems"])
    assert not ListFile.objects.exists()


def test_what_is_erased_is_in_no_file_that_waits(
    town: Township, case: Case, django_capture_on_commit_callbacks: Any
) -> None:
    other = case_in(town, CaseStage.CLOSED, outcome="closed")
    for query in ("?state=open", "?state=ended"):
        asked(town, query)
    make_files(read=asked_for)
    asked(town, "?level=B")
    take_waiting_file()
    asked(town, "?level=C")
    stored = {job.query: job.file for job in ListFile.objects.all()}
    with django_capture_on_commit_callbacks(execute=True):
        erase_case(case=other)
    assert set(ListFile.objects.values_list("query", flat=True)) == {"state=open", "level=C"}
    for query, left in (("state=open", True), ("state=ended", False)):
        assert stored[query].storage.exists(stored[query].name) == left


def test_pages_to_print_are_no_work_for_a_job(town: Township, case: Case) -> None:
    url = reverse("rectification:list_file", args=["problems"])
    response = client_of(town.officer).post(f"{url}?form=pdf")
    assert response["Location"] == reverse("rectification:lists", args=["problems"])
    assert not ListFile.objects.exists()


def test_lines_about_members_are_noted_as_taken_away(town: Township) -> None:
    member = case_in(town, CaseStage.RECTIFYING, level=CaseLevel.MEMBER)
    asked(town)
    make_files(read=asked_for)
    (noted,) = AccessLog.objects.values_list("case", "person", "what")
    assert noted == (member.pk, town.officer.pk, "list_file:problems")


def test_what_a_dead_worker_left_is_made_anew(
    town: Township, case: Case, clock: time_machine.Traveller
) -> None:
    job = asked(town)
    assert take_waiting_file() == job
    assert take_waiting_file() is None
    clock.shift(GIVEN_UP + timedelta(seconds=1))
    assert take_waiting_file() == job


def test_file_for_nobody_leaves_no_bytes(town: Township, case: Case) -> None:
    """Another worker was first, or the row went while it was made."""
    job = asked(town)
    make_files(read=asked_for)
    made = ListFile.objects.get()
    folder = Path(made.file.path).parent
    before = set(folder.iterdir())
    keep_made(job=job, content=BytesIO(b"late"), sights=[])
    assert ListFile.objects.get().file == made.file
    assert set(folder.iterdir()) == before
    ListFile.objects.all().delete()
    keep_made(job=job, content=BytesIO(b"later"), sights=[])
    assert set(folder.iterdir()) == before


def test_file_that_no_row_names_goes_as_well(
    town: Township, case: Case, clock: time_machine.Traveller
) -> None:
    """A worker died behind it, or a restore brought rows of another day."""
    asked(town)
    make_files(read=asked_for)
    left = Path(ListFile.objects.get().file.path)
    ListFile.objects.all().delete()
    now = timezone.now().timestamp()
    os.utime(left, (now, now))
    assert forget_list_files() == 0
    clock.shift(KEPT + timedelta(seconds=1))
    assert forget_list_files() == 1
    assert not left.exists()


def test_file_is_forgotten_after_two_days(
    town: Township,
    case: Case,
    clock: time_machine.Traveller,
    django_capture_on_commit_callbacks: Any,
) -> None:
    job = asked(town)
    make_files(read=asked_for)
    stored = ListFile.objects.get(pk=job.pk).file
    assert stored.storage.exists(stored.name)
    clock.shift(timedelta(days=2))
    assert forget_list_files() == 0
    clock.shift(timedelta(seconds=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_list_files() == 1
    assert not stored.storage.exists(stored.name)
