"""What time does, each for itself: one that cannot go on must not keep the others waiting."""

from collections.abc import Callable, Iterable

import structlog

from rectification.exceptions import CaseError

logger = structlog.get_logger("workflows.apart")


def made_apart(move: Callable[[], object], **about: object) -> bool:
    """Whether it was made; `about` names it in the log, by keys alone."""
    try:
        move()
    except CaseError:
        # Not due after all (an objection came in, somebody acted first): the next run looks again.
        return False
    except Exception:
        logger.exception("move_failed", **about)
        return False
    return True


def faults_of(moves: Iterable[Callable[[], object]]) -> list[Exception]:
    """Make each, whatever becomes of the others; for whoever raises their faults afterwards, so
    that what failed is tried again."""
    faults: list[Exception] = []
    for move in moves:
        try:
            move()
        except Exception as fault:
            faults.append(fault)
    return faults
