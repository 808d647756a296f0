"""How an opinion that was asked for ends without being given: with its step, by time, or because
the person asked is not free any more. Always under the lock of the case."""

from django.db.models import QuerySet
from viewflow.workflow.status import PROCESS

from rectification.enums import ProcessKind
from rectification.models import Case, CaseEvent, Consultation, WorkItem
from rectification.policies.consulting import CONSULTED_ON, is_still_asked
from rectification.services.consulting import lapse_consultation
from workflows.models import CaseProcess


def end_with(item: WorkItem) -> None:
    """The step is done, or was taken away."""
    if item.step in CONSULTED_ON:
        for process in _running().filter(consultation__item=item):
            _end(process)


def end_all(case: Case) -> None:
    """The case is shut: nobody reads it who could answer."""
    for process in _running().filter(case=case):
        _end(process)


def end_lost(case: Case) -> None:
    """Offices, absences or recusals have changed."""
    for process in _running().filter(case=case):
        if not is_still_asked(_about(process)):
            _end(process)


def is_lost(item: WorkItem) -> bool:
    """Whether the person asked by this step could not be asked any more."""
    return not is_still_asked(_about(_running().get(pk=item.process_id)))


def lapse(item: WorkItem) -> CaseEvent:
    """Of the step in which the opinion was to be given."""
    return _end(_running().get(pk=item.process_id))


def _running() -> QuerySet[CaseProcess]:
    rows = CaseProcess.objects.filter(kind=ProcessKind.CONSULTATION, status=PROCESS.NEW)
    about = ("case", "consultation__item__case", "consultation__person", "consultation__asked_by")
    return rows.select_related(*about, "consultation__item__person").order_by("pk")


def _about(process: CaseProcess) -> Consultation:
    if process.consultation is None:
        raise ValueError("a consultation is begun by asking somebody")
    return process.consultation


def _end(process: CaseProcess) -> CaseEvent:
    event = lapse_consultation(case=process.case, consultation=_about(process))
    process.flow_class.instance.cancel(process)
    return event
