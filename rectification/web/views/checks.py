"""查摆: rounds of the township, opening one, how far it is, the check of an organisation."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from rectification.acting import acting_as
from rectification.enums import CaseLevel
from rectification.exceptions import CaseError, NotVisible
from rectification.models import Appointment, CheckRound, Organisation
from rectification.policies.check_rounds import (
    checks_for,
    is_running,
    is_secretary,
    level_of,
    opening_office,
    reads_coverage,
    takes_self_check,
    why_not_remind,
)
from rectification.policies.lessons import answered_for
from rectification.policies.townships import own_township
from rectification.selectors import check_rounds as found
from rectification.services.check_rounds import mark_checked, open_round, remind_branch
from rectification.web.access import OwnPageMixin, address
from rectification.web.check_forms import RoundForm
from rectification.web.check_words import period_of, share_words, state_of
from rectification.web.dates import list_date
from rectification.web.parts import Act, ActKind, Crumb, Row
from rectification.web.refusing import refuse


def crumbs() -> list[Crumb]:
    return [Crumb(_("Check rounds"), reverse("rectification:checks"))]


class RoundMixin(OwnPageMixin):
    """A page of one round of the reader's own township."""

    @cached_property
    def round(self) -> CheckRound:
        committee = own_township(self.authority)
        rows = CheckRound.objects.filter(committee=committee).select_related("committee")
        row = rows.filter(pk=self.kwargs["pk"]).first() if committee else None
        if row is None:
            raise Http404
        return row


class Checks(OwnPageMixin, TemplateView):
    """What is to be done in the round that runs, and the rounds there were."""

    template_name = "rectification/checks.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        committee = own_township(self.authority)
        rounds = found.rounds_of(committee) if committee else []
        running = next((row for row in rounds if is_running(row)), None)
        opens = opening_office(self.authority) is not None
        return super().get_context_data(
            running=running,
            tasks=self._tasks(running) if running else [],
            rounds=[self._row(row) for row in rounds],
            lessons_url=address("rectification:lessons") if answered_for(self.authority) else "",
            act=Act(_("Open a round"), reverse("rectification:open_round")) if opens else None,
            **kwargs,
        )

    def _tasks(self, running: CheckRound) -> list[Row]:
        own = [self._self_check(running)] if takes_self_check(self.authority, running) else []
        return [*own, *(self._check(running, node) for node in checks_for(self.authority, running))]

    def _self_check(self, running: CheckRound) -> Row:
        done = found.has_self_checked(running, self.person)
        url = reverse("rectification:self_check", args=[running.pk])
        return Row(
            title=_("My self-check"),
            url=url,
            meta=[_("done") if done else _("Nobody but you reads the answers.")],
            due_on=None if done else running.ends_on,
            act=Act(_("Look at it") if done else _("Fill it in"), url, due=not done),
        )

    def _check(self, running: CheckRound, node: Organisation) -> Row:
        done = found.check_of(running, node)
        url = reverse("rectification:organisation_check", args=[node.pk])
        return Row(
            title=gettext("Check of %(name)s") % {"name": node.name},
            url=url,
            meta=[gettext("done on %(day)s") % {"day": list_date(done.done_on)}] if done else [],
            due_on=None if done else running.ends_on,
            act=Act(_("Look at it") if done else _("Go through it"), url, due=not done),
        )

    def _row(self, row: CheckRound) -> Row:
        reads = reads_coverage(self.authority, row)
        url = reverse("rectification:coverage", args=[row.pk]) if reads else ""
        return Row(
            title=row.title,
            url=url,
            light=state_of(row),
            meta=[period_of(row), row.opened_for.name, *_called_off(row)],
            act=Act(_("How far it is"), url, about=row.title) if reads else None,
        )


