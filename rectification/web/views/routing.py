"""流转规则: the rules of the office, a new one, and one of them with its dry run."""

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
from rectification.models import Organisation, RoutingRule
from rectification.policies.routing import rule_places
from rectification.selectors.routing import dry_run, rules_of
from rectification.services import routing
from rectification.web.access import LimitedPageMixin, row_key
from rectification.web.kept import written
from rectification.web.office_tabs import office_tabs
from rectification.web.parts import Act, ActKind, Crumb, Text
from rectification.web.routing_forms import RuleForm
from rectification.web.routing_rows import TRIAL_COLUMNS, facts_of, rule_row, trial_rows

_TITLE: Text = gettext_lazy("Routing rules")


class RoutingPageMixin(LimitedPageMixin):
    """Pages of the office that takes problems in; for everybody else they are not there."""

    def is_open(self) -> bool:
        return bool(self.nodes)

    @cached_property
    def nodes(self) -> list[Organisation]:
        return rule_places(self.authority)

    def rule(self, key: int) -> RoutingRule:
        rule = rules_of(self.nodes).filter(pk=key).first()
        if rule is None:
            raise NotVisible
        return rule


class Rules(RoutingPageMixin, TemplateView):
    """Rules in order, those that wait to be tried among them; what has ended stands below."""

    template_name = "rectification/routing.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rules = list(rules_of(self.nodes))
        standing = [rule for rule in rules if rule.ended_at is None]
        return super().get_context_data(
            title=_TITLE,
            tabs=office_tabs(self.authority, "rectification:routing"),
            rows=[rule_row(rule, movable=n > 0) for n, rule in enumerate(standing)],
            ended=[rule_row(rule) for rule in rules if rule.ended_at is not None],
            act=Act(_("Add a rule"), reverse("rectification:new_rule")),
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Move one rule before the one above it."""
        asked = row_key(request.POST.get("up", ""))
        if asked is not None:
            rule = self.rule(asked)
            self.attempt(lambda: routing.move_rule(rule=rule, by=self.person, up=True))
        return HttpResponseRedirect(reverse("rectification:routing"))


class NewRule(RoutingPageMixin, TemplateView):
    template_name = "rectification/new_rule.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", RuleForm(written(self.request), nodes=self.nodes))
        home = reverse("rectification:routing")
        return super().get_context_data(
            title=_("Add a routing rule"),
            crumbs=[Crumb(_TITLE, home)],
            acts=[
                Act(_("Keep it, then try it"), kind=ActKind.SUBMIT, due=True),
                Act(_("Back"), home),
            ],
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        form = RuleForm(request.POST, nodes=self.nodes)
        if form.is_valid():
            try:
                with acting_as(self.user.pk):
                    rule = routing.enter_rule(by=self.person, **form.cleaned_data)
            except CaseError as error:
                form.refuse(error)
            else:
                messages.success(request, _("Kept. It counts once it was tried and confirmed."))
                return HttpResponseRedirect(reverse("rectification:rule", args=[rule.pk]))
        return self.render_to_response(self.get_context_data(form=form), status=422)


class RulePage(RoutingPageMixin, TemplateView):
    """One rule: what it says, what it would have proposed, and putting it into force."""

    template_name = "rectification/rule.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rule = self.rule(self.kwargs["pk"])
        run = dry_run(rule, self.user, self.authority) if rule.tried_at else None
        return super().get_context_data(
            rule=rule,
            title=rule.name,
            crumbs=[Crumb(_TITLE, reverse("rectification:routing"))],
            facts=facts_of(rule),
            run=run,
            columns=TRIAL_COLUMNS,
            rows=trial_rows(run.trials) if run else [],
            acts=_acts(rule),
            **kwargs,
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        rule, by = self.rule(pk), self.person
        if "try" in request.POST:
            self.attempt(lambda: routing.try_rule(rule=rule, by=by))
        elif "confirm" in request.POST:
            told = _("In force: from now on it proposes at intake.")
            self.attempt(lambda: routing.confirm_rule(rule=rule, by=by), told)
        elif "end" in request.POST:
            told = _("Ended. It stays on record and proposes nothing.")
            self.attempt(lambda: routing.end_rule(rule=rule, by=by), told)
        return HttpResponseRedirect(reverse("rectification:rule", args=[pk]))


def _acts(rule: RoutingRule) -> list[Act]:
    """What can be done next comes first: try, then confirm; ending is always the last."""
    if rule.ended_at is not None:
        return []
    url = reverse("rectification:rule", args=[rule.pk])

    def act(name: str, label: str, *, due: bool = False) -> Act:
        return Act(label, url, kind=ActKind.POST, name=name, value="1", due=due)

    end = act("end", _("End the rule"))
    if rule.confirmed_at is not None:
        return [end]
    tried = rule.tried_at is not None
    ways = [act("try", _("Try it on past cases"), due=not tried), end]
    return [act("confirm", _("Put it into force"), due=True), *ways] if tried else ways
