"""A file of proof put right on its page."""

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from rectification.enums import CaseStage
from rectification.models import Evidence
from rectification.selectors.plans import measures_of
from tests.rectification.web.desk import client_of
from tests.uploads import pdf
from tests.workflows.play import Play

REASON = "原文件漏扫了签到页，补全后重新上传。"


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def at_work(play: Play) -> Evidence:
    play.bring_to(CaseStage.RECTIFYING)
    play.take("carry_out", **play.progress(measures_of(play.case).get().pk, completes=""))
    return Evidence.objects.get()


def files_in(media: Path) -> list[Path]:
    return sorted(path for path in media.rglob("*") if path.is_file())


def new_version(**given: Any) -> dict[str, Any]:
    return {
        "uploads": [pdf("更正后.pdf", day="20260511")],
        "made_on": "2026-05-11",
        "reason": REASON,
        "idempotency_key": "7e0a4a5e-2f0b-4c39-9d0e-000000000001",
        **given,
    }


def test_unit_replaces_a_file_and_the_former_one_stays(play: Play, media: Path) -> None:
    former = at_work(play)
    client = client_of(play.town.east.secretary)
    page = reverse("rectification:evidence_page", args=[former.pk])
    address = reverse("workflows:replace_evidence", args=[former.pk])
    assert address in client.get(page).content.decode()
    assert client.post(address, new_version()).status_code == 302
    assert client.post(address, new_version()).status_code == 302
    new = Evidence.objects.get(replaces=former)
    html = client.get(page).content.decode()
    assert ("已替换" in html, "该材料已经被替换" in html, address in html) == (True, True, False)
    file = client.get(reverse("rectification:evidence", args=[former.pk]))
    assert file.getvalue() == (media / former.file.name).read_bytes()
    case = client.get(reverse("rectification:case", args=[play.case.pk])).content.decode()
    assert ("已替换" in case, REASON in case, new.name in case) == (True, True, True)


def test_refused_version_leaves_no_file_behind(play: Play, media: Path) -> None:
    former = at_work(play)
    before = files_in(media)
    address = reverse("workflows:replace_evidence", args=[former.pk])
    answer = client_of(play.town.east.secretary).post(address, new_version(reason="补"))
    assert answer.status_code == 422
    assert files_in(media) == before


def test_file_under_review_stays_as_it_is_judged(play: Play) -> None:
    former = at_work(play)
    play.bring_to(CaseStage.FIRST_REVIEW)
    client = client_of(play.town.east.secretary)
    address = reverse("workflows:replace_evidence", args=[former.pk])
    assert client.get(address).status_code == 409
    html = client.get(reverse("rectification:evidence_page", args=[former.pk])).content.decode()
    assert "成效上报以后" in html
    measure = measures_of(play.case).get().pk
    play.take("first_review", decision="return", reason=REASON, measures=[measure])
    assert client.get(address).status_code == 200


def test_why_it_was_replaced_is_told_to_whoever_opens_the_file(play: Play) -> None:
    """What was said about evidence is shown with it (4.9): not to those who only read along."""
    town, former = play.town, at_work(play)
    client = client_of(town.east.secretary)
    client.post(reverse("workflows:replace_evidence", args=[former.pk]), new_version())
    case = reverse("rectification:case", args=[play.case.pk])
    readers = (town.officer, town.east.secretary, town.liaison, town.org, town.lg)
    pages = [client_of(reader).get(case).content.decode() for reader in readers]
    assert [REASON in page for page in pages] == [True, True, False, False, False]
