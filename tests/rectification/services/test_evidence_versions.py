from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from rectification.enums import CaseLevel, CaseStage, EventVerb
from rectification.exceptions import CaseError
from rectification.models import Case, Evidence, Person
from rectification.policies.authority import authority_of
from rectification.policies.evidence import replacing_actor, why_not_replace
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


def test_why_not_replace_what_was_replaced_or_is_being_judged(
    town: Township, case: Case, former: Evidence
) -> None:
    assert why_not_replace(former, case) is None
    replaced(town, case, former)
    assert why_not_replace(former, case)
    new = Evidence.objects.get(replaces=former)
    assert why_not_replace(new, case) is None
    for stage in set(CaseStage) - {CaseStage.RECTIFYING}:
        case.stage = stage
        assert why_not_replace(new, case)
    case.stage, case.round = CaseStage.RECTIFYING, case.round + 1
    assert why_not_replace(new, case)


def test_replacing_actor_is_the_hand_or_the_unit(
    town: Township, case: Case, former: Evidence
) -> None:
    def may(someone: Person, evidence: Evidence, of: Case) -> bool:
        return replacing_actor(evidence, of, authority_of(someone.user)) is not None

    east, west = town.east, town.west
    assert [may(who, former, case) for who in (east.clerk, east.secretary)] == [True, True]
    others = (east.members[0], west.secretary, west.clerk, town.officer, town.pse)
    assert [may(who, former, case) for who in others] == [False] * 5
    of_member = case_in(town, CaseStage.RECTIFYING, level=CaseLevel.MEMBER)
    own = prove(measures_of(of_member).get(), by=east.members[0])
    assert may(east.members[0], own, of_member)
    assert [may(who, own, of_member) for who in (east.secretary, east.clerk)] == [False, False]
    actor = replacing_actor(own, of_member, authority_of(east.members[0].user))
    assert actor is not None
    assert (actor.role, actor.organisation) == ("MEM", east.organisation)
