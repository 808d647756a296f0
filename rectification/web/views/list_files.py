"""Waiting for the file of a large list, and fetching it."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from rectification.documents.lists import LISTS
from rectification.exceptions import NotVisible
from rectification.models import ListFile
from rectification.selectors.list_files import still_sees
from rectification.services.private_files import drop_file
from rectification.web.access import READING, LimitedPageMixin, address
from rectification.web.dates import local_day
from rectification.web.handing_out import hand_out
from rectification.web.parts import Act, Crumb

LOOK_AGAIN: Final = 5
"""Seconds after which the page is asked for again."""


class OneFile(LimitedPageMixin, View):
    """Nobody but its owner finds it."""

    http_method_names = READING

    def is_open(self) -> bool:
        return ListFile.objects.filter(pk=self.kwargs["pk"], owner=self.person).exists()

    @cached_property
    def job(self) -> ListFile:
        found = ListFile.objects.filter(pk=self.kwargs["pk"], owner=self.person).first()
        if found is None:
            raise NotVisible
        return found

    @property
    def back(self) -> str:
        query = f"?{self.job.query}" if self.job.query else ""
        return address("rectification:lists", self.job.kind) + query


class WaitForFile(OneFile, TemplateView):
    """How far it is; the page looks again by itself until the file is there."""

    template_name = "rectification/list_file.html"

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Until the file is there, the browser asks again by itself, with or without scripts."""
        response = super().render_to_response(context, **kwargs)
        if self.job.made_at is None:
            response.headers["Refresh"] = str(LOOK_AGAIN)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        job = self.job
        fetch = Act(
            _("Take the file"), reverse("rectification:fetch_list", args=[job.pk]), due=True
        )
        return super().get_context_data(
            title=LISTS[job.kind].label,
            crumbs=[Crumb(LISTS[job.kind].label, self.back)],
            job=job,
            acts=[fetch] if job.made_at else [],
            **kwargs,
        )


class FetchFile(OneFile):
    """Looked at once more before it is handed out: what one sees may have changed since."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        job = self.job
        if job.made_at is None:
            return HttpResponseRedirect(reverse("rectification:list_job", args=[pk]))
        if not still_sees(job, self.user, self.authority):
            text = _("What you may see has changed since the file was made. Have it made again.")
            return self._made_again(text)
        name = f"{LISTS[job.kind].label}-{local_day(job.made_at):%Y%m%d}.{job.form}"
        try:
            file = job.file.open("rb")
        except FileNotFoundError:  # a restored house has the row and not the file
            return self._made_again(_("The file is gone. Have it made again."))
        return hand_out(file, name)

    def _made_again(self, why: str) -> HttpResponse:
        drop_file(row=self.job)
        messages.error(self.request, why)
        return HttpResponseRedirect(self.back)