class OpenRound(OwnPageMixin, FormView):
    template_name = "rectification/deputy_form.html"
    form_class = RoundForm
    http_method_names = ["get", "post", "head", "options"]

    @cached_property
    def office(self) -> Appointment:
        office = opening_office(self.authority)
        if office is None:
            raise NotVisible
        return office

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {"office": self.office.organisation.name}
        return super().get_context_data(
            title=_("Open a check round"),
            crumbs=crumbs(),
            intro=gettext(
                "Opened by %(office)s for the whole township. Of each organisation and member only "
                "“done” is recorded, never what was found."
            )
            % words,
            acts=[Act(_("Open the round"), kind=ActKind.SUBMIT, due=True)],
            **kwargs,
        )

    def form_valid(self, form: RoundForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            with acting_as(self.user.pk):
                open_round(
                    office=self.office,
                    title=data["title"],
                    starts_on=data["starts_on"],
                    ends_on=data["ends_on"],
                    items=form.items,
                )
        except CaseError as error:
            refuse(form, error)
            return self.form_invalid(form)
        messages.success(self.request, gettext("Opened. On its first day everybody in it is told."))
        return HttpResponseRedirect(reverse("rectification:checks"))

    def form_invalid(self, form: RoundForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


def _called_off(round_: CheckRound) -> list[str]:
    reason = round_.called_off_because
    return [gettext("called off: %(reason)s") % {"reason": reason}] if reason else []


class OrganisationCheckPage(OwnPageMixin, TemplateView):
    """The items of one organisation in the round that runs; each raises a problem in one click."""

    template_name = "rectification/organisation_check.html"
    http_method_names = ["get", "post", "head", "options"]

    @cached_property
    def round(self) -> CheckRound:
        committee = own_township(self.authority)
        row = found.running_round(committee, self.today) if committee else None
        if row is None:
            raise NotVisible
        return row

    @cached_property
    def organisation(self) -> Organisation:
        mine = checks_for(self.authority, self.round)
        node = next((node for node in mine if node.pk == self.kwargs["pk"]), None)
        if node is None:
            raise NotVisible
        return node

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        node, level = self.organisation, level_of(self.organisation)
        done = found.check_of(self.round, node)
        members = found.covered(self.round, node).members
        return super().get_context_data(
            round=self.round,
            node=node,
            sub=period_of(self.round),
            light=state_of(self.round),
            crumbs=crumbs(),
            items=list(self.round.items.filter(level=level)),
            raise_url=address("workflows:new_problem"),
            about="committee" if level == CaseLevel.COMMITTEE else "branch",
            done=done,
            mark=None if done else self._post(_("The check is done"), "done", due=True),
            members=share_words(members) if members else "",
            remind=self._remind() if members else None,
            why_not=self._why_not_remind() if members else None,
            **kwargs,
        )

    def _why_not_remind(self) -> Any:
        if not is_secretary(self.authority, self.organisation):
            return None
        reminded = found.reminded_today(self.round, self.organisation)
        return why_not_remind(self.round, reminded, self.calendar)

    def _remind(self) -> Act | None:
        secretary = is_secretary(self.authority, self.organisation)
        if not secretary or self._why_not_remind() is not None:
            return None
        return self._post(_("Remind everybody who is not done"), "remind")

    def _post(self, label: Any, name: str, *, due: bool = False) -> Act:
        url = self.request.path
        return Act(label, url, kind=ActKind.POST, due=due, name="act", value=name)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        acts = {"done": mark_checked, "remind": remind_branch}
        act = acts.get(request.POST.get("act", ""))
        if act is None:
            messages.warning(request, gettext("Choose one of the ways to decide."))
            return self.render_to_response(self.get_context_data(), status=422)
        try:
            act(round_=self.round, organisation=self.organisation, by=self.authority)
        except CaseError as error:
            messages.error(request, str(error.message))
            return self.render_to_response(self.get_context_data(), status=409)
        messages.success(
            request,
            gettext("Recorded.")
            if act is mark_checked
            else gettext("Whoever is not done is reminded privately."),
        )
        return HttpResponseRedirect(request.path)
