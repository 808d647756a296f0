"""The procedures, one file each. Module, class and step names are stored: docs/glossary.md."""

from typing import Any

from viewflow.workflow.flow import Flow

from rectification.enums import Step
from workflows.flows.consultation import ConsultationFlow
from workflows.flows.disclosure import DisclosureFlow
from workflows.flows.extension import ExtensionFlow
from workflows.flows.look_back import LookBackFlow
from workflows.flows.objection import ObjectionFlow
from workflows.flows.order import OrderFlow
from workflows.flows.pause import PauseFlow
from workflows.flows.plan_change import PlanChangeFlow
from workflows.flows.reclassification import ReclassificationFlow
from workflows.flows.rectification import RectificationFlow
from workflows.flows.recusal import RecusalFlow
from workflows.flows.referral import ReferralFlow
from workflows.flows.share import ShareFlow
from workflows.flows.succession import SuccessionFlow
from workflows.flows.termination import TerminationFlow
from workflows.flows.withdrawal import WithdrawalFlow

FLOWS: tuple[type[Flow], ...] = (
    RectificationFlow,
    ShareFlow,
    ObjectionFlow,
    TerminationFlow,
    SuccessionFlow,
    RecusalFlow,
    WithdrawalFlow,
    ExtensionFlow,
    PauseFlow,
    ReclassificationFlow,
    PlanChangeFlow,
    OrderFlow,
    ConsultationFlow,
    LookBackFlow,
    DisclosureFlow,
    ReferralFlow,
)


def steps_of(flow_class: type[Flow]) -> list[Any]:
    """The nodes of a flow that stand for a step, in the order of life in which `Step` has them.

    A flow may be written in several parts, so that its own text does not say it.
    """
    nodes = {node.name: node for node in flow_class.instance.nodes()}
    return [nodes[step] for step in Step if hasattr(nodes.get(step), "clock_label")]


__all__ = [
    "FLOWS",
    "ConsultationFlow",
    "DisclosureFlow",
    "ExtensionFlow",
    "LookBackFlow",
    "ObjectionFlow",
    "OrderFlow",
    "PauseFlow",
    "ReclassificationFlow",
    "PlanChangeFlow",
    "RectificationFlow",
    "RecusalFlow",
    "ReferralFlow",
    "ShareFlow",
    "SuccessionFlow",
    "TerminationFlow",
    "WithdrawalFlow",
    "steps_of",
]
