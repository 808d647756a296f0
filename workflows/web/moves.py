"""Changes of people and branches: form, preview of what changes hands, confirmation."""

from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.acting import acting_as
from rectification.exceptions import CaseError, NotAllowed
from rectification.models import Case, Organisation, WorkItem
from rectification.policies.authority import authority_of
from rectification.selectors.inbox import visible_ids
from rectification.web.access import account
from rectification.web.kept import keeps_typed, written
from rectification.web.parts import Act, Cell, Column, Crumb
from rectification.web.rosters import tabs_at
from workflows.moves.handover import HandOver, organiser, preview
from workflows.web.move_forms import DepartureForm, MergerForm, MoveForm, SplitForm, TransferForm
from workflows.web.pages import refuse

KINDS: Final[dict[str, type[MoveForm]]] = {
    "transfer": TransferForm,
    "departure": DepartureForm,
    "merger": MergerForm,
    "split": SplitForm,
}
COLUMNS: Final = [
    Column(gettext_lazy("Case number")),
    Column(gettext_lazy("Step")),
    Column(gettext_lazy("Until now")),
    Column(gettext_lazy("From then on")),
]


def _office(request: HttpRequest) -> Organisation:
    """The organisation office the account sits in; for everybody else the page does not exist."""
    try:
        office = organiser(account(request)).organisation
    except NotAllowed as error:
        raise Http404 from error
    if office is None:
        raise Http404
    return office


@never_cache
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """Whom the page is not for learns nothing of it, whatever he asks with."""
    _office(request)
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    kinds = [
        (reverse("workflows:move", args=[name]), form.title, form.intro)
        for name, form in KINDS.items()
    ]
    return render(
        request, "workflows/moves.html", {"kinds": kinds, "tabs": tabs_at("workflows:moves")}
    )


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, kind: str) -> HttpResponse:
    """First the preview, then the change: nothing is written before it is confirmed."""
    office = _office(request)
    if kind not in KINDS:
        raise Http404
    form = KINDS[kind](written(request), near=office, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        user = account(request)
        try:
            if "confirm" in request.POST:
                with acting_as(user.pk):
                    form.run(user)
                messages.success(request, _("Done. Those concerned were told."))
                return HttpResponseRedirect(reverse("workflows:moves"))
            found = preview(lambda: form.run(user))
        except CaseError as error:
            refuse(form, error)
        else:
            return _page(request, form, shown=_shown(request, found))
    return _page(request, form)


@dataclass(frozen=True)
class Shown:
    """`hidden` steps and cases the reader may not know more of are only counted."""

    rows: list[list[Cell]]
    hidden: int
    moved: list[str]
    orphaned: list[str]


def _shown(request: HttpRequest, found: HandOver) -> Shown:
    user = account(request)
    cases = {case.pk: case for case in [*found.moved, *found.orphaned]}
    wanted = {*cases, *(old.case_id for old, _new in found.passed)}
    seen = visible_ids(user, authority_of(user), wanted)
    rows = [_row(old, new) for old, new in found.passed if old.case_id in seen]
    return Shown(
        rows=rows,
        hidden=len(wanted - seen),
        moved=_numbers(found.moved, seen),
        orphaned=_numbers(found.orphaned, seen),
    )


def _numbers(cases: list[Case], seen: set[int]) -> list[str]:
    return [str(case) for case in cases if case.pk in seen]


def _row(old: WorkItem, new: WorkItem) -> list[Cell]:
    return [
        Cell(str(old.case)),
        Cell(old.get_step_display()),
        Cell(_holder(old)),
        Cell(_holder(new)),
    ]


def _holder(item: WorkItem) -> str:
    if item.unheld:
        return _("Nobody is free: lies with the office")
    if item.person is not None:
        return item.person.name
    return f"{item.organisation} {item.get_role_display()}"


def _page(request: HttpRequest, form: MoveForm, *, shown: Shown | None = None) -> HttpResponse:
    back = Act(label=_("Back"), url=reverse("workflows:moves"))
    ask = (
        Act(label=_("Confirm the change"), kind="submit", due=True, name="confirm", value="1")
        if shown
        else Act(label=_("Show what will change hands"), kind="submit", due=True)
    )
    context: dict[str, Any] = {
        "form": form,
        "title": form.title,
        "intro": form.intro,
        "acts": [ask, back],
        "shown": shown,
        "columns": COLUMNS,
        "crumbs": [Crumb(_("Changes of people and branches"), reverse("workflows:moves"))],
    }
    return render(request, "workflows/move.html", context, status=422 if form.errors else 200)
