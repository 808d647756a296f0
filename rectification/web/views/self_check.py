"""党性体检: one's own page in a round; no address names anybody else."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.views.generic import TemplateView

from rectification.enums import CaseLevel
from rectification.exceptions import NotVisible
from rectification.policies.check_rounds import takes_self_check
from rectification.selectors.check_rounds import has_self_checked
from rectification.selectors.negative_list import items_in_force
from rectification.services.check_rounds import mark_self_checked
from rectification.services.self_checks import answers_of, keep_answers
from rectification.web.access import address
from rectification.web.check_forms import SelfCheckForm
from rectification.web.check_words import period_of
from rectification.web.drafts import keeps_itself, kept, not_kept
from rectification.web.kept import written
from rectification.web.negative_list_forms import KINDS
from rectification.web.views.checks import RoundMixin, crumbs


class SelfCheckPage(RoundMixin, TemplateView):
    """Kept while he writes, sealed; gone the night after the round."""

    template_name = "rectification/self_check.html"
    http_method_names = ["get", "post", "head", "options"]

    @cached_property
    def form(self) -> SelfCheckForm:
        if not takes_self_check(self.authority, self.round):
            raise NotVisible
        return SelfCheckForm(
            written(self.request),
            items=list(self.round.items.filter(level=CaseLevel.MEMBER)),
            initial=answers_of(round_=self.round, by=self.authority),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        items = items_in_force(self.round.committee, self.today)
        return super().get_context_data(
            round=self.round,
            form=self.form,
            sub=period_of(self.round),
            crumbs=crumbs(),
            done=has_self_checked(self.round, self.person),
            report_url=address("workflows:new_problem"),
            groups=[(k.label, [i for i in items if i.kind == k]) for k in KINDS] if items else [],
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form
        if not form.is_valid():
            if keeps_itself(request):
                return not_kept([str(text) for texts in form.errors.values() for text in texts])
            return self.render_to_response(self.get_context_data(), status=422)
        keep_answers(round_=self.round, by=self.authority, answers=form.answers)
        if keeps_itself(request):
            return kept()
        if "done" in request.POST:
            mark_self_checked(round_=self.round, by=self.authority)
            messages.success(request, gettext("Done. Your answers stay yours alone."))
            return HttpResponseRedirect(reverse("rectification:checks"))
        messages.success(request, gettext("Saved. Only you can read it."))
        return HttpResponseRedirect(request.path)
