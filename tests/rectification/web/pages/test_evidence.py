"""One file of proof: what is known about it, and who opens the bytes as handed in."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from rectification.enums import CaseLevel, CaseStage, PartyReason
from rectification.models import AccessLog, Case, CaseParty, Evidence, Person
from rectification.policies.uploads import sound_files
from rectification.roles import Role
from rectification.selectors.plans import measures_of
from rectification.services.progress import report_progress
from tests.factories import Township, acting, case_in, owner_actor
from tests.rectification.web.desk import client_of
from tests.uploads import AUTHOR, pdf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def handed_in(town: Township, case: Case, *, day: str = "", **given: Any) -> Evidence:
    report_progress(
        case=case,
        actor=owner_actor(town, case) if case.owner_person else acting(town.east.clerk),
        measure=measures_of(case).get(),
        text="会议已召开。",
        completes=False,
        files=sound_files([pdf(day=day)]),
        **{"done_on": date(2026, 5, 8), "made_on": date(2026, 5, 8), **given},
    )
    return Evidence.objects.latest("pk")


def verifier(town: Township, case: Case) -> Person:
    CaseParty.objects.create(
        case=case,
        person=town.dis[0],
        reason=PartyReason.VERIFIER,
        role=Role.DIS,
        organisation=town.discipline,
        since=timezone.now(),
    )
    return town.dis[0]


def page(someone: Person, evidence: Evidence, name: str = "evidence_page") -> Any:
    return client_of(someone).get(reverse(f"rectification:{name}", args=[evidence.pk]))


def test_page_shows_every_day_and_marks_what_was_made_afterwards(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    late = {"made_on": date(2026, 5, 10), "late_reason": "按会议记录本补录。"}
    evidence = handed_in(town, case, day="20260511", **late)
    html = page(verifier(town, case), evidence).content.decode()
    for word in (
        "5月8日",
        "5月10日",
        "5月11日",
        "事后形成，已说明",
        "按会议记录本补录。",
        "文件自带日期与填报",
    ):
        assert word in html
    for digest in (evidence.sha256, evidence.original_sha256):
        assert digest[:8] in html


def test_page_without_another_day_hints_at_nothing(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    html = page(town.east.secretary, handed_in(town, case, day="20260508")).content.decode()
    assert "事后形成" not in html
    assert "文件自带日期与填报" not in html


def test_original_is_for_whoever_verifies_and_whoever_handed_it_in(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    evidence = handed_in(town, case)
    for reader in (verifier(town, case), town.east.clerk):
        assert AUTHOR.encode() in page(reader, evidence, "original").getvalue()
        assert "打开原件" in page(reader, evidence).content.decode()
    opened = AccessLog.objects.filter(what=f"original:{evidence.pk}")
    assert [row.person for row in opened] == [town.dis[0], town.east.clerk]
    for reader in (town.east.secretary, town.officer, town.org):
        assert page(reader, evidence, "original").status_code == 404
    shown = page(town.east.secretary, evidence)
    assert "打开原件" not in shown.content.decode()
    assert AUTHOR.encode() not in page(town.east.secretary, evidence, "evidence").getvalue()


def test_what_is_stored_of_the_original_is_unreadable(town: Township) -> None:
    evidence = handed_in(town, case_in(town, CaseStage.RECTIFYING))
    with evidence.original.open("rb") as stored:
        content = stored.read()
    assert b"%PDF" not in content
    assert AUTHOR.encode() not in content


def test_page_and_original_of_a_hidden_case_do_not_exist(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING, level=CaseLevel.MEMBER)
    evidence = handed_in(town, case)
    for name in ("evidence_page", "original"):
        for stranger in (town.org, town.pse, town.east.clerk, town.west.secretary):
            assert page(stranger, evidence, name).status_code == 404
    assert not AccessLog.objects.exists()
