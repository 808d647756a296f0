"""请对照检查: lessons that a branch received; it reads the text, never the case it came from."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from rectification.acting import acting_as
from rectification.enums import LessonAnswer
from rectification.exceptions import CaseError, NotVisible
from rectification.models import LessonReceipt
from rectification.policies.lessons import answered_for
from rectification.selectors.lessons import receipts_for
from rectification.services.lessons import answer_lesson
from rectification.web.access import LimitedPageMixin, address
from rectification.web.dates import list_date
from rectification.web.parts import Act, ActKind, Crumb, Light, LightColour, Row

SHOWN = 200


class LessonPageMixin(LimitedPageMixin):
    """For secretaries and clerks, each for his own branch."""

    def is_open(self) -> bool:
        return bool(answered_for(self.authority))


class Lessons(LessonPageMixin, TemplateView):
    template_name = "rectification/lessons.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(receipts_for(self.authority)[:SHOWN])
        return super().get_context_data(
            open_rows=[_row(row) for row in rows if row.answered_at is None],
            done_rows=[_row(row) for row in rows if row.answered_at is not None],
            **kwargs,
        )


def _row(receipt: LessonReceipt) -> Row:
    sent = receipt.lesson.sent_at
    return Row(
        title=receipt.lesson.text,
        url=address("rectification:lesson", receipt.pk),
        light=_light(receipt),
        meta=[receipt.organisation.name, *([list_date(sent)] if sent else [])],
    )


def _light(receipt: LessonReceipt) -> Light:
    if receipt.answered_at is None:
        return Light(LightColour.YELLOW, _("Not answered yet"))
    return Light(LightColour.BLUE, receipt.get_answer_display())


class LessonPage(LessonPageMixin, TemplateView):
    """The text and the one answer; who found the same reports it as a problem of his own."""

    template_name = "rectification/lesson.html"
    http_method_names = ["get", "post", "head", "options"]

    @cached_property
    def receipt(self) -> LessonReceipt:
        receipt = receipts_for(self.authority).filter(pk=self.kwargs["pk"]).first()
        if receipt is None:
            raise NotVisible
        return receipt

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        receipt = self.receipt
        found = receipt.answer == LessonAnswer.FOUND
        return super().get_context_data(
            text=receipt.lesson.text,
            sub=receipt.organisation.name,
            light=_light(receipt),
            answered=receipt if receipt.answered_at else None,
            answers=[] if receipt.answered_at else _answers(),
            raise_url=address("workflows:new_problem") if found else "",
            organisation=receipt.organisation_id,
            crumbs=[Crumb(_("Lessons of others"), address("rectification:lessons"))],
            **kwargs,
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            with acting_as(self.user.pk):
                answer_lesson(
                    receipt=self.receipt,
                    by=self.authority,
                    answer=request.POST.get("answer", ""),
                )
        except CaseError as error:
            context = self.get_context_data(refusal=str(error.message))
            return self.render_to_response(context, status=422)
        messages.success(request, _("Answered. Thank you."))
        return HttpResponseRedirect(request.path)


def _answers() -> list[Act]:
    return [
        Act(answer.label, kind=ActKind.SUBMIT, due=at == 0, name="answer", value=answer.value)
        for at, answer in enumerate(LessonAnswer)
    ]
