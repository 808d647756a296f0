"""What is stopped at the door of this system: a number for the paper, and nothing kept of it."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from rectification.enums import PaperGround
from rectification.exceptions import CaseError
from rectification.models import Organisation
from rectification.policies.authority import committee_above
from rectification.services.transfers import enter_paper

SECRET_RULE = "8.11"


def on_paper(
    request: HttpRequest, ground: PaperGround, about: Organisation | None, *, key: str
) -> HttpResponse:
    """Instead of taking it in: where to hand it over, and under which number."""
    entry = enter_paper(ground=ground, township=_township(about), key=key)
    return render(request, "workflows/on_paper.html", {"entry": entry})


def note_secret(
    form: forms.Form, error: CaseError, about: Organisation | None, *, key: str
) -> None:
    """What may be secret was refused and not stored; a number stands for the paper (8.11)."""
    if error.rule != SECRET_RULE:
        return
    entry = enter_paper(ground=PaperGround.SECRET, township=_township(about), key=key)
    text = _("Registration number for the paper: %(number)s. Nothing else was kept.")
    form.add_error(None, text % {"number": entry.number})


def _township(about: Organisation | None) -> Organisation | None:
    return committee_above(about) if about is not None else None
