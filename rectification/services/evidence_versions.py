"""A file of proof is put right by another version; the old one stays (docs/rules.md V4)."""

from datetime import date

from django.utils.translation import gettext as _

from rectification.enums import EventVerb, Step
from rectification.exceptions import CaseError
from rectification.models import Case, CaseEvent, Evidence
from rectification.policies.actors import Actor
from rectification.policies.evidence import check_made_on, why_not_replace
from rectification.policies.reasons import allow, require_reason
from rectification.policies.uploads import SoundFile
from rectification.services.events import record_event
from rectification.services.evidence import Former, original_digest, store_evidence


def replace_evidence(
    *,
    case: Case,
    actor: Actor,
    evidence: Evidence,
    upload: SoundFile,
    made_on: date | None,
    late_reason: str,
    reason: str,
) -> CaseEvent:
    """Both keep their hashes; when the new one was made is asked as for any other file.

    Whether the actor may is for `policies.evidence.replacing_actor`, which gave him.
    """
    allow(why_not_replace(evidence, case))
    words = require_reason(reason, rule="V4")
    _refuse_the_same(upload, evidence)
    note = evidence.progress
    made = check_made_on(
        measure=note.measure, done_on=note.done_on, made_on=made_on, late_reason=late_reason
    )
    stored = store_evidence(
        progress=note, upload=upload, made=made, by=actor.hand, former=Former(evidence, words)
    )
    return record_event(
        case=case,
        verb=EventVerb.EVIDENCE_REPLACED,
        actor=actor,
        step=Step.CARRY_OUT,
        text=words,
        reference=f"evidence:{stored.pk}",
    )


def _refuse_the_same(upload: SoundFile, evidence: Evidence) -> None:
    if original_digest(upload) == evidence.original_sha256:
        told = _("This is the same file; choose the one that puts it right.")
        raise CaseError(told, field="uploads", rule="V4")
