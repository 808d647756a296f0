"""The pages on which a lesson for others is written, confirmed and sent (举一反三)."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.models import Case, Lesson, Person
from rectification.policies.lessons import (
    lesson_of,
    why_not_confirm,
    why_not_propose,
    why_not_send,
    writing_office,
)
from rectification.policies.reasons import Reason
from rectification.web.access import account
from rectification.web.kept import keeps_typed, written
from rectification.web.parts import Cell, Column
from workflows import lessons
from workflows.forms.lessons import ProposeLessonForm, SendLessonForm
from workflows.views.keys import key_of
from workflows.views.refusals import refused
from workflows.web.pages import (
    Done,
    Nothing,
    act_before,
    case_and_office,
    confirmation,
    taken_in,
)

WhyNot = Callable[[Case, Person, Lesson | None], Reason | None]


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """For the office and the discipline committee, in cases that they see."""

    def form_of(_case: Case, lesson: Lesson | None) -> forms.Form:
        initial = {"text": lesson.text} if lesson else None
        return ProposeLessonForm(written(request), initial=initial)

    return _page(
        request,
        pk,
        title=_("Write the lesson for others"),
        why_not=why_not_propose,
        form_of=form_of,
        act=lessons.propose,
        told=_("Written. Another person confirms it."),
        intro=_("Other branches read this text alone, and never the case."),
        button=_("Put it to confirmation"),
        shows=False,
    )


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """For a second person of the two offices."""
    return _page(
        request,
        pk,
        title=_("Confirm the lesson for others"),
        why_not=why_not_confirm,
        form_of=lambda _case, _lesson: Nothing(written(request)),
        act=lessons.confirm,
        told=_("Confirmed. It is sent once the problem was struck off."),
        intro=_(
            "Read whether somebody could tell from it where the problem was. If so, write it anew "
            "instead of confirming it."
        ),
        button=_("Confirm the lesson"),
    )


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(
        request,
        pk,
        title=_("Send the lesson to branches"),
        why_not=why_not_send,
        form_of=lambda case, _lesson: SendLessonForm(written(request), case=case),
        act=lessons.send,
        told=_("Sent. The branches are asked to check the same point."),
        intro=_("Each branch answers once; what it answers is counted for no branch."),
        button=_("Send the lesson"),
    )


def _page(
    request: HttpRequest,
    pk: int,
    *,
    title: str,
    why_not: WhyNot,
    form_of: Callable[[Case, Lesson | None], forms.Form],
    act: Callable[..., object],
    told: str,
    intro: str,
    button: str,
    shows: bool = True,
) -> HttpResponse:
    user, back = account(request), reverse("rectification:case", args=[pk])
    case, actor = case_and_office(request, pk, writing_office)
    if act_before(request) is not None:
        return HttpResponseRedirect(back)
    lesson = lesson_of(case)
    why = why_not(case, actor.hand, lesson)
    if why is not None:
        error = why.as_error()
        return refused(request, case=case, what=title, error=error)
    form = form_of(case, lesson)

    def done() -> None:
        act(user=user, case=case, actor=actor, key=key_of(request), **form.cleaned_data)

    answer = taken_in(request, case, form, done, title=title, done=Done(told, back))
    below: dict[str, Any] = _text(lesson) if shows and lesson else {}
    return answer or confirmation(
        request, case=case, form=form, title=title, intro=intro, button=button, **below
    )


def _text(lesson: Lesson) -> dict[str, Any]:
    return {"columns": [Column(_("Lesson for others"))], "rows": [[Cell(lesson.text)]]}
