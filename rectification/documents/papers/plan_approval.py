"""整改方案审批表: what is wrong, why, what is to be done by whom until when, and who agreed."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rectification.documents.papers.base import (
    PUBLIC,
    Paper,
    Reading,
    Subject,
    case_row,
    problem_row,
)
from rectification.documents.papers.shown import public_form, variants_of
from rectification.documents.papers.signing import room_to_sign, signed
from rectification.documents.typesetting import Box, Contents, Grid, Layout, Table
from rectification.enums import DocumentKind, DocumentVariant, EventVerb
from rectification.models import Measure, Plan, PlanStatus
from rectification.policies.visibility import Field
from rectification.selectors import casefile
from rectification.wording import bracketed, full_date, listed_apart, local_day, withheld

_GIVEN = (EventVerb.PLAN_APPROVED, EventVerb.PLAN_CHANGED)
_REFUSED = (EventVerb.PLAN_RETURNED, EventVerb.PLAN_CHANGE_RETURNED)
_WIDTHS = (12, 40, 24, 28, 20, 32)
_ROOM = 4


def subjects(reading: Reading) -> Sequence[Subject]:
    """Every version that was handed in, latest first."""
    if not reading.shows(Field.PLAN):
        return []
    return [
        Subject(plan.pk, plan, _version(plan), variants_of(reading, void=_is_void(plan)))
        for plan in casefile.plans_of(reading.case)
    ]


def facts(reading: Reading, plan: Plan, variant: DocumentVariant) -> Contents:
    if variant == PUBLIC:
        return public_form(reading, DocumentKind.PLAN_APPROVAL)
    return Contents(
        layout=PLAN_APPROVAL.layout,
        title=str(DocumentKind.PLAN_APPROVAL.label),
        day=reading.day,
        dated=local_day(plan.submitted_at) if plan.submitted_at else None,
        about=bracketed(_version(plan), plan.get_status_display()),
        body=[
            Grid(
                [
                    *_of_case(reading),
                    [Box(_("Cause"), plan.cause)],
                    [Box(_("Outcome aimed at"), plan.target_outcome)],
                    *_only(_("Why the plan is changed"), plan.change_reason),
                ]
            ),
            _measures(reading, plan),
            Grid([*_drafted(reading, plan), *_decided(reading, plan)]),
        ],
        void=_is_void(plan),
    )


def _is_void(plan: Plan) -> bool:
    return plan.status == PlanStatus.WITHDRAWN


def _version(plan: Plan) -> str:
    return _("Plan, version %(version)d") % {"version": plan.version}


def _of_case(reading: Reading) -> list[list[Box]]:
    case = reading.case
    return [
        case_row(reading),
        problem_row(reading),
        [Box(_("What is wrong"), reading.told(Field.DESCRIPTION, case.description))],
        [Box(_("Standard not met"), reading.told(Field.PLAN, case.standard_ref))],
        [
            Box(pgettext("list", "Category"), str(case.get_category_display())),
            Box(_("Severity"), str(case.get_severity_display())),
        ],
        [
            Box(_("Deadline class"), str(case.get_deadline_class_display())),
            Box(_("Rectification due"), reading.told(Field.PLAN, case.due_on)),
        ],
    ]


def _only(label: str, text: str) -> list[list[Box]]:
    """A row that is there only if there is something in it."""
    return [[Box(label, text)]] if text else []


def _measures(reading: Reading, plan: Plan) -> Table:
    head = [
        pgettext("list", "No."),
        _("Measure"),
        _("Deliverable"),
        _("Responsible unit"),
        _("Responsible"),
        _("Due on"),
    ]
    return Table(head, [_measure(reading, row) for row in plan.measures.all()], _WIDTHS)


def _measure(reading: Reading, row: Measure) -> list[str]:
    steps = [" ".join([full_date(step.due_on), step.text]) for step in row.milestones.all()]
    words = _("Milestones: %(list)s") % {"list": listed_apart(steps)} if steps else ""
    return [
        str(row.position),
        "\n".join(filter(None, [row.text, words])),
        row.deliverable,
        row.organisation.name,
        reading.named(row.person),
        full_date(row.due_on),
    ]


def _drafted(reading: Reading, plan: Plan) -> list[list[Box]]:
    drafter = reading.named(plan.drafted_by)
    if drafter != withheld():
        verbs = (EventVerb.PLAN_SUBMITTED, EventVerb.PLAN_CHANGE_SUBMITTED)
        drafter = signed(reading, verbs, plan.pk, plan.drafted_by)
    handed_in = full_date(plan.submitted_at) if plan.submitted_at else ""
    return [[Box(_("Drafted by"), drafter), Box(pgettext("paper", "Handed in on"), handed_in)]]


def _decided(reading: Reading, plan: Plan) -> list[list[Box]]:
    verbs = _REFUSED if plan.status == PlanStatus.RETURNED else _GIVEN
    hand = plan.decided_by
    by = signed(reading, verbs, plan.pk, hand) if hand else ""
    decided = plan.get_status_display() if plan.decided_at else ""
    rows = [
        *_only(_("Opinion of the organisation office"), plan.advice),
        [
            Box(
                pgettext("paper", "Decision"),
                "\n".join(filter(None, [decided, plan.return_reason])),
                signed=room_to_sign(by, plan.decided_at),
                lines=_ROOM,
            )
        ],
    ]
    if plan.minutes_number or plan.superior_copy:
        minutes = Box(_("Number of the minutes"), plan.minutes_number)
        copy = Box(_("Number of the copy to the level above"), plan.superior_copy)
        rows.append([minutes, copy])
    return rows


PLAN_APPROVAL = Paper(DocumentKind.PLAN_APPROVAL, Layout.FORM, subjects, facts)
