"""The report of an import as scripts read it: accepted, refused, warnings, written."""

from typing import Any, TypedDict


class ReportJson(TypedDict):
    """The same for every import (docs/how-to/import-a-roster.md)."""

    accepted: list[dict[str, Any]]
    refused: list[dict[str, Any]]
    warnings: list[dict[str, Any]]
    written: bool
