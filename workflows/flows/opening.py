"""How every procedure begins: a process of one case, in its round."""

from typing import Any

from rectification.enums import ProcessKind
from rectification.models import Case
from workflows.models import CaseProcess


def opened(activation: Any, kind: ProcessKind, case: Case, **about: Any) -> CaseProcess:
    """`about` is what the process is about beside its case, by the name of the column."""
    process: CaseProcess = activation.process
    process.case, process.kind, process.round = case, kind, case.round
    for name, value in about.items():
        setattr(process, name, value)
    return process
