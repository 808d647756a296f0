"""清单快照: versions of lists, one of them with its approval and files, and what changed since."""

from itertools import islice
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from rectification.acting import acting_as
from rectification.documents.lists import ListPaper
from rectification.documents.lists.versions import freeze, lines_seen
from rectification.documents.typesetting import in_words_of_papers
from rectification.enums import ListForm, SnapshotStatus
from rectification.exceptions import CaseError, NotVisible
from rectification.models import ListSnapshot
from rectification.policies.list_snapshots import (
    making_office,
    why_not_decide,
    why_not_take_back,
)
from rectification.selectors.cases import PAGE
from rectification.selectors.list_snapshots import (
    snapshot_for,
    snapshots_for,
    version_before,
)
from rectification.services import list_snapshots
from rectification.web.access import (
    FORM,
    READING,
    LimitedPageMixin,
    OwnPageMixin,
    address,
    row_key,
)
from rectification.web.kept import written
from rectification.web.list_forms import DecisionForm, wanted_form
from rectification.web.list_words import (
    about_paper,
    case_cells,
    columns_of,
    facts_of,
    title_of,
    version_row,
)
from rectification.web.parts import Act, ActKind, Crumb, Text, WhyNot
from rectification.web.refusing import refuse
from rectification.web.versions_difference import changes_between
from rectification.web.views.lists import OneList, page_of_list, paper_file

_TITLE: Text = gettext_lazy("Versions of the lists")
_CHANGES_SHOWN: Final = 200
_DECISIONS: Final = ("approve", "return", "take_back")


class FreezeList(LimitedPageMixin, OneList):
    """The list as it is narrowed now, frozen as a proposal."""

    http_method_names = ["post"]

    def is_open(self) -> bool:
        return making_office(self.authority) is not None

    def post(self, request: HttpRequest, kind: str) -> HttpResponse:
        back = page_of_list(self.kind, self.form)
        try:
            with acting_as(self.user.pk):
                snapshot = freeze(
                    by=self.user,
                    authority=self.authority,
                    reader=self.reader,
                    chosen=self.form.chosen,
                )
        except CaseError as error:
            messages.error(request, str(error.message))
            return HttpResponseRedirect(back)
        messages.success(request, _("Frozen. It gets its number once somebody else approves it."))
        return HttpResponseRedirect(reverse("rectification:list_version", args=[snapshot.pk]))


class ListVersions(OwnPageMixin, TemplateView):
    """Every version that the reader may open."""

    http_method_names = READING
    template_name = "rectification/list_versions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_TITLE,
            crumbs=[Crumb(_("Cases"), address("rectification:cases"))],
            rows=[version_row(row) for row in snapshots_for(self.authority)],
            **kwargs,
        )


class OneVersion(LimitedPageMixin, View):
    def is_open(self) -> bool:
        return snapshot_for(self.kwargs["pk"], self.authority) is not None

    @cached_property
    def snapshot(self) -> ListSnapshot:
        found = snapshot_for(self.kwargs["pk"], self.authority)
        if found is None:
            raise NotVisible
        return found

    @property
    def crumbs(self) -> list[Crumb]:
        return [Crumb(_TITLE, reverse("rectification:list_versions"))]


