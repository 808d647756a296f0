"""Whoever opens a file or a sensitive page leaves a row (docs/rules.md, “Records”).

A new address that sends a file fails here until it notes its reading, or says why it need not.
"""

import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from django.conf import settings
from django.urls import URLPattern, get_resolver

from rectification.web.one_case import OneCaseMixin
from tests.house.test_plain_pages import names_in

NOTED: Final = {
    # files
    "rectification:evidence",
    "rectification:original",
    "rectification:look_back_file",
    "rectification:look_back_original",
    "rectification:paper",
    "rectification:list_file",
    "rectification:take_records",
    "rectification:paper_file",
    "rectification:document_file",
    "rectification:signed_copy",
    # pages that show what a member wrote, what was sent in, or who sent it
    "rectification:case",
    "rectification:case_as_of",
    "rectification:case_changes",
    "rectification:case_papers",
    "rectification:list_as_of",
    "rectification:document",
    "rectification:evidence_page",
    "rectification:plan_versions",
    "rectification:order",
    "rectification:lists",
    "rectification:transfer",
    "rectification:referral",
    "rectification:identity_request",
    "workflows:act",
    "workflows:correct",
    "workflows:intake_list",
    "workflows:opinion_of_case",
    "workflows:paper_told",
}
NOT_NOTED: Final = {
    "rectification:annual_report": "sums, no word of a case",
    "rectification:public_list_file": "what was made public",
    "rectification:list_version_file": "no case of a member is in a version (decision 0044)",
    "rectification:fetch_list": "noted when it was made (documents/lists/making.py)",
    "rectification:paper_template_file": "no word of a case",
    "rectification:house_template": "no word of a case",
    "rectification:calendar_feed": "days of the reader's own steps, no word of a case",
    "rectification:board": "what was made public",
    "rectification:roster_refused": "rows that the reader has uploaded himself",
    "workflows:batch_refused": "rows that the reader has uploaded himself",
    "workflows:register_refused": "rows that the reader has uploaded himself",
    "workflows:authority": "offices and rights, no word of a case",
    "workflows:my_authority": "his own offices and rights",
    "workflows:authority_workbook": "offices and rights, no word of a case",
    "workflows:chart": "steps and days, no word of a case",
}
"""Addresses that send a file of which no reading is noted, each with its reason."""

SENDS: Final = re.compile(r"\bhand_out\w*\(")
BY_HAND: Final = re.compile(r"FileResponse|Content-Disposition|as_attachment")
NOTES: Final = re.compile(
    r"\b(log_access|log_case_read|log_cases_read|mark_listed_read|show_identity|export_records|note_read|note_opened|taken_away)\("
)


def views() -> dict[str, Callable[..., Any]]:
    return dict(_views(get_resolver().url_patterns))


def _views(patterns: list[Any], space: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}", pattern.callback
        else:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _views(pattern.url_patterns, inner)


def source_of(view: Callable[..., Any]) -> str:
    """Of a class with all that it inherits from us; of a function with its module."""
    view = inspect.unwrap(view)
    cls = getattr(view, "view_class", None)
    if cls is None:
        module = inspect.getmodule(view)
        return inspect.getsource(module) if module and _ours(module.__name__) else ""
    ours = [base for base in cls.__mro__ if _ours(base.__module__) and base is not OneCaseMixin]
    return "\n".join(inspect.getsource(base) for base in ours)


def _ours(name: str) -> bool:
    return name.partition(".")[0] in ("rectification", "workflows", "project")


def test_address_that_sends_a_file_notes_its_reading_or_has_a_reason() -> None:
    sending = {name for name, view in views().items() if SENDS.search(source_of(view))}
    assert sending - NOTED - set(NOT_NOTED) == set()


def test_files_are_sent_by_one_function_alone() -> None:
    """So none goes without the headers that keep a browser from running it."""
    rooms = ("rectification", "workflows", "project")
    sources = {path for room in rooms for path in (settings.BASE_DIR / room).rglob("*.py")}
    found = {path.name for path in sources if BY_HAND.search(path.read_text())}
    assert found == {"handing_out.py"}


@pytest.mark.parametrize("name", sorted(NOTED))
def test_sensitive_address_notes_its_reading(name: str) -> None:
    assert NOTES.search(source_of(views()[name]))


def test_lists_name_addresses_that_are_there() -> None:
    assert set(names_in(get_resolver().url_patterns)) >= NOTED | set(NOT_NOTED)
