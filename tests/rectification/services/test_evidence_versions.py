from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from rectification.enums import CaseStage, EventVerb
from rectification.exceptions import CaseError
from rectification.models import Case, Evidence
from rectification.policies.uploads import sound_file
from rectification.selectors.plans import measures_of
from rectification.selectors.verification import late_evidence
from rectification.services.evidence_versions import replace_evidence
from tests.factories import Township, acting, case_in, prove
from tests.uploads import docx, pdf

REASON = "原文件漏扫了签到页，补全后重新上传。"


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def case(town: Township) -> Case:
    return case_in(town, CaseStage.RECTIFYING)


@pytest.fixture
def former(town: Township, case: Case) -> Evidence:
    return prove(measures_of(case).get(), by=town.east.clerk)


def replaced(town: Township, case: Case, former: Evidence, **given: Any) -> Any:
    return replace_evidence(
        **{
            "case": case,
            "actor": acting(town.east.secretary),
            "evidence": former,
            "upload": sound_file(docx()),
            "made_on": date(2026, 5, 11),
            "late_reason": "",
            "reason": REASON,
            **given,
        }
    )


def test_replace_evidence_keeps_both_with_their_hashes(
    town: Township, case: Case, former: Evidence
) -> None:
    kept = (former.name, former.sha256, former.original_sha256, former.file.name)
    event = replaced(town, case, former)
    new = Evidence.objects.get(replaces=former)
    former.refresh_from_db()
    assert (former.name, former.sha256, former.original_sha256, former.file.name) == kept
    assert (new.progress, new.replace_reason) == (former.progress, REASON)
    assert (new.uploaded_by, new.name) == (town.east.secretary, "计划.docx")
    assert (event.verb, event.payload.text) == (EventVerb.EVIDENCE_REPLACED, REASON)
    assert event.reference == f"evidence:{new.pk}"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"reason": "补全"}, "reason"),
        ({"made_on": None}, "made_on"),
        ({"made_on": date(2026, 5, 12)}, "made_on"),
    ],
)
def test_replace_evidence_asks_what_is_asked_of_every_file(
    town: Township, case: Case, former: Evidence, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(CaseError) as refused:
        replaced(town, case, former, **given)
    assert refused.value.field == field
    assert Evidence.objects.get() == former


def test_replace_evidence_by_the_same_file_is_refused(town: Township, case: Case) -> None:
    former = prove(measures_of(case).get(), by=town.east.clerk)
    replaced(town, case, former, upload=sound_file(pdf()))
    with pytest.raises(CaseError) as refused:
        replaced(town, case, Evidence.objects.latest("pk"), upload=sound_file(pdf()))
    assert refused.value.field == "uploads"


def test_replaced_evidence_proves_nothing_any_more(
    town: Township, case: Case, former: Evidence
) -> None:
    former.late_reason = "会后补写。"
    former.save()
    assert list(late_evidence(case)) == [former]
    replaced(town, case, former)
    assert list(late_evidence(case)) == []
