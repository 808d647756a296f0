"""Every address a case has at a moment, and what may be posted there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from rectification.enums import CaseLevel, Step
from rectification.models import Case, Evidence, LookBackFile, Notice, PlanStatus, WorkItem
from rectification.policies.days import today
from rectification.policies.disclosures import purpose_due
from rectification.roles import Role
from tests.house.world import Told
from tests.uploads import pdf
from tests.workflows.answers import REASON


@dataclass(frozen=True)
class Target:
    """A page of one case: the URL's name, what of the case it is about, its arguments."""

    url: str
    about: str
    args: tuple[Any, ...]
    data: Callable[[], dict[str, Any]] = dict
    """What is posted, made anew each time: a file can be read once."""


def targets_of(play: Told) -> Iterator[Target]:
    """Every address that the case has at this moment."""
    case = play.case
    yield Target("rectification:case", "", (case.pk,))
    for name in ("plan_versions", "case_papers", "case_changes", "case_as_of"):
        yield Target(f"rectification:{name}", "", (case.pk,))
    for plan in case.plans.exclude(status=PlanStatus.DRAFT)[:1]:
        about = (case.pk, "plan_approval", plan.pk, "internal", "pdf")
        yield Target("rectification:paper_file", "", about)
        yield Target("workflows:issue_document", "", about[:-1])
    yield Target("workflows:chart", "", (case.pk,))
    yield Target("rectification:readers", "", (case.pk,))
    yield Target("rectification:ask_identity", "", (case.pk,))
    yield Target("rectification:ballot", "", (case.pk,))
    yield Target("rectification:ballot_vote", "", (case.pk,))
    yield Target("workflows:opinion_of_case", "", (case.pk,))
    for name in ("paper_told", "paper_withdrawal"):
        yield Target(f"workflows:{name}", "", (case.pk,))
    yield Target("workflows:edit_problem", "", (case.pk,), lambda: _written(play))
    for name in (
        "discard_draft",
        "recall",
        "recall_step",
        "withdraw",
        "ask_withdrawal",
        "change_plan",
        "drop_change",
        "begin_look_back",
        "propose_lesson",
        "confirm_lesson",
        "send_lesson",
        "give_consent",
        "withdraw_consent",
    ):
        yield Target(f"workflows:{name}", "", (case.pk,))
    due = purpose_due(case) or ""
    yield Target("workflows:begin_disclosure", "", (case.pk,), lambda: {"purpose": due})
    yield Target("workflows:propose_termination", "", (case.pk,), lambda: {"reason": REASON})
    yield from _days(case)
    yield Target(
        "workflows:correct", "", (case.pk,), lambda: {"reason": REASON, **_corrected(case)}
    )
    yield Target("workflows:send_copy", "", (case.pk,), lambda: {"people": [play.town.org.pk]})
    yield Target("workflows:write_referral", "", (case.pk,))
    yield Target("workflows:part", "", (case.pk,), lambda: {"reason": REASON})
    yield Target("workflows:declare_recusal", "", (case.pk,), lambda: {"ground": "relative"})
    for name in ("request_recusal", "enter_recusal"):
        yield Target(f"workflows:{name}", "", (case.pk,), lambda: _asked_about(play))
    yield from _steps(play)
    yield from _files(case)
    for notice in Notice.objects.filter(case=case):
        yield from _notice(notice)


def _files(case: Case) -> Iterator[Target]:
    """What proves the work, and what was seen at a look-back."""
    for evidence in Evidence.objects.filter(progress__measure__plan__case=case):
        own = evidence.progress.measure.organisation_id == case.owner_organisation_id
        for name in ("evidence", "evidence_page", "original"):
            yield Target(f"rectification:{name}", "" if own else "co", (evidence.pk,))
        yield Target(
            "workflows:replace_evidence", "" if own else "co", (evidence.pk,), _another_file
        )
    for row in LookBackFile.objects.filter(look_back__case=case):
        for name in ("look_back_file", "look_back_original"):
            yield Target(f"rectification:{name}", "", (row.pk,))


def _days(case: Case) -> Iterator[Target]:
    """Where other days of the case are asked for."""
    later = (today() + timedelta(days=20)).isoformat()
    asked = {"until": later, "reason": REASON}
    yield Target("workflows:ask_extension", "", (case.pk,), lambda: asked)
    yield Target("workflows:take_extension_back", "", (case.pk,))
    on_ground = {"ground": "force_majeure", **asked}
    yield Target("workflows:ask_pause", "", (case.pk,), lambda: on_ground)
    yield Target("workflows:resume_case", "", (case.pk,))
    in_class = {"new_class": "long_term", **asked}
    yield Target("workflows:ask_reclassification", "", (case.pk,), lambda: in_class)


def _another_file() -> dict[str, Any]:
    return {
        "uploads": [pdf("更正后.pdf", day="20260501")],
        "made_on": today().isoformat(),
        "late_reason": REASON,
        "reason": REASON,
    }


def _corrected(case: Case) -> dict[str, Any]:
    """All as it is, but more severe."""
    now = {name: getattr(case, name) for name in ("title", "category", "found_on", "standard_ref")}
    return {**now, "severity": "notable", "severity_reason": "连续两个月，影响较大。"}


def _asked_about(play: Told) -> dict[str, Any]:
    """Somebody who acted in the case and is not of the owner's side."""
    member = play.level == CaseLevel.MEMBER
    someone = play.town.east.secretary if member else play.town.org
    return {"person": someone.pk, "ground": "interest", "reason": REASON}


def _written(play: Told) -> dict[str, Any]:
    branch = play.case.owner_organisation_id if play.level == CaseLevel.BRANCH else ""
    return {**play.told, "organisation": branch, "found_on": today().isoformat(), "secret": "no"}


def _steps(play: Told) -> Iterator[Target]:
    """The open steps; for the day they are due, the first one with a clock, open ones before."""
    items = sorted(play.open_items().select_related("assignment__organisation"), key=_lead_first)
    for item in items:
        about = " ".join(word for word in (item.step, _unit(item)) if word)
        answers = dict if item.step in Step.waits() else partial(play.answers, item)
        if item.step != Step.VERIFY or item.person == play.town.dis[1]:
            yield Target("workflows:act", about, (item.pk,), answers)
        if item.step in (Step.TRIAGE, Step.DISPATCH):
            yield Target("workflows:hand_over", about, (item.pk,))
        if item.step == Step.FIRST_REVIEW:
            yield Target("workflows:consult", about, (item.pk,))
    closed = WorkItem.objects.filter(case=play.case, closed_at__isnull=False).order_by("-pk")
    dated = [item for item in (*items, *closed) if item.due_on is not None]
    for item in dated[:1]:
        yield Target("rectification:due", "", (play.case.pk, item.pk))


def _lead_first(item: WorkItem) -> tuple[bool, int]:
    """Parallel items get their keys in no promised order; the co-unit's comes after the others."""
    return item.assignment is not None and item.assignment.kind == "co", item.pk


def _unit(item: WorkItem) -> str:
    if item.assignment is None or item.assignment.kind != "co":
        return ""
    return "co" if item.role == Role.SEC else "body"


def _notice(notice: Notice) -> Iterator[Target]:
    says = {"kind": "effect", "mode": "anonymous", "text": "东头小广场的公开栏还是旧的。"}
    yield Target("rectification:notice", "", (notice.pk,))
    yield Target("workflows:object", "", (notice.pk,), lambda: says)
    yield Target("workflows:narrow", "", (notice.pk,))
    yield Target("rectification:sheet", "", (notice.token,))
    yield Target("workflows:object_by_link", "", (notice.token,), lambda: says)
