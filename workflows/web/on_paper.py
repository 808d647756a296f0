"""What goes to the level above on paper: a number for it, and nothing kept of what was typed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rectification.enums import PaperGround
from rectification.models import Organisation
from rectification.services.transfers import enter_paper


def on_paper(
    request: HttpRequest, ground: PaperGround, about: Organisation | None, *, key: str
) -> HttpResponse:
    """Instead of taking it in: where to hand it over, and under which number."""
    entry = enter_paper(ground=ground, about=about, key=key)
    return render(request, "workflows/on_paper.html", {"entry": entry})
