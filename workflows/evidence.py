"""Putting a file of proof right, through the act door."""

from datetime import date

from rectification.models import Case, CaseEvent, Evidence, User
from rectification.policies.actors import Actor
from rectification.policies.uploads import SoundFile
from rectification.services.evidence import files_follow_rows
from rectification.services.evidence_versions import replace_evidence
from workflows.act import act_on_case


def replace(
    *,
    user: User,
    evidence: Evidence,
    actor: Actor,
    upload: SoundFile,
    made_on: date | None,
    late_reason: str,
    reason: str,
    key: str = "",
) -> CaseEvent | None:
    """The new version takes the place of this one; a page sent twice stores it once."""

    def act(case: Case) -> CaseEvent:
        return replace_evidence(
            case=case,
            actor=actor,
            evidence=evidence,
            upload=upload,
            made_on=made_on,
            late_reason=late_reason,
            reason=reason,
        )

    case_id = evidence.progress.measure.plan.case_id
    with files_follow_rows():
        return act_on_case(user=user, case_id=case_id, act=act, key=key)
