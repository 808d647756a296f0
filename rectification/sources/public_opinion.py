"""群众意见: received by the intake channel, which knows no person (scenario 10)."""

from typing import Final

from rectification.enums import SourceKind
from rectification.sources.base import Source

PUBLIC_OPINION: Final = Source(SourceKind.PUBLIC_OPINION)
