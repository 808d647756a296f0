"""What the rectification flow does by itself between two human steps; each calls one service."""

from typing import Any, Final

from rectification.enums import ProcessKind, ShareAnswer, UnitKind
from rectification.models import Case
from rectification.selectors.publication import objection_before_notice
from rectification.services import closing, disclosures, failures, verification
from workflows.flows.objection import ObjectionFlow
from workflows.flows.opening import opened
from workflows.flows.order import issue_after_failure
from workflows.flows.referral import ask_about_referrals
from workflows.flows.share import ShareFlow
from workflows.models import CaseProcess
from workflows.passing_on import hold_anew
from workflows.processes import cancel_ended_shares, cancel_kind, cancel_processes
from workflows.questions import case_of

_OF_ROUND: Final = (
    ProcessKind.ORDER,
    ProcessKind.EXTENSION,
    ProcessKind.PAUSE,
    ProcessKind.RECLASSIFICATION,
    ProcessKind.DISCLOSURE,
)
"""What is asked beside the procedure about the work of one round."""


class Effects:
    """Functions of the flow's automatic nodes, and what a started process refers to."""

    def open_process(self, activation: Any, *, case: Case) -> CaseProcess:
        """A case that is under way again is not told of as one that was closed (4.6)."""
        cancel_kind(case, ProcessKind.DISCLOSURE)
        disclosures.take_down_circulars(case=case)
        return opened(activation, ProcessKind.RECTIFICATION, case)

    def do_ask_units(self, activation: Any) -> None:
        """Ask each co-responsible unit in a process of its own, and nobody asked before (T10)."""
        case = case_of(activation)
        cancel_ended_shares(case)
        waiting = case.assignments.filter(
            kind=UnitKind.CO, ended_at__isnull=True, answer=ShareAnswer.PENDING
        )
        for assignment in waiting.select_related("case", "organisation").order_by("pk"):
            ShareFlow.ask.run(assignment=assignment)

    def do_end_shares(self, activation: Any) -> None:
        """The leading group may have made a co-unit the lead unit: that part of it is over."""
        cancel_ended_shares(case_of(activation))

    def do_ask_referral(self, activation: Any) -> None:
        """8.12 (c): the organisation that was referred with the decision is asked to answer."""
        ask_about_referrals(case_of(activation))

    def do_begin_anew(self, activation: Any) -> None:
        """The next round: what the last one asked beside, and what went with its owner, is over.

        So is the plan: what the lists said of it is shown no more (4.6).
        """
        case = case_of(activation)
        activation.process.round = case.round
        activation.process.save()
        cancel_ended_shares(case)
        for kind in _OF_ROUND:
            cancel_kind(case, kind)
        disclosures.take_down_lists(case=case)
        hold_anew(case)

    def do_open_objection(self, activation: Any) -> None:
        """The objection to a text, or the review of its answer, is a process of its own (8.14)."""
        objection = objection_before_notice(case_of(activation))
        assert objection is not None
        if hasattr(objection, "review"):
            ObjectionFlow.ask_review.run(objection=objection)
        else:
            ObjectionFlow.receive.run(objection=objection)

    def do_conclude(self, activation: Any) -> None:
        verification.conclude_verification(case=case_of(activation))

    def do_fail(self, activation: Any) -> None:
        case = case_of(activation)
        failures.fail_verification(case=case)
        issue_after_failure(case)

    def do_close(self, activation: Any) -> None:
        closing.close_case(case=case_of(activation))
        self._end_side_processes(activation)

    def do_reach_target(self, activation: Any) -> None:
        closing.reach_stage_target(case=case_of(activation))
        self._end_side_processes(activation)

    def do_end_beside(self, activation: Any) -> None:
        """The service has ended the report already; whoever was asked beside is asked no more."""
        self._end_side_processes(activation)

    def _end_side_processes(self, activation: Any) -> None:
        """An ended case asks nobody: no unit that never answered, no leading group."""
        cancel_processes(case_of(activation), but=activation.process.pk)
