"""A case is sealed: with the lock of the case, whatever step is open (scenario 11)."""

from viewflow.workflow.status import PROCESS

from rectification.enums import ProcessKind
from rectification.models import Case, CaseEvent, User
from rectification.policies.actors import Actor
from rectification.services import sealing
from workflows.act import act_on_case
from workflows.consultations import end_all
from workflows.models import CaseProcess


def seal(*, user: User, case: Case, actor: Actor, ground: str, key: str = "") -> CaseEvent | None:
    """Its objections are answered by it, so that nobody has to handle them any more."""

    def act(locked: Case) -> CaseEvent:
        event = sealing.seal_case(case=locked, actor=actor, ground=ground)
        answered = CaseProcess.objects.filter(
            case=locked, kind=ProcessKind.OBJECTION, status=PROCESS.NEW
        )
        for process in answered.order_by("pk"):
            process.flow_class.instance.cancel(process)
        end_all(locked)
        return event

    return act_on_case(user=user, case_id=case.pk, act=act, key=key)
