"""亮灯规则: the versions of a township, a new one, and one of them with its dry run."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from rectification.acting import acting_as
from rectification.exceptions import CaseError, NotVisible
from rectification.models import LightRule, Organisation
from rectification.policies.lights import keeping_places, why_not_confirm
from rectification.selectors.light_trials import try_on
from rectification.selectors.lights import light_rules_of
from rectification.services import light_rules
from rectification.web.access import LimitedPageMixin
from rectification.web.kept import written
from rectification.web.light_forms import LightRuleForm
from rectification.web.light_words import CHANGE_COLUMNS, change_rows, facts_of, version_row
from rectification.web.office_tabs import office_tabs
from rectification.web.parts import Act, ActKind, Crumb, Text, WhyNot
from rectification.web.refusing import refuse

_TITLE: Text = gettext_lazy("Light rules")


class LightRulesPageMixin(LimitedPageMixin):
    """Pages of the two offices that keep the rule; for everybody else they are not there."""

    def is_open(self) -> bool:
        return bool(self.nodes)

    @cached_property
    def nodes(self) -> list[Organisation]:
        return keeping_places(self.authority)

    @cached_property
    def versions(self) -> list[LightRule]:
        return list(light_rules_of(self.nodes))


class LightRules(LightRulesPageMixin, TemplateView):
    http_method_names = ["get", "head", "options"]
    template_name = "rectification/light_rules.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_TITLE,
            tabs=office_tabs(self.authority, "rectification:light_rules"),
            rows=[version_row(rule, self.versions, self.today) for rule in self.versions],
            act=Act(_("Enter new thresholds"), reverse("rectification:new_light_rule")),
            **kwargs,
        )


class NewLightRule(LightRulesPageMixin, TemplateView):
    template_name = "rectification/new_rule.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", LightRuleForm(written(self.request), nodes=self.nodes))
        home = reverse("rectification:light_rules")
        return super().get_context_data(
            title=_("Enter new thresholds"),
            crumbs=[Crumb(_TITLE, home)],
            acts=[
                Act(_("Keep them, then try them"), kind=ActKind.SUBMIT, due=True),
                Act(_("Back"), home),
            ],
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        form = LightRuleForm(request.POST, nodes=self.nodes)
        if form.is_valid():
            try:
                with acting_as(self.user.pk):
                    rule = light_rules.enter_light_rule(by=self.person, **form.cleaned_data)
            except CaseError as error:
                refuse(form, error)
            else:
                messages.success(request, _("Kept. It counts once a second person confirms it."))
                return HttpResponseRedirect(reverse("rectification:light_rule", args=[rule.pk]))
        return self.render_to_response(self.get_context_data(form=form), status=422)


class LightRulePage(LightRulesPageMixin, TemplateView):
    """One version: what it says, what would change colour, and confirming it."""

    template_name = "rectification/light_rule.html"

    @cached_property
    def rule(self) -> LightRule:
        found = next((row for row in self.versions if row.pk == self.kwargs["pk"]), None)
        if found is None:
            raise NotVisible
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rule, waits = self.rule, self.rule.confirmed_at is None
        shows = waits and rule.tried_at is not None
        trial = try_on(rule, self.user, self.authority, self.calendar) if shows else None
        return super().get_context_data(
            title=version_row(rule, self.versions, self.today).title,
            crumbs=[Crumb(_TITLE, reverse("rectification:light_rules"))],
            facts=facts_of(rule, self.versions, self.today),
            trial=trial,
            columns=CHANGE_COLUMNS,
            rows=change_rows(trial.changes) if trial else [],
            **(self._ways() if waits else {}),
            **kwargs,
        )

    def _ways(self) -> dict[str, Any]:
        """Try, then confirm; whoever entered it reads that somebody else confirms it."""
        rule = self.rule
        url = reverse("rectification:light_rule", args=[rule.pk])
        tried = rule.tried_at is not None
        attempt = Act(
            _("Try it on the open cases"), url, ActKind.POST, due=not tried, name="try", value="1"
        )
        why = why_not_confirm(rule, self.person, self._of_township())
        if not tried:
            return {"acts": [attempt]}
        if why is not None:
            label = _("Confirm the rule")
            return {"acts": [attempt], "why_not": [WhyNot(label, why.message, rule=why.rule)]}
        confirm = Act(_("Confirm the rule"), url, ActKind.POST, due=True, name="confirm", value="1")
        return {"acts": [confirm, attempt]}

    def _of_township(self) -> list[LightRule]:
        return [row for row in self.versions if row.committee_id == self.rule.committee_id]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        rule, by = self.rule, self.person
        if "try" in request.POST:
            self.attempt(lambda: light_rules.try_light_rule(rule=rule, by=by))
        elif "confirm" in request.POST:
            told = _("Confirmed: the lights follow it from its day on.")
            self.attempt(lambda: light_rules.confirm_light_rule(rule=rule, by=by), told)
        return HttpResponseRedirect(reverse("rectification:light_rule", args=[rule.pk]))
