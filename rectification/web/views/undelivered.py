"""未送达: messages that were given up, for administrators. Never a word about a case."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from rectification.exceptions import NotAllowed, NotVisible
from rectification.selectors.cases import PAGE
from rectification.selectors.undelivered import page_of_undelivered
from rectification.services.undelivered import send_again
from rectification.web.access import FORM, before_of, row_key
from rectification.web.parts import Refusal
from rectification.web.undelivered_words import row
from rectification.web.views.administration import AdministratorPage


class Undelivered(AdministratorPage, TemplateView):
    http_method_names = FORM
    template_name = "rectification/undelivered.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        before_id = before_of(self.request)
        found = page_of_undelivered(self.authority, before_id=before_id)
        page = found[:PAGE]
        return super().get_context_data(
            tabs=self.tabs("rectification:undelivered"),
            rows=[row(message, self.request.path) for message in page],
            next_url=f"?before={page[-1].pk}" if len(found) > PAGE else "",
            first_url=self.request.path if before_id is not None else "",
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        message_id = row_key(request.POST.get("again", ""))
        if message_id is None:
            return HttpResponseRedirect(request.path)
        try:
            leaves = send_again(message_id=message_id, by=self.user)
        except NotAllowed as refused:
            context = self.get_context_data(refusal=Refusal(refused.message))
            return self.render_to_response(context, status=403)
        except NotVisible:
            messages.info(request, _("Somebody else has sent it again, or it has arrived."))
        else:
            messages.success(request, _when(leaves=leaves))
        return HttpResponseRedirect(request.path)


def _when(*, leaves: bool) -> str:
    if leaves:
        return _("It is sent again within a minute.")
    return _("It waits: its channel is switched off. It is sent once that is switched on again.")
