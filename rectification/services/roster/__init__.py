"""Importing a roster: previewed without a trace, then written whole or not at all."""

from rectification.services.roster.importing import (
    Importer,
    Instructions,
    import_roster,
    preview_roster,
)
from rectification.services.roster.waiting import (
    forget_waiting_files,
    keep_waiting,
    take_waiting,
)

__all__ = [
    "Importer",
    "Instructions",
    "forget_waiting_files",
    "import_roster",
    "keep_waiting",
    "preview_roster",
    "take_waiting",
]
