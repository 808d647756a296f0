"""“回头看”反馈: fed back when an inspection looks again; the list and the clocks are the same."""

from dataclasses import replace
from typing import Final

from rectification.enums import SourceKind
from rectification.sources.inspection import INSPECTION

REINSPECTION: Final = replace(INSPECTION, kind=SourceKind.REINSPECTION)
