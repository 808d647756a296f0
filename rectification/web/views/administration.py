"""账号管理: what an administrator does to the accounts of others. Facts of accounts, no cases."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from rectification.exceptions import NotAllowed
from rectification.models import Person, User
from rectification.policies.accounts import (
    administered,
    administers_everything,
    people_administered,
)
from rectification.selectors import accounts as selector
from rectification.selectors.accounts import AccountFacts
from rectification.services import accounts, second_factor
from rectification.services.account_links import issue_link
from rectification.services.role_security import require_second_factor, roles_with_second_factor
from rectification.web import account_words
from rectification.web.access import FORM, READING, LimitedPageMixin, same_page
from rectification.web.account_forms import AccountFilter, RoleSecurityForm
from rectification.web.parts import Act, ActKind, Crumb, Refusal, Tab
from rectification.web.pictures import picture_of

DONE: Final[dict[str, tuple[Callable[..., Any], str | Promise]]] = {
    "disable": (
        accounts.disable_account,
        gettext_lazy("The account is disabled; all its sessions have ended."),
    ),
    "enable": (accounts.enable_account, gettext_lazy("The account is enabled again.")),
    "log_out": (
        accounts.log_out_everywhere,
        gettext_lazy("All sessions of the account have ended."),
    ),
    "reset_factor": (
        second_factor.reset,
        gettext_lazy("The second factor is taken off; the holder is told."),
    ),
}
OPEN, ISSUE = "open", "issue_link"


class AdministratorPage(LimitedPageMixin):
    """A page of the administrators."""

    def is_open(self) -> bool:
        return bool(administered(self.authority))

    def tabs(self, current: str) -> list[Tab]:
        pages = [
            ("rectification:accounts", _("Accounts")),
            ("rectification:undelivered", _("Not delivered")),
        ]
        if administers_everything(self.authority):
            pages.append(("rectification:role_security", _("Second factor by role")))
        return [Tab(label, reverse(name), name == current) for name, label in pages]


class Accounts(AdministratorPage, TemplateView):
    http_method_names = READING
    template_name = "rectification/accounts.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = AccountFilter(self.request.GET)
        chosen = form.cleaned_data if form.is_valid() else {}
        after = self.request.GET.get("after", "")[:40]
        found = selector.page_of_accounts(self.authority, after=after, **chosen)
        page = found[: selector.PAGE]
        more = len(found) > selector.PAGE
        kept = {name: value for name, value in chosen.items() if value}
        return super().get_context_data(
            tabs=self.tabs("rectification:accounts"),
            form=form,
            columns=account_words.columns(),
            rows=[account_words.row(facts, page_url(facts.person)) for facts in page],
            next_url=same_page(self.request, **kept, after=page[-1].person.code) if more else "",
            first_url=same_page(self.request, **kept) if after else "",
            **kwargs,
        )


class AccountPage(AdministratorPage, TemplateView):
    """One account: its facts, what happened to it, and what can be done."""

    http_method_names = FORM
    template_name = "rectification/account_of.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts = selector.facts_of(self._person())
        events = selector.account_events(facts.user) if facts.user else []
        return super().get_context_data(
            facts=self._facts(facts),
            name=facts.person.name,
            light=account_words.state_light(facts.user),
            crumbs=[Crumb(_("Accounts"), reverse("rectification:accounts"))],
            acts=self._acts(facts),
            is_own=facts.person.pk == self.person.pk,
            entries=[account_words.entry(event) for event in events],
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        person = self._person()
        try:
            return self._carry_out(person, request.POST.get("act", ""))
        except NotAllowed as refused:
            context = self.get_context_data(refusal=Refusal(refused.message), **kwargs)
            return self.render_to_response(context, status=403)

    def _carry_out(self, person: Person, act: str) -> HttpResponse:
        if act == OPEN:
            return self._show_link(accounts.open_account(person=person, by=self.user))
        user = User.objects.select_related("person").filter(person=person).first()
        if user is None:
            raise NotAllowed(_("This person has no account."))
        if act == ISSUE:
            return self._show_link(user)
        if act not in DONE:
            raise Http404
        service, text = DONE[act]
        service(user=user, by=self.user)
        messages.success(self.request, str(text))
        return HttpResponseRedirect(page_url(person))

    def _show_link(self, user: User) -> HttpResponse:
        """Shown in this answer and nowhere else: only its hash is kept."""
        token = issue_link(user=user, by=self.user)
        path = reverse("rectification:account_link", args=[token])
        link = self.request.build_absolute_uri(path)
        picture = picture_of(link)
        return self.render_to_response(
            self.get_context_data(link=link, picture=picture, **self.kwargs)
        )

    def _person(self) -> Person:
        reach = people_administered(self.authority)
        person = reach.filter(pk=self.kwargs["pk"]).first()
        if person is None:
            raise Http404
        return person

    def _facts(self, facts: AccountFacts) -> list[tuple[str, str]]:
        user = facts.user
        line = [(_("Code"), facts.person.code), (_("Name"), facts.person.name)]
        if user is None:
            return line
        has_factor = facts.has_second_factor
        codes = second_factor.codes_left(user=user)
        return [
            *line,
            (_("User name"), user.username),
            (_("Second factor"), account_words.factor_words(has_factor=has_factor, codes=codes)),
        ]

    def _acts(self, facts: AccountFacts) -> list[Act]:
        if facts.person.pk == self.person.pk:
            return []
        if facts.user is None:
            return [_act(OPEN, _("Open an account and issue the first link"), due=True)]
        if not facts.user.is_active:
            return [_act("enable", _("Enable the account again"))]
        acts = [
            _act(ISSUE, _("Issue a one-time link")),
            _act("log_out", _("End all sessions")),
            _act("disable", _("Disable the account")),
        ]
        if facts.has_second_factor:
            acts.append(_act("reset_factor", _("Take the second factor off")))
        return acts


class RoleSecurityPage(AdministratorPage, FormView):
    http_method_names = FORM
    template_name = "rectification/role_security.html"
    form_class = RoleSecurityForm

    def is_open(self) -> bool:
        return administers_everything(self.authority)

    def get_initial(self) -> dict[str, Any]:
        return {"roles": sorted(roles_with_second_factor())}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            tabs=self.tabs("rectification:role_security"),
            acts=[Act(_("Save the rules"), kind=ActKind.SUBMIT, due=True)],
            **kwargs,
        )

    def form_valid(self, form: RoleSecurityForm) -> HttpResponse:
        require_second_factor(roles=set(form.cleaned_data["roles"]), by=self.user)
        messages.success(self.request, _("Saved. Whoever is concerned logs in again."))
        return HttpResponseRedirect(self.request.path)

    def form_invalid(self, form: RoleSecurityForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


def page_url(person: Person) -> str:
    return reverse("rectification:account_of", args=[person.pk])


def _act(name: str, label: str, *, due: bool = False) -> Act:
    return Act(label, kind=ActKind.POST, name="act", value=name, due=due)
