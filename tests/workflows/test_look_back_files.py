"""回头看 with files: judged as evidence is, and for those alone who see evidence."""

from django.core.files.storage import default_storage
from django.urls import reverse

from rectification.enums import CaseLevel, CaseStage
from rectification.models import AccessLog, Case, LookBackFile, Person
from rectification.services.erasure import erase_case
from tests.rectification.web.desk import client_of
from tests.uploads import AUTHOR, pdf
from tests.workflows.play import Play

NAME = "回头看照片.pdf"


def looked(play: Play, level: CaseLevel = CaseLevel.BRANCH, decision: str = "consolidated") -> None:
    play.bring_to(CaseStage.CLOSED, level)
    play.begin_look_back()
    play.take("assign_look_back")
    play.take("look_back", decision=decision, uploads=[pdf(NAME, day="20260501")])


def answer(someone: Person, row: LookBackFile, name: str = "look_back_file") -> int:
    url = reverse(f"rectification:{name}", args=[row.pk])
    response = client_of(someone).get(url)
    if response.streaming:
        response.getvalue()
    return int(response.status_code)


def page(someone: Person, case: Case) -> str:
    url = reverse("rectification:case", args=[case.pk])
    return str(client_of(someone).get(url).content.decode())


def test_files_are_kept_in_two_forms_with_what_was_found(play: Play) -> None:
    looked(play)
    row = LookBackFile.objects.get()
    assert (row.look_back, row.name) == (play.case.look_backs.get(), NAME)
    assert row.uploaded_by == row.look_back.looker
    with row.file.open("rb") as shown:
        assert AUTHOR.encode() not in shown.read()
    assert row.sha256 != row.original_sha256
    assert str(row.dated_on) == "2026-05-01"


def test_found_without_a_file_is_found_as_well(play: Play) -> None:
    play.bring_to(CaseStage.CLOSED)
    play.begin_look_back()
    play.take("assign_look_back")
    play.take("look_back")
    assert not LookBackFile.objects.exists()
    assert play.case.stage == CaseStage.CLOSED


def test_unsound_file_is_refused_and_nothing_is_written(play: Play) -> None:
    play.bring_to(CaseStage.CLOSED)
    play.begin_look_back()
    play.take("assign_look_back")
    wrong = pdf(NAME)
    wrong.name = "照片.exe"
    assert "uploads" in play.refusal("look_back", uploads=[wrong])
    assert not LookBackFile.objects.exists()
    assert play.open_steps() == ["look_back"]


def test_those_read_it_who_see_evidence(play: Play) -> None:
    looked(play)
    town, row = play.town, LookBackFile.objects.get()
    looker = row.uploaded_by
    for someone in (looker, town.officer, town.east.secretary):
        assert answer(someone, row) == 200
        assert page(someone, play.case).count(NAME) == 2
    for someone in (town.org, town.lg):
        assert answer(someone, row) == 404
        assert NAME not in page(someone, play.case)
    assert answer(town.west.secretary, row) == 404
    assert AccessLog.objects.filter(what=f"look_back_file:{row.pk}").count() == 3


def test_original_is_for_who_handed_it_in_and_who_verifies(play: Play) -> None:
    looked(play)
    row = LookBackFile.objects.get()
    assert answer(row.uploaded_by, row, "look_back_original") == 200
    for someone in (play.town.officer, play.town.east.secretary):
        assert answer(someone, row, "look_back_original") == 404


def test_relapse_shows_its_files_to_the_office(play: Play) -> None:
    looked(play, decision="relapse")
    assert NAME in page(play.town.officer, play.case)


def test_files_are_erased_with_the_case(play: Play) -> None:
    looked(play, CaseLevel.MEMBER)
    row = LookBackFile.objects.get()
    stored = [str(row.file.name), str(row.original.name)]
    assert all(default_storage.exists(name) for name in stored)
    erase_case(case=play.case)
    row.refresh_from_db()
    assert (row.name, str(row.file), str(row.original)) == ("", "", "")
    assert not any(default_storage.exists(name) for name in stored)
    assert answer(row.uploaded_by, row) == 404
