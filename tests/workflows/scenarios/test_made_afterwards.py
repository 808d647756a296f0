"""Scenario 16: evidence made after the day it proves is accepted when it says so."""

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from rectification.enums import CaseStage
from rectification.models import Person
from rectification.selectors.plans import measures_of
from tests.rectification.web.desk import client_of
from tests.uploads import pdf
from tests.workflows.play import Play

LATE = "会后按签到册补写，已注明。"
ACCEPTED = "与签到册、照片核对一致，属补写并注明，予以认可。"


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def page_of(play: Play, step: str, someone: Person) -> str:
    address = reverse("workflows:act", args=[play.item(step, someone).pk])
    return client_of(someone).get(address).content.decode()


def test_scenario_16_record_made_after_the_meeting(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    note = play.progress(
        measures_of(play.case).get().pk,
        done_on="2026-05-06",
        made_on="2026-05-08",
        uploads=[pdf(day="20260509")],
    )
    assert set(play.refusal("carry_out", **note)) == {"late_reason"}
    note["uploads"] = [pdf(day="20260509")]
    play.take("carry_out", **note, late_reason=LATE)

    play.bring_to(CaseStage.FIRST_REVIEW)
    reviewer = play.holder_of(play.item("first_review"))
    words = ("事后形成，已说明", LATE, "5月8日", "工作日期：5月6日", "文件自带日期：5月9日")
    assert [word for word in words if word not in page_of(play, "first_review", reviewer)] == []

    play.bring_to(CaseStage.VERIFYING)
    play.take("assign_verifiers")
    verifiers = [item.person for item in play.open_items().filter(step="verify")]
    assert len(verifiers) == 2
    for verifier in verifiers:
        html = page_of(play, "verify", verifier)
        assert [word for word in words if word not in html] == []
        assert set(play.refusal("verify", verifier, **play.sheet())) == {"V4-reason"}
        assert play.case.stage == CaseStage.VERIFYING
        play.take("verify", verifier, **play.sheet(**{"V4-reason": ACCEPTED}))
    assert play.case.stage == CaseStage.CLOSED