class ListVersion(OneVersion, TemplateView):
    """Its lines as the reader may see them today, and deciding about it."""

    http_method_names = FORM
    template_name = "rectification/list_version.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        start = row_key(self.request.GET.get("start", "")) or 0
        seen = lines_seen(self.snapshot, self.user, self.authority, start=start)
        found = list(islice(seen, PAGE + 1))
        page, here = found[:PAGE], reverse("rectification:list_version", args=[self.snapshot.pk])
        kwargs.setdefault("form", DecisionForm(written(self.request)))
        return super().get_context_data(
            title=title_of(self.snapshot),
            crumbs=self.crumbs,
            facts=facts_of(self.snapshot),
            columns=columns_of(self.snapshot),
            rows=[case_cells(line) for line in page],
            files=self._files(),
            next_url=f"{here}?start={start + PAGE}" if len(found) > PAGE else "",
            first_url=here if start else "",
            **self._ways(),
            **kwargs,
        )

    def _files(self) -> list[Act]:
        file = reverse("rectification:list_version_file", args=[self.snapshot.pk])
        files = [Act(form.label, f"{file}?form={form}") for form in ListForm]
        if version_before(self.snapshot, self.authority) is not None:
            url = reverse("rectification:list_difference", args=[self.snapshot.pk])
            files.append(Act(_("What changed since the version before"), url))
        return files

    def _ways(self) -> dict[str, Any]:
        """Approve or return it; its maker takes it back. Once decided, nothing is left to do."""
        snapshot = self.snapshot
        if snapshot.status != SnapshotStatus.PROPOSED:
            return {}
        if why_not_take_back(snapshot, self.person) is None:
            act = Act(_("Take it back"), kind=ActKind.SUBMIT, name="decision", value="take_back")
            why = why_not_decide(snapshot, self.authority)
            what = _("Approve the version")
            return {
                "acts": [act],
                "why_not": [WhyNot(what, why.message, rule=why.rule)] if why else [],
            }
        if why_not_decide(snapshot, self.authority) is not None:
            return {}
        return {
            "decides": True,
            "acts": [
                Act(
                    _("Approve the version"),
                    kind=ActKind.SUBMIT,
                    due=True,
                    name="decision",
                    value="approve",
                ),
                Act(_("Return it"), kind=ActKind.SUBMIT, name="decision", value="return"),
            ],
        }

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A refusal stands beside the reason that was typed, or above the page where none is.

        A post without a decision does nothing.
        """
        form, here = DecisionForm(request.POST), reverse("rectification:list_version", args=[pk])
        if request.POST.get("decision") not in _DECISIONS:
            return HttpResponseRedirect(here)
        if form.is_valid():
            try:
                with acting_as(self.user.pk):
                    messages.success(request, self._carry_out(form))
            except CaseError as error:
                refuse(form, error)
                if "decides" not in self._ways():
                    messages.error(request, str(error.message))
                    return HttpResponseRedirect(here)
            else:
                return HttpResponseRedirect(here)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _carry_out(self, form: DecisionForm) -> str:
        decision, snapshot = self.request.POST["decision"], self.snapshot
        if decision == "approve":
            done = list_snapshots.approve_snapshot(snapshot=snapshot, by=self.user)
            return _("Approved as %(number)s.") % {"number": done.number}
        if decision == "return":
            reason = form.cleaned_data["reason"]
            list_snapshots.return_snapshot(snapshot=snapshot, by=self.user, reason=reason)
            return _("Returned; its maker is told.")
        list_snapshots.take_back_snapshot(snapshot=snapshot, by=self.user)
        return _("Taken back.")


class ListVersionFile(OneVersion):
    """The version as a file, made anew for its reader: it holds what he may see today."""

    http_method_names = READING

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        snapshot, form = self.snapshot, wanted_form(request.GET)
        seen = lines_seen(snapshot, self.user, self.authority)
        rows = (line.values for line in seen)
        try:
            with in_words_of_papers():
                paper = ListPaper(
                    title=snapshot.title,
                    about=about_paper(snapshot),
                    columns=list(snapshot.columns.all()),
                    number=snapshot.number,
                )
                name = f"{snapshot.title}{snapshot.number}"
                return paper_file(paper, rows, name=name, form=form)
        except CaseError as error:
            messages.error(request, str(error.message))
            return HttpResponseRedirect(reverse("rectification:list_version", args=[pk]))


class ListDifference(OneVersion, TemplateView):
    """What came, went and changed since an earlier version; both as the reader may see them."""

    http_method_names = READING
    template_name = "rectification/list_difference.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        former = version_before(self.snapshot, self.authority)
        if former is None:
            raise NotVisible
        read = (lines_seen(each, self.user, self.authority) for each in (former, self.snapshot))
        changes = changes_between(former, self.snapshot, *read)
        return super().get_context_data(
            title=_("What changed since %(version)s") % {"version": title_of(former)},
            crumbs=[
                *self.crumbs,
                Crumb(
                    title_of(self.snapshot),
                    reverse("rectification:list_version", args=[self.snapshot.pk]),
                ),
            ],
            counts=changes.counts,
            changes=changes.lines[:_CHANGES_SHOWN],
            rest=max(0, len(changes.lines) - _CHANGES_SHOWN),
            **kwargs,
        )
