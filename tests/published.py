"""Cases after the first review, brought on by the services themselves: shown, verified, ended."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import time_machine
from django.utils import timezone

from rectification.enums import (
    CaseStage,
    Criterion,
    CriterionAnswer,
    HearingOutcome,
    ObjectionKind,
    ReporterMode,
    SigningProof,
    VerificationConclusion,
    VerificationMethod,
)
from rectification.models import Case, CaseEvent, Notice, Objection, Person, PublicationDecision
from rectification.policies.actors import Actor
from rectification.selectors.publication import current_decision, current_notice
from rectification.services import naming, notices, objections, publication, verification
from rectification.web.shown import faces_of
from tests.days import at
from tests.factories import Township, acting, case_in, owner_actor

TEXT = "问题：连续两个月未按时开展活动。整改：已制定下半年计划，按月开展并公布记录。"
TITLE = "关于活动未按时开展问题整改情况的公示"


def proposed(town: Township, case: Case, **given: Any) -> PublicationDecision:
    values = {
        "scope": "S3",
        "title": TITLE,
        "text": TEXT,
        "working_days": 5,
        "necessity": "涉及全镇党支部的组织生活。",
        **given,
    }
    publication.propose_publication(case=case, actor=acting(town.officer), **values)
    return decision_of(case)


def approved(town: Township, case: Case, **given: Any) -> PublicationDecision:
    proposed(town, case, **given)
    publication.clear_secrecy(case=case, actor=acting(town.gen))
    publication.confirm_redaction(case=case, actor=acting(town.org))
    publication.comment_publication(
        case=case, actor=owner_actor(town, case), outcome=HearingOutcome.NO_OBJECTION
    )
    publication.approve_publication(case=case, actor=acting(town.pse))
    return decision_of(case)


def posted(town: Township, case: Case, **given: Any) -> Notice:
    approved(town, case, **given)
    notices.post_notice(
        case=case,
        actor=acting(town.pub),
        channels=[("board_online", timezone.localdate(), "")],
        show=faces_of,
    )
    return notice_of(case)


def noticed(town: Township, case: Case, **given: Any) -> Notice:
    """Posted, and its period over; the clock is then where the test had frozen it."""
    notice = posted(town, case, **given)
    end = at(notice.ends_on + timedelta(days=1), "00:00:01")
    with time_machine.travel(end, tick=False):
        notices.end_notice(case=case)
    return notice_of(case)


def in_notice(town: Township, **fields: Any) -> Case:
    case = case_in(town, CaseStage.NOTICE_PREP, **fields)
    posted(town, case)
    return in_stage(case, CaseStage.IN_NOTICE)


def verifying(town: Township, **fields: Any) -> Case:
    """Waiting for its verification, with two members of the discipline committee named."""
    case = case_in(town, CaseStage.NOTICE_PREP, **fields)
    noticed(town, case)
    name_two(town, case)
    return in_stage(case, CaseStage.VERIFYING)


def name_two(town: Township, case: Case) -> CaseEvent:
    return naming.name_verifiers(
        case=case, actor=acting(town.dis[0]), first=town.dis[1], second=town.dis[2]
    )


def sign(town: Township, case: Case, who: int = 1, **given: Any) -> CaseEvent:
    """The signature of the first (1) or second (2) verifier; passed, with a look on the spot."""
    values = {
        "answers": answers(),
        "methods": [VerificationMethod.FILES],
        "on_site": True,
        "conclusion": VerificationConclusion.PASSED,
        "statement": "查阅记录并到村核对，问题已解决。",
        **given,
    }
    return verification.sign_verification(case=case, actor=signing(town.dis[who]), **values)


def signing(person: Person) -> Actor:
    """As the act door lets somebody in who has given his password."""
    return replace(acting(person), proved_by=SigningProof.PASSWORD)


def answers(**others: tuple[str, str]) -> dict[str, tuple[str, str]]:
    """Yes to everything, but for what is given and the criteria that do not apply."""
    found = {criterion.value: (CriterionAnswer.YES.value, "") for criterion in Criterion}
    for criterion in (Criterion.V7, Criterion.V8):
        found[criterion] = (CriterionAnswer.NOT_APPLICABLE.value, "本事项不涉及此项要求。")
    return {**found, **others}


def in_stage(case: Case, stage: CaseStage) -> Case:
    case.stage = stage
    case.save()
    return case


def decision_of(case: Case) -> PublicationDecision:
    decision = current_decision(case)
    assert decision is not None
    return decision


def notice_of(case: Case) -> Notice:
    notice = current_notice(case)
    assert notice is not None
    return notice


def objected(case: Case, **given: Any) -> Objection:
    values = {
        "kind": ObjectionKind.FACTS,
        "mode": ReporterMode.ANONYMOUS,
        "text": "八月的活动到现在也没有补。",
        **given,
    }
    objection, _code = objections.receive_objection(notice=notice_of(case), **values)
    return objection
