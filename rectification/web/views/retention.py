"""保存期限: how long things are kept, lists of what is due, and holds (docs/rules.md 10)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.generic import TemplateView

from rectification.acting import acting_as
from rectification.exceptions import CaseError, NotVisible
from rectification.models import RetentionRule, RetentionRun
from rectification.policies.retention import (
    why_not_check,
    why_not_confirm,
    why_not_confirm_rule,
)
from rectification.selectors import retention as found
from rectification.selectors.inbox import visible_ids
from rectification.services import retention
from rectification.web import retention_words as words
from rectification.web.access import row_key
from rectification.web.kept import written
from rectification.web.office_tabs import supervision_tabs
from rectification.web.parts import Act, ActKind, Row, WhyNot
from rectification.web.refusing import refuse
from rectification.web.retention_forms import RetentionRuleForm
from rectification.web.retention_pages import TITLE, KeptMixin


class Retention(KeptMixin, TemplateView):
    """What is kept how long; lists that wait; holds. A rule is confirmed here."""

    template_name = "rectification/retention.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        places = self.kept or self.held
        kept = [row for place in self.kept for row in found.kept_cases(place)]
        return super().get_context_data(
            title=TITLE,
            tabs=supervision_tabs(self.authority, "rectification:retention"),
            runs=[words.run_row(run) for run in found.runs_of(self.kept)],
            waiting=[self._waiting(rule) for rule in self.rules if rule.confirmed_at is None],
            tables=[(place, words.period_rows(found.in_force(place))) for place in places],
            period_columns=words.PERIOD_COLUMNS,
            held=[words.due_row(row) for row in kept],
            due_columns=words.DUE_COLUMNS,
            holds=[words.hold_row(hold) for hold in found.holds_of(self.held, self.person)],
            is_keeper=bool(self.kept),
            places_holds=bool(self.held),
            new_rule=Act(_("Enter another period"), reverse("rectification:new_retention_rule")),
            new_hold=Act(_("Put a case under hold"), reverse("rectification:new_hold")),
            **kwargs,
        )

    def _waiting(self, rule: RetentionRule) -> Row:
        row = words.waiting_row(rule)
        same = [other for other in self.rules if other.committee_id == rule.committee_id]
        why = why_not_confirm_rule(rule, self.person, same)
        if why is not None:
            return Row(row.title, light=row.light, meta=row.meta, note=why.message)
        act = Act(
            _("Confirm the period"),
            reverse("rectification:retention"),
            ActKind.POST,
            due=True,
            name="confirm",
            value=str(rule.pk),
        )
        return Row(row.title, light=row.light, meta=row.meta, act=act)

    def post(self, request: HttpRequest) -> HttpResponse:
        key = row_key(request.POST.get("confirm", ""))
        rule = next((row for row in self.rules if row.pk == key), None)
        if rule is not None:
            self.attempt(
                lambda: retention.confirm_retention_rule(rule=rule, by=self.person),
                _("Confirmed: the period counts from its day on."),
            )
        return HttpResponseRedirect(reverse("rectification:retention"))


class NewRetentionRule(KeptMixin, TemplateView):
    template_name = "rectification/new_rule.html"

    def is_open(self) -> bool:
        return bool(self.kept)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", RetentionRuleForm(written(self.request), nodes=self.kept))
        return super().get_context_data(
            title=_("Enter another period"),
            crumbs=self.crumbs,
            acts=[
                Act(_("Keep it for a second person to confirm"), kind=ActKind.SUBMIT, due=True),
                Act(_("Back"), reverse("rectification:retention")),
            ],
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        form = RetentionRuleForm(request.POST, nodes=self.kept)
        if form.is_valid():
            try:
                with acting_as(self.user.pk):
                    retention.enter_retention_rule(by=self.person, **form.cleaned_data)
            except CaseError as error:
                refuse(form, error)
            else:
                messages.success(request, _("Kept. It counts once a second person confirms it."))
                return HttpResponseRedirect(reverse("rectification:retention"))
        return self.render_to_response(self.get_context_data(form=form), status=422)


class RetentionRunPage(KeptMixin, TemplateView):
    """One list: what would go and why; checked by one, confirmed by another, or called off."""

    template_name = "rectification/retention_run.html"

    def is_open(self) -> bool:
        return bool(self.kept)

    @cached_property
    def run(self) -> RetentionRun:
        rows = RetentionRun.objects.filter(committee__in=self.kept, pk=self.kwargs["pk"])
        people = ("committee", "checked_by", "confirmed_by", "ended_by")
        run = rows.select_related(*people).first()
        if run is None:
            raise NotVisible
        return run

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run = self.run
        lines = list(run.lines.select_related("case").order_by("due_on", "pk"))
        seen = visible_ids(self.user, self.authority, [line.case_id for line in lines])
        return super().get_context_data(
            title=words.run_row(run).title,
            crumbs=self.crumbs,
            light=words.run_light(run),
            facts=words.run_facts(run),
            columns=words.DUE_COLUMNS,
            rows=[words.line_row(line, seen) for line in lines],
            **(self._ways() if run.ended_at is None else {}),
            **kwargs,
        )

    def _ways(self) -> dict[str, Any]:
        checked = self.run.checked_at is not None
        label = _("Confirm: anonymise these cases") if checked else _("I have checked the list")
        call_off = self._act(pgettext("retention", "Call it off"), "call_off", due=False)
        why_not = why_not_confirm if checked else why_not_check
        why = why_not(self.run, self.person)
        if why is not None:
            return {"acts": [call_off], "why_not": [WhyNot(label, why.message, rule=why.rule)]}
        name = "confirm" if checked else "check"
        return {"acts": [self._act(label, name, due=True), call_off]}

    def _act(self, label: str, name: str, *, due: bool) -> Act:
        url = reverse("rectification:retention_run", args=[self.run.pk])
        return Act(label, url, ActKind.POST, due=due, name=name, value="1")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        run, by = self.run, self.person
        if "check" in request.POST:
            self.attempt(
                lambda: retention.check_run(run=run, by=by),
                _("Checked. A second person confirms the list."),
            )
        elif "confirm" in request.POST:
            self.attempt(
                lambda: retention.confirm_run(run=run, by=by),
                _("Confirmed. What was said in these cases is gone; number and days stay."),
            )
        elif "call_off" in request.POST:
            self.attempt(
                lambda: retention.call_off_run(run=run, by=by), _("Called off: nothing goes.")
            )
        return HttpResponseRedirect(reverse("rectification:retention_run", args=[run.pk]))
