"""What the pages of this room share: the confirmation page and the key against double submits."""

from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from rectification.models import ActReceipt, Case
from rectification.web.access import account
from rectification.web.parts import Act
from workflows.views.keys import key_of


class Nothing(forms.Form):
    """A form that only asks to confirm."""


def act_before(request: HttpRequest) -> ActReceipt | None:
    """What this very page did already: sent twice it does nothing more, whatever has changed."""
    key = key_of(request)
    if not key:
        return None
    return ActReceipt.objects.filter(key=key, person=account(request).person).first()


def confirmation(
    request: HttpRequest,
    *,
    case: Case,
    form: forms.Form,
    title: str | Promise,
    intro: str | Promise,
    button: str | Promise,
    shows_case: bool = True,
    **below: Any,
) -> HttpResponse:
    """Ask before an act on a case; 422 when what was typed has to be put right.

    With `shows_case` False the reader knows no more of the case than its number. `below` are
    columns and rows of a table that stands under the form.
    """
    back = Act(label=_("Back to the case"), url=reverse("rectification:case", args=[case.pk]))
    context: dict[str, Any] = {
        **below,
        "case": case,
        "form": form,
        "title": title,
        "sub": case.title if shows_case else case.number,
        "intro": intro,
        "acts": [
            Act(label=button, kind="submit", due=True),
            *([back] if shows_case else []),
        ],
        "idempotency_key": key_of(request) or str(uuid4()),
    }
    return render(request, "workflows/confirm.html", context, status=422 if form.errors else 200)
