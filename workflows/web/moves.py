"""Changes of people and branches: form, preview of what changes hands, confirmation."""

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
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.acting import acting_as
from rectification.exceptions import CaseError, NotAllowed
from rectification.models import Organisation
from rectification.web.access import account
from rectification.web.kept import keeps_typed, written
from rectification.web.parts import Act, Crumb
from rectification.web.refusing import refuse
from rectification.web.rosters import tabs_at
from workflows.moves.handover import organiser, preview
from workflows.web.move_forms import (
    DepartureForm,
    MergerForm,
    MoveForm,
    ReinstatementForm,
    SplitForm,
    SuccessionForm,
    SuspensionForm,
    TransferForm,
)
from workflows.web.move_preview import COLUMNS, Shown, show

KINDS: Final[dict[str, type[MoveForm]]] = {
    "transfer": TransferForm,
    "departure": DepartureForm,
    "succession": SuccessionForm,
    "suspension": SuspensionForm,
    "reinstatement": ReinstatementForm,
    "merger": MergerForm,
    "split": SplitForm,
}


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
    form = KINDS[kind](written(request), office=office, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        user = account(request)
        try:
            with acting_as(user.pk):
                if "confirm" in request.POST:
                    form.run(user)
                    messages.success(request, str(form.done))
                    return HttpResponseRedirect(reverse("workflows:moves"))
                found = preview(lambda: form.foresee(user))
        except CaseError as error:
            refuse(form, error)
        else:
            return _page(request, form, shown=show(user, found))
    return _page(request, form)


def _page(request: HttpRequest, form: MoveForm, *, shown: Shown | None = None) -> HttpResponse:
    back = Act(label=_("Back"), url=reverse("workflows:moves"))
    ask = (
        Act(label=form.button, kind="submit", due=True, name="confirm", value="1")
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
