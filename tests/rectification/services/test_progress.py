import hashlib
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from PIL import Image
from pytest_django import Settings

from rectification.enums import CaseLevel, CaseStage, EventVerb
from rectification.exceptions import CaseError, NotAllowed
from rectification.models import Case, Evidence, Measure, Progress
from rectification.policies.uploads import sound_files
from rectification.selectors.plans import measures_of
from rectification.selectors.verification import late_evidence
from rectification.services.evidence import open_original
from rectification.services.progress import finish_unit, report_effect, report_progress
from tests.factories import Township, acting, case_in, owner_actor, prove
from tests.uploads import MAKER, pdf, picture


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


@pytest.fixture
def case(town: Township) -> Case:
    return case_in(town, CaseStage.RECTIFYING)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def note(town: Township, case: Case, **changes: Any) -> Any:
    values: dict[str, Any] = {
        "measure": measures_of(case).get(),
        "text": "计划已张贴。",
        "completes": False,
        "files": [],
        "made_on": None,
        **changes,
    }
    return report_progress(case=case, actor=values.pop("actor", owner_actor(town, case)), **values)


def test_report_progress_without_files(town: Township, case: Case) -> None:
    event = note(town, case)
    progress = Progress.objects.get()
    assert (event.verb, event.payload.text) == (EventVerb.PROGRESS_REPORTED, "计划已张贴。")
    assert event.reference == f"measure:{progress.measure_id}"
    assert (progress.completes, progress.reported_by) == (False, town.east.secretary)
    assert progress.measure.done_at is None


def test_report_progress_completes_with_a_file(town: Township, case: Case, media: Path) -> None:
    note(town, case, completes=True, files=sound_files([pdf()]), made_on=date(2026, 5, 10))
    proof = Evidence.objects.get()
    (sound,) = sound_files([pdf()])
    assert measures_of(case).get().done_at == timezone.now()
    assert (proof.name, proof.content_type) == ("记录.pdf", "application/pdf")
    assert (proof.size, proof.sha256) == (len(sound.content), digest(sound.content))
    assert proof.original_sha256 == digest(pdf().read()) != proof.sha256
    assert (proof.made_on, proof.uploaded_at) == (date(2026, 5, 10), timezone.now())
    assert "记录" not in proof.file.name
    assert (media / proof.file.name).read_bytes() == sound.content
    assert open_original(proof) == pdf().read()


def test_report_progress_completes_with_proof_of_an_earlier_note(
    town: Township, case: Case
) -> None:
    note(town, case, files=sound_files([pdf()]), made_on=date(2026, 5, 11))
    note(town, case, completes=True)
    assert measures_of(case).get().done_at == timezone.now()


def test_report_progress_completes_without_proof_is_refused(town: Township, case: Case) -> None:
    with pytest.raises(CaseError) as refused:
        note(town, case, completes=True)
    assert refused.value.field == "uploads"
    assert not Progress.objects.exists()


def test_report_progress_leaves_out_what_the_camera_wrote(
    town: Township, case: Case, media: Path
) -> None:
    given = picture()
    assert Image.open(given).getexif()[MAKER] == "the-maker-of-the-camera"
    note(town, case, files=sound_files([given]), made_on=date(2026, 5, 11))
    proof = Evidence.objects.get()
    stored = (media / proof.file.name).read_bytes()
    assert b"the-maker-of-the-camera" not in stored
    assert Image.open(io.BytesIO(stored)).size == (8, 4)
    assert proof.sha256 == digest(stored)


def test_report_progress_made_afterwards_needs_a_reason(
    town: Township, case: Case, clock: time_machine.Traveller
) -> None:
    clock.move_to("2026-05-20T02:00:00Z")
    late = {"files": sound_files([pdf()]), "made_on": date(2026, 5, 19)}
    with pytest.raises(CaseError) as refused:
        note(town, case, **late)
    assert refused.value.field == "late_reason"
    note(town, case, **late, late_reason="会后补写，已如实注明。")
    assert Evidence.objects.get().late_reason == "会后补写，已如实注明。"


