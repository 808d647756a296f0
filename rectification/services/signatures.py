"""The rules a verifier's signature must meet (docs/rules.md 4.8, T29–T31, scenario 16)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from rectification.calendar.clocks import Clock, latest
from rectification.enums import (
    Criterion,
    CriterionAnswer,
    DeadlineClass,
    Severity,
    VerificationConclusion,
    VerificationMethod,
)
from rectification.exceptions import InvalidInput
from rectification.models import Case, VerificationAttempt
from rectification.policies.ballots import MISSED
from rectification.policies.criteria import JUDGED, not_asked
from rectification.policies.look_backs import GOOD_REVIEWS, good_reviews
from rectification.policies.reasons import REASON_MINIMUM
from rectification.policies.resolution import needs_on_site
from rectification.selectors.ballots import ballot_of, is_anonymous, result_of_ballot
from rectification.selectors.calendar import current_calendar
from rectification.selectors.closure import open_points
from rectification.selectors.verification import FAILURES, late_evidence

Errors = dict[str, str | Promise]


@dataclass(frozen=True)
class Check:
    """What one verifier did and found."""

    answers: Mapping[str, tuple[str, str]]
    methods: Sequence[str]
    on_site: bool
    conclusion: str
    statement: str
    correction_due_on: date | None

    @property
    def was_on_site(self) -> bool:
        return self.on_site or VerificationMethod.ON_SITE in self.methods

    @property
    def failing(self) -> list[str]:
        return [c for c, (answer, _reason) in self.answers.items() if answer == "no"]


def check_signature(*, case: Case, attempt: VerificationAttempt, check: Check) -> None:
    """Name every fault of the sheet at once, by the field it is in."""
    errors = {
        **_of_criteria(case, check),
        **_of_method(case, attempt, check),
        **_of_agreement(check),
        **_of_ballot(case, check),
        **_of_waved_away(case, check),
        **_of_conclusion(case, check.conclusion, check.correction_due_on),
    }
    if errors:
        raise InvalidInput(errors, rule="4.8")


def check_conclusion(*, case: Case, conclusion: str, correction_due_on: date | None) -> None:
    """What holds for a conclusion whoever draws it."""
    errors = _of_conclusion(case, conclusion, correction_due_on)
    if errors:
        raise InvalidInput(errors, rule="4.8")


def _of_criteria(case: Case, check: Check) -> Errors:
    errors: Errors = {}
    late = bool(late_evidence(case))
    for criterion in Criterion.values:
        answer, reason = check.answers.get(criterion, ("", ""))
        if answer not in CriterionAnswer.values:
            errors[f"{criterion}_answer"] = _("Answer this criterion.")
        elif answer != CriterionAnswer.YES and not reason.strip():
            errors[f"{criterion}_reason"] = _("Give the reason.")
        elif criterion == Criterion.V4 and late and not reason.strip():
            errors[f"{criterion}_reason"] = _(
                "Some evidence was made afterwards: explain why it is accepted."
            )
    return {**errors, **_of_elsewhere(case, check)}


def _of_elsewhere(case: Case, check: Check) -> Errors:
    """V8 of a prominent problem is answered with yes or no, and says why, whatever follows."""
    if case.severity != Severity.PROMINENT:
        return {}
    answer, reason = check.answers.get(Criterion.V8, ("", ""))
    if answer == CriterionAnswer.NOT_APPLICABLE:
        return {"V8_answer": _("The problem is prominent: answer with yes or no.")}
    if not reason.strip():
        return {"V8_reason": _("Say what shows that the same point was checked elsewhere.")}
    return {}


def _of_method(case: Case, attempt: VerificationAttempt, check: Check) -> Errors:
    errors: Errors = {}
    if not check.methods or set(check.methods) - set(VerificationMethod.values):
        errors["methods"] = _("Say how you checked.")
    if not check.statement.strip():
        errors["statement"] = _("Write what you found.")
    others = attempt.verifications.filter(signed_at__isnull=False)
    seen = check.was_on_site or others.filter(on_site=True).exists()
    second = others.exists()
    final = check.conclusion != VerificationConclusion.UNVERIFIABLE
    if second and final and needs_on_site(case) and not seen:
        errors["on_site"] = _(
            "One of the two must have looked on the spot, and the other has not. Go there, or "
            "conclude that it could not be established."
        )
    return errors


def _of_ballot(case: Case, check: Check) -> Errors:
    """V7: below the threshold it is not met, whatever one calls it; too few answers say nothing."""
    answer, _reason = check.answers.get(Criterion.V7, ("", ""))
    ballot = ballot_of(case)
    result = result_of_ballot(ballot) if ballot else None
    if result is None or result.reached or answer == CriterionAnswer.NO:
        return {}
    if result.enough:
        return {f"{Criterion.V7}_answer": MISSED}
    if answer != CriterionAnswer.YES or not is_anonymous(case):
        # The reporter could be asked; what he said is the verifier's to judge.
        return {}
    text = _("The sample is too small: say so, and that V7 does not apply, with a reason.")
    return {f"{Criterion.V7}_answer": text}


def _of_agreement(check: Check) -> Errors:
    """The conclusion must follow from the answers."""
    if check.conclusion in VerificationConclusion.good() and check.failing:
        return {"conclusion": _("A criterion is not met, so the case cannot pass.")}
    if check.conclusion in FAILURES and not check.failing:
        return {"conclusion": _("Name the criteria that are not met.")}
    return {}


def _of_waved_away(case: Case, check: Check) -> Errors:
    """Nothing passes on criteria that were called not applicable but apply."""
    if check.conclusion not in VerificationConclusion.good():
        return {}
    errors: Errors = {}
    free = not_asked(case)
    for criterion in Criterion:
        answer, reason = check.answers.get(criterion, ("", ""))
        if answer != CriterionAnswer.NOT_APPLICABLE or criterion in free:
            continue
        if criterion not in JUDGED:
            errors[f"{criterion}_answer"] = _(
                "This criterion applies to the case: it can pass only if the answer is yes."
            )
        elif len(reason.strip()) < REASON_MINIMUM:
            errors[f"{criterion}_reason"] = _(
                "Say in at least ten characters why it does not apply."
            )
    return errors


def _of_conclusion(case: Case, conclusion: str, correction_due_on: date | None) -> Errors:
    if conclusion not in VerificationConclusion.values:
        return {"conclusion": _("Choose a conclusion.")}
    if conclusion in FAILURES:
        return _of_correction(correction_due_on)
    if conclusion not in VerificationConclusion.good():
        return {}
    missing = open_points(case)
    if missing:
        return {"conclusion": " ".join(str(text) for text in missing)}
    return _of_class(case, conclusion)


def _of_correction(day: date | None) -> Errors:
    today = timezone.localdate()
    last = latest(Clock.CORRECTION, today, current_calendar()).on
    if day is None:
        return {"correction_due_on": _("Set the date until which it is to be corrected.")}
    if not today < day <= last:
        text = _("The date must lie after today and not after %(last)s (15 working days).")
        return {"correction_due_on": text % {"last": last.isoformat()}}
    return {}


def _of_class(case: Case, conclusion: str) -> Errors:
    """Stage targets belong to the long-term class, which is never “done” at the first look."""
    staged = conclusion == VerificationConclusion.STAGE_PASSED
    if case.deadline_class != DeadlineClass.LONG_TERM:
        return {"conclusion": _("Only a long-term matter has a stage target.")} if staged else {}
    if not staged and good_reviews(case) < GOOD_REVIEWS:
        return {
            "conclusion": _(
                "A long-term matter needs two good reviews before it is struck off: conclude "
                "that the stage target is reached."
            )
        }
    return {}
