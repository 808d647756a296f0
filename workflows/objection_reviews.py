"""The answer to an objection is contested: under the lock of its case, as a process (T25)."""

from rectification.enums import Step
from rectification.models import Case, CaseEvent, Objection
from rectification.services import objection_reviews
from workflows import processes
from workflows.act import act_on_case
from workflows.flows.objection import ObjectionFlow


def ask_review(*, objection: Objection, reason: str, key: str = "") -> CaseEvent | None:
    """By whoever holds the receipt code: he is nobody. None for a repeated key."""

    def act(locked: Case) -> CaseEvent:
        contested = locked.objections.select_related("notice").get(pk=objection.pk)
        contested.case = locked
        notice = contested.notice
        assert notice is not None, "before the notice nobody is given a code"
        notice.case = locked
        event = objection_reviews.ask_review(objection=contested, reason=reason)
        processes.return_to_notice(notice)
        ObjectionFlow.ask_review.run(objection=contested)
        if processes.open_item(locked, Step.NOTICE_PERIOD) is not None:
            processes.move_notice_end(locked)
        return event

    return act_on_case(user=None, case_id=objection.case_id, act=act, key=key)
