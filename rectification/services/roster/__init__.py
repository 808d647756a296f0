"""Importing a roster: previewed without a trace, then written whole or not at all."""

from rectification.services.roster.importing import (
    RosterInstructions,
    import_roster,
    preview_roster,
)

__all__ = ["RosterInstructions", "import_roster", "preview_roster"]
