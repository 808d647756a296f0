"""整改台账: how each problem was put right, shown, objected to, verified, struck off, looked at."""

from datetime import date

from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from rectification.documents.lists.columns import ListColumn, ListKind, Sort
from rectification.documents.lists.entries import Entry
from rectification.documents.lists.problems import scope
from rectification.documents.lists.related import (
    ATTEMPTS,
    BALLOTS,
    CLOSURES,
    DEPUTED,
    LOOK_BACKS,
    NOTICES,
    OBJECTIONS,
    PLANS,
    PUBLICATIONS,
    its,
)
from rectification.documents.results import results_of
from rectification.enums import (
    CaseStage,
    LookBackResult,
    VerificationConclusion,
)
from rectification.models import Closure, Plan, VerificationAttempt
from rectification.policies.ballots import is_over, result_of
from rectification.policies.visibility import Field
from rectification.selectors.lists import with_returns
from rectification.selectors.timeline import signature
from rectification.wording import bracketed, full_date, listed, named


def approved(entry: Entry) -> str:
    """Day and hand of the plan in force."""
    plan = entry.plan
    if plan is None or plan.decided_at is None or plan.decided_by is None:
        return ""
    return f"{full_date(plan.decided_at)} {_hand(entry, plan, plan.decided_by.name)}"


def _hand(entry: Entry, plan: Plan, name: str) -> str:
    """Whoever stood in says for whom (B 代 A)."""
    acts = {row.reference: row for row in its(entry.case, "deputed")}
    act = acts.get(f"plan:{plan.pk}")
    return name if act is None else signature(act)


def limits(entry: Entry) -> str:
    """As promised first, and as it was moved."""
    first, now = entry.case.first_due_on, entry.case.due_on
    if now is None:
        return ""
    if first is None or first == now:
        return full_date(now)
    words = {"first": full_date(first), "now": full_date(now)}
    return gettext("%(first)s, moved to %(now)s") % words


def completion(entry: Entry) -> str:
    stage = named(CaseStage, entry.case.stage)
    measures = entry.measures
    if not measures:
        return stage
    done = sum(1 for measure in measures if measure.done_at is not None)
    words = gettext("%(done)d of %(all)d measures done") % {"done": done, "all": len(measures)}
    return bracketed(stage, words)


def returns(entry: Entry) -> int:
    """退回次数: of plans and reports of the effect, in all rounds."""
    found: int = vars(entry.case)["returns"]
    return found


def shown(entry: Entry) -> str:
    """公示范围及起止; what was not published says its ground."""
    words = scope(entry)
    notice = entry.notice
    if notice is None:
        return words
    return f"{words} {full_date(notice.starts_on)}–{full_date(notice.ends_on)}"


def objections(entry: Entry) -> str:
    """How many came and what became of them; never who objected, nor in which words."""
    rows = its(entry.case, "objections")
    if not rows:
        return ""
    total = ngettext("%(count)d objection", "%(count)d objections", len(rows))
    return bracketed(total % {"count": len(rows)}, results_of(rows))


def satisfaction(entry: Entry) -> str:
    """Of the ballot on this notice, once it is over; under ten answers say nothing (decision 0036).

    It is what V7 rests on, so it is read by whoever reads the criteria.
    """
    notice = entry.notice
    ballots = (row for row in its(entry.case, "ballots") if notice and row.notice_id == notice.pk)
    ballot = next(ballots, None)
    if ballot is None or not is_over(ballot, entry.day):
        return ""
    result = result_of(ballot.box)
    if not result.enough:
        return gettext("fewer than ten answers")
    words = {"percent": result.percent, "answers": result.answers}
    return gettext("%(percent)d %% of %(answers)d answers") % words


def _attempts(entry: Entry) -> list[VerificationAttempt]:
    """Those of this round, latest first: what was passed before is put right anew."""
    return [row for row in its(entry.case, "attempts") if row.round == entry.case.round]


def _closure(entry: Entry) -> Closure | None:
    """The sheet with which it is struck off today; an open case has none."""
    if entry.case.stage not in CaseStage.ended():
        return None
    return next(iter(its(entry.case, "closures")), None)


def verified(entry: Entry) -> str:
    attempt = next(iter(_attempts(entry)), None)
    if attempt is None or attempt.concluded_at is None:
        return ""
    names = listed(check.verifier.name for check in its(attempt, "signatures"))
    return f"{full_date(attempt.concluded_at)} {names}".strip()


def conclusion(entry: Entry) -> str:
    """The last one, with how many there were: what failed before belongs in the ledger."""
    attempts = _attempts(entry)
    if not attempts:
        return ""
    words = named(VerificationConclusion, attempts[0].conclusion)
    if len(attempts) == 1:
        return words
    count = ngettext("%(count)d verification", "%(count)d verifications", len(attempts))
    return bracketed(words, count % {"count": len(attempts)})


def closing_number(entry: Entry) -> str:
    closure = _closure(entry)
    return closure.number if closure is not None else ""


def closed_on(entry: Entry) -> date | None:
    closure = _closure(entry)
    return closure.closed_on if closure is not None else None


def looked_back(entry: Entry) -> str:
    """As it was decided, which is not always as it was found."""
    look = next(iter(its(entry.case, "look_backs")), None)
    if look is None or look.ended_at is None:
        return ""
    consolidated = LookBackResult.CONSOLIDATED.label
    result = look.get_result_display() if look.is_relapse else consolidated
    return bracketed(result, full_date(look.ended_at))


LEDGER = ListKind(
    name="ledger",
    label=_("Rectification ledger"),
    columns=[
        ListColumn(_("Case number"), lambda entry: entry.case.number, width=19),
        ListColumn(
            _("Problem"),
            lambda entry: entry.case.title or gettext("Erased after its period"),
            Field.DESCRIPTION,
            width=26,
        ),
        ListColumn(_("Responsible organisation or member"), lambda e: e.owner, width=18),
        ListColumn(_("Plan approved, and by whom"), approved, Field.PLAN, width=22),
        ListColumn(_("Time limit (first, as moved)"), limits, Field.PLAN, width=22),
        ListColumn(pgettext_lazy("list", "How far"), completion, Field.PLAN, width=18),
        ListColumn(_("Times returned"), returns, Field.PLAN, Sort.FIGURE, width=8),
        ListColumn(_("Shown to whom, from, until"), shown, Field.RESULTS, width=22),
        ListColumn(_("Objections and results"), objections, Field.RESULTS, width=18),
        ListColumn(_("Satisfaction"), satisfaction, Field.RECORD, width=12),
        ListColumn(_("Verified on, by"), verified, Field.RECORD, width=22),
        ListColumn(pgettext_lazy("list", "Conclusion"), conclusion, Field.RESULTS, width=14),
        ListColumn(_("Number of the closing sheet"), closing_number, Field.RESULTS, width=20),
        ListColumn(_("Closed on"), closed_on, Field.RESULTS, Sort.DATE, width=22),
        ListColumn(pgettext_lazy("list", "Look-back"), looked_back, Field.RESULTS, width=14),
        ListColumn(_("Round"), lambda entry: entry.case.round, sort=Sort.FIGURE, width=6),
    ],
    lines=lambda entry: [entry],
    annotated=with_returns,
    related=[
        *PLANS,
        *DEPUTED,
        PUBLICATIONS,
        NOTICES,
        OBJECTIONS,
        BALLOTS,
        *ATTEMPTS,
        CLOSURES,
        LOOK_BACKS,
    ],
)
