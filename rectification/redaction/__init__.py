"""What a text would give away, and proposals to take it out. Pure: no database, no model."""

from rectification.enums import FindingKind
from rectification.redaction.check import Finding, findings
from rectification.redaction.marking import masked
from rectification.redaction.narrowing import is_narrower

__all__ = ["Finding", "FindingKind", "findings", "is_narrower", "masked"]
