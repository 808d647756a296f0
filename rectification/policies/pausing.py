"""Whether a case stands still (docs/rules.md T18)."""

from rectification.models import Case


def is_paused(_case: Case) -> bool:
    """No clock of a paused case runs and nobody is urged; nothing pauses a case yet."""
    return False
