"""The results in the file of a case: publication, objections, verification, closure."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from rectification.enums import (
    Criterion,
    CriterionAnswer,
    PublicationPurpose,
    VerificationConclusion,
)
from rectification.models import (
    Closure,
    Notice,
    Objection,
    PublicationDecision,
    VerificationAttempt,
)
from rectification.policies.objections import CONTESTABLE
from rectification.web.case_file import Facts, Part
from rectification.web.dates import list_date, local_day
from rectification.web.parts import Cell, CellKind, Column, Light, LightColour
from rectification.wording import labelled, listed

OBJECTION_COLUMNS = [
    Column(_("Kind of objection")),
    Column(_("Received on"), CellKind.DATE),
    Column(_("Result")),
]
CRITERION_COLUMNS = [
    Column(_("Criterion")),
    Column(_("Answers"), CellKind.SIGN),
    Column(_("Reasons")),
]


def publication_part(decision: PublicationDecision, *, full: bool) -> Part:
    """`full` shows what is under review too; others see a text once it was approved."""
    approved = decision.stands
    if decision.is_waiver:
        return Part(
            title=gettext("No publication"),
            light=Light(LightColour.GREY, decision.get_status_display()),
            facts=[
                (_("Ground"), decision.get_waiver_ground_display()),
                (_("Reason"), decision.waiver_reason if full else ""),
            ],
        )
    notice = notice_of(decision)
    return Part(
        title=_publication_title(decision),
        light=Light(
            LightColour.BLUE if approved else LightColour.YELLOW, decision.get_status_display()
        ),
        facts=[
            (_("Scope"), decision.get_scope_display()),
            *(notice_facts(notice) if notice else []),
            *(_review_facts(decision) if full else []),
        ],
        sheet_title=decision.title if approved or full else "",
        sheet=decision.text if approved or full else "",
    )


def _publication_title(decision: PublicationDecision) -> str:
    if decision.purpose == PublicationPurpose.REHABILITATION:
        return str(decision.get_purpose_display())
    if decision.purpose in PublicationPurpose.disclosures():
        words = {"purpose": decision.get_purpose_display(), "version": decision.version}
        return gettext("%(purpose)s, version %(version)d") % words
    return gettext("Publication, version %(version)d") % {"version": decision.version}


def notice_of(decision: PublicationDecision) -> Notice | None:
    found: Notice | None = getattr(decision, "notice", None)
    return found


def notice_facts(notice: Notice) -> Facts:
    held = [
        f"{channel.get_kind_display()} {list_date(channel.shown_on)}"
        for channel in notice.channels.all()
    ]
    return [(pgettext("notice", "Period"), period_words(notice)), (_("Shown at"), listed(held))]


def period_words(notice: Notice) -> str:
    words = gettext("%(first)s to %(last)s") % {
        "first": list_date(notice.starts_on),
        "last": list_date(notice.ends_on),
    }
    state = _state_of(notice)
    return gettext("%(period)s (%(state)s)") % {"period": words, "state": state} if state else words


def _state_of(notice: Notice) -> str:
    states = (
        (notice.withdrawn_at, pgettext("notice", "withdrawn")),
        (notice.hidden_at, pgettext("notice", "hidden")),
        (notice.ended_at, pgettext("notice", "ended")),
        (notice.suspended_on, pgettext("notice", "suspended")),
    )
    return next((word for since, word in states if since is not None), "")


def _review_facts(decision: PublicationDecision) -> Facts:
    return [
        (_("Why it is shown in this scope"), decision.necessity),
        (_("Working days"), str(decision.working_days)),
        (_("Comment of the person concerned"), _comment(decision)),
        (_("Answer to the comment"), decision.answer_to_comment),
        (_("Scope agreed by the organisation office"), _day(decision.scope_agreed_at)),
        (_("Reasons for the return"), decision.return_reason),
    ]


def _day(at: datetime | None) -> str:
    return list_date(at) if at else ""


def _comment(decision: PublicationDecision) -> str:
    if not decision.hearing or not decision.comment:
        return decision.comment or (decision.get_hearing_display() if decision.hearing else "")
    return labelled(decision.get_hearing_display(), decision.comment)


def objection_rows(objections: Iterable[Objection]) -> list[list[Cell]]:
    """Kind and result; never who objected, nor in which words."""
    return [
        [
            Cell(objection.get_kind_display()),
            Cell(
                local_day(objection.received_at),
                meta="" if objection.timely else gettext("after the period"),
            ),
            Cell(
                _decided(objection),
                meta=list_date(objection.decided_at) if objection.decided_at else "",
            ),
        ]
        for objection in objections
    ]


def _decided(objection: Objection) -> str:
    """An answer that is contested does not stand until the review is decided."""
    if objection.decided_at is None and objection.decision in CONTESTABLE:
        return gettext("Being reviewed")
    return objection.get_decision_display() or gettext("Being handled")


# --- verification and closure -------------------------------------------------------------------


def attempt_part(attempt: VerificationAttempt, *, full: bool) -> Part:
    """`full` shows verifiers and answers; nothing of an attempt is shown before both signed."""
    checks = [check for check in attempt.verifications.all() if check.signed_at is not None]
    if attempt.concluded_at is None:
        return Part(
            title=gettext("Verification %(number)d") % {"number": attempt.position},
            light=_under_way(attempt),
            facts=[(_("Signed"), gettext("%(count)d of 2") % {"count": len(checks)})],
        )
    names = listed(check.verifier.name for check in checks)
    return Part(
        title=gettext("Verification %(number)d") % {"number": attempt.position},
        light=_conclusion_light(attempt),
        facts=[
            (_("Concluded on"), local_day(attempt.concluded_at)),
            (_("Number of the reply from the level above"), attempt.reply_number),
            (_("To be corrected by"), attempt.correction_due_on),
            (_("Verifiers"), names if full else ""),
            (_("Settled with the reason"), attempt.settled_reason if full else ""),
        ],
        columns=CRITERION_COLUMNS if full else (),
        rows=_criterion_rows(attempt) if full else (),
    )


def _under_way(attempt: VerificationAttempt) -> Light:
    if attempt.void_at is not None:
        return Light(LightColour.GREY, pgettext("verification", "Void"))
    return Light(LightColour.YELLOW, pgettext("verification", "Under way"))


def _conclusion_light(attempt: VerificationAttempt) -> Light:
    if attempt.void_at is not None:
        return Light(LightColour.GREY, pgettext("verification", "Void"))
    good = attempt.conclusion in VerificationConclusion.good()
    return Light(LightColour.BLUE if good else LightColour.RED, attempt.get_conclusion_display())


def _criterion_rows(attempt: VerificationAttempt) -> list[list[Cell]]:
    found: dict[str, list[Any]] = {criterion: [] for criterion in Criterion.values}
    for check in attempt.verifications.all():
        for result in check.results.all():
            found[result.criterion].append(result)
    return [
        [
            Cell(Criterion(criterion).label),
            Cell(
                " / ".join(str(CriterionAnswer(result.answer).label) for result in results),
                light=Light(LightColour.RED, gettext("Not met"))
                if any(result.answer == CriterionAnswer.NO for result in results)
                else None,
            ),
            Cell(" / ".join(dict.fromkeys(result.reason for result in results if result.reason))),
        ]
        for criterion, results in found.items()
        if results
    ]


def _kept_words(closure: Closure) -> str:
    """By the day of the last round, and by the one promised first."""
    if closure.in_time is None:
        return ""
    if closure.first_promise_kept:
        return gettext("Kept, by the day promised first")
    if closure.in_time:
        return gettext("Kept after the day was moved")
    return gettext("Not kept")


def closure_part(closure: Closure) -> Part:
    return Part(
        title=gettext("Closing sheet %(number)s") % {"number": closure.number},
        light=Light(LightColour.GREY, pgettext("verification", "Void"))
        if closure.void_at is not None
        else Light(LightColour.BLUE, closure.get_kind_display()),
        facts=[
            (_("Closed on"), closure.closed_on),
            (_("Rectified on"), closure.rectified_on),
            (_("Time limit"), _kept_words(closure)),
            (_("Next review"), closure.review_on),
        ],
    )
