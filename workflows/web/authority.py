"""权限表: who may do what at which step and why; and what the reader himself may do today."""

import io
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from openpyxl import Workbook

from rectification.imports.cells import cell_of
from rectification.policies.days import today
from rectification.web.access import account
from rectification.web.handing_out import hand_out
from rectification.web.parts import Act, Cell, Column, Crumb
from rectification.web.rules import RULES
from rectification.web.wish import refusals_of
from rectification.web.wishes import wishes_at_large
from workflows.authority.own import own_authority_of
from workflows.authority.table import lines
from workflows.web.authority_readers import READER_COLUMNS, reader_rows
from workflows.web.authority_rows import (
    BESIDE_COLUMNS,
    COLUMNS,
    beside_rows,
    common_bars,
    step_rows,
)
from workflows.web.own_authority import deputy_card, member_card, office_card

TITLE: Final = gettext_lazy("Table of authority")


@never_cache
@login_required
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """The rules are no secret: for everybody with an account. Nothing of cases, no names."""
    found = lines()
    context = {
        "groups": step_rows(found),
        "columns": COLUMNS,
        "common": common_bars(found),
        "beside_columns": [Column(label) for label in BESIDE_COLUMNS],
        "besides": [[*cells, Cell(rule, url=f"#rule-{rule}")] for *cells, rule in beside_rows()],
        "reader_columns": [Column(label) for label in READER_COLUMNS],
        "readers": reader_rows(),
        "rules": RULES.items(),
        "day": today(),
        "acts": [
            Act(_("My authority"), reverse("workflows:my_authority")),
            Act(_("Save as a workbook"), reverse("workflows:authority_workbook")),
        ],
    }
    return render(request, "workflows/authority.html", context)


@never_cache
@login_required
@require_safe
def workbook(request: HttpRequest) -> HttpResponseBase:
    """The same tables, a sheet for each."""
    book = Workbook(write_only=True)
    _sheet(book, gettext("Steps"), [[gettext("Procedure"), *map(str, COLUMNS)], *_step_lines()])
    _sheet(book, gettext("Beside the steps"), [list(map(str, BESIDE_COLUMNS)), *beside_rows()])
    readers = [[str(cell) for cell in row] for row in reader_rows()]
    _sheet(book, gettext("Who reads what"), [list(map(str, READER_COLUMNS)), *readers])
    rules = [[rule, str(text)] for rule, text in RULES.items()]
    _sheet(book, gettext("Rules"), [[gettext("Number"), gettext("Rule")], *rules])
    stream = io.BytesIO()
    book.save(stream)
    return hand_out(stream.getvalue(), "authority.xlsx")


def _step_lines() -> list[list[str]]:
    return [[str(group.title), *row.texts()] for group in step_rows(lines()) for row in group.rows]


def _sheet(book: Any, title: str, rows: list[list[str]]) -> None:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    for row in rows:
        sheet.append([cell_of(sheet, text) for text in row])


@never_cache
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """我的权限: from which appointment each right comes, and which steps may come to me."""
    own = own_authority_of(account(request))
    context = {
        "offices": [office_card(office) for office in own.offices],
        "memberships": [
            member_card(membership, own.member_steps) for membership in own.memberships
        ],
        "standing_in": [deputy_card(standing_in) for standing_in in own.standing_in],
        "why_not": refusals_of(wishes_at_large(own.authority)),
        "crumbs": [Crumb(TITLE, reverse("workflows:authority"))],
    }
    return render(request, "workflows/my_authority.html", context)