def test_report_progress_with_a_file_made_after_the_work_says_so(
    town: Township, case: Case
) -> None:
    """In time for the measure, and yet written up after the meeting it records (scenario 16)."""
    late = {"files": sound_files([pdf()]), "made_on": date(2026, 5, 11)}
    with pytest.raises(CaseError) as refused:
        note(town, case, **late, done_on=date(2026, 5, 8))
    assert (refused.value.field, refused.value.rule) == ("late_reason", "V4")
    assert not Progress.objects.exists()
    note(town, case, **late, done_on=date(2026, 5, 8), late_reason="按会议记录本补录。")
    assert Progress.objects.get().done_on == date(2026, 5, 8)
    assert [proof.late_reason for proof in late_evidence(case)] == ["按会议记录本补录。"]


def test_report_progress_by_another_unit_is_refused(town: Township, case: Case) -> None:
    with pytest.raises(NotAllowed) as refused:
        note(town, case, actor=acting(town.west.secretary))
    assert refused.value.field == "measure"


def test_report_progress_by_the_clerk_of_the_unit(town: Township, case: Case) -> None:
    assert note(town, case, actor=acting(town.east.clerk)).actor == town.east.clerk


def test_report_progress_on_completed_measure_is_refused(town: Township, case: Case) -> None:
    prove(measures_of(case).get(), by=town.east.secretary)
    with pytest.raises(CaseError):
        note(town, case)


def test_report_progress_on_measure_of_another_case_is_refused(town: Township, case: Case) -> None:
    other = measures_of(case_in(town, CaseStage.RECTIFYING)).get()
    with pytest.raises(CaseError) as refused:
        note(town, case, measure=other)
    assert refused.value.field == "measure"


def test_finish_unit_when_its_measures_are_done(town: Township, case: Case) -> None:
    prove(measures_of(case).get(), by=town.east.secretary)
    event = finish_unit(
        case=case, actor=acting(town.east.secretary), organisation=town.east.organisation
    )
    assert (event.verb, event.reference) == (
        EventVerb.MEASURES_DONE,
        f"organisation:{town.east.organisation.pk}",
    )


def test_finish_unit_with_open_measures_is_refused(town: Township, case: Case) -> None:
    with pytest.raises(CaseError) as refused:
        finish_unit(
            case=case, actor=acting(town.east.secretary), organisation=town.east.organisation
        )
    assert "1" in str(refused.value.message)


def test_finish_unit_without_measures_is_refused(town: Township, case: Case) -> None:
    with pytest.raises(CaseError):
        finish_unit(
            case=case, actor=acting(town.west.secretary), organisation=town.west.organisation
        )


def test_report_effect_when_all_is_done(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING, level=CaseLevel.MEMBER)
    prove(measures_of(case).get(), by=town.east.members[0])
    event = report_effect(case=case, actor=owner_actor(town, case), statement=" 沟渠已清理。 ")
    assert (event.verb, event.payload.text) == (EventVerb.EFFECT_REPORTED, "沟渠已清理。")
    assert case.effect_statement == "沟渠已清理。"


def test_report_effect_with_open_measures_is_refused(town: Township, case: Case) -> None:
    with pytest.raises(CaseError) as refused:
        report_effect(case=case, actor=owner_actor(town, case), statement="已解决。")
    assert refused.value.rule == "T19"


def test_report_effect_without_evidence_is_refused(town: Township, case: Case) -> None:
    measure: Measure = measures_of(case).get()
    measure.done_at = timezone.now()
    measure.save()
    with pytest.raises(CaseError):
        report_effect(case=case, actor=owner_actor(town, case), statement="已解决。")


def test_report_effect_without_statement_is_refused(town: Township, case: Case) -> None:
    with pytest.raises(CaseError) as refused:
        report_effect(case=case, actor=owner_actor(town, case), statement=" ")
    assert refused.value.field == "statement"
