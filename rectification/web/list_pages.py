"""What the pages of all lists share: their tabs, and their files."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from tempfile import TemporaryFile
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.http import urlencode

from rectification.documents.lists import LISTS, ListKind, ListPaper, Value, write
from rectification.documents.typesetting import in_words_of_papers
from rectification.enums import ListForm
from rectification.exceptions import CaseError
from rectification.web.access import address
from rectification.web.handing_out import hand_out
from rectification.web.list_forms import wanted_form
from rectification.web.parts import Act, ActKind, Tab

AT_ONCE_AT_MOST: Final = 1_000
"""Cases whose file is made while the reader waits, a second or so."""

Taken = tuple[ListPaper, Iterable[Sequence[Value]]]
"""A list to take away: its head with the columns, and its lines."""


def narrowed(url: str, kept: Mapping[str, str]) -> str:
    """The address of a list that is narrowed down in this way."""
    return f"{url}?{urlencode(kept)}" if kept else url


def list_tabs(page: str, current: ListKind, kept: Mapping[str, str]) -> list[Tab]:
    """The other lists, narrowed in the same way."""
    return [
        Tab(kind.label, narrowed(address(page, name), kept), kind is current)
        for name, kind in LISTS.items()
    ]


def file_acts(url: str, kept: Mapping[str, str], cases: int = 0) -> list[Act]:
    """The same lines in each form; the workbook takes any number of them."""
    return [
        Act(
            form.label,
            narrowed(url, {**kept, "form": form.value}),
            ActKind.POST if is_large(form, cases) else ActKind.LINK,
        )
        for form in ListForm
    ]


def is_large(form: ListForm, cases: int) -> bool:
    """Whether the file is made by a job, for the page would keep its reader waiting too long."""
    return form == ListForm.XLSX and cases > AT_ONCE_AT_MOST


def hand_out_list(
    request: HttpRequest, taken: Callable[[], Taken], *, back: str
) -> HttpResponseBase:
    """The list in the form that the address asks for; its page says why where that cannot be."""
    form = wanted_form(request.GET)
    target = TemporaryFile()  # noqa: SIM115 - the response closes it
    try:
        with in_words_of_papers():
            paper, rows = taken()
            write(paper, rows, form=form, to=target)
    except CaseError as error:
        target.close()
        messages.error(request, str(error.message))
        return HttpResponseRedirect(back)
    target.seek(0)
    return hand_out(target, f"{paper.name}.{form}")
