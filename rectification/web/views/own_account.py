"""我的账号: what one may know of one's own account, and change oneself."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View

from rectification.exceptions import CaseError
from rectification.policies.accounts import second_factor_required
from rectification.selectors.accounts import account_events
from rectification.services import second_factor
from rectification.services.accounts import change_password, log_out_everywhere
from rectification.web import account_words, door
from rectification.web.access import FORM, READING, OwnPageMixin
from rectification.web.account_forms import (
    ChangePasswordForm,
    PasswordAgainForm,
    SetUpFactorForm,
    read_key,
    signed_key,
)
from rectification.web.parts import Act, ActKind, Crumb
from rectification.web.pictures import picture_of
from rectification.web.refusing import refuse
from rectification.web.rows import office_name
from rectification.wording import listed_apart


def onward(request: HttpRequest, default: str) -> str:
    """Where one wanted to go before something had to be done first; never to another site."""
    wanted = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else default


class Account(OwnPageMixin, TemplateView):
    http_method_names = READING
    template_name = "rectification/account.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        has_factor = second_factor.has_second_factor(user=self.user)
        return super().get_context_data(
            facts=self._facts(has_factor),
            entries=[account_words.entry(event) for event in account_events(self.user)],
            acts=[Act(_("Change the password"), reverse("rectification:change_password"))],
            factor_acts=self._factor_acts(has_factor),
            mail_act=Act(_("My mail"), reverse("rectification:own_mail")),
            calendar_act=Act(_("My calendar subscription"), reverse("rectification:own_calendar")),
            log_out_act=Act(
                _("Log out everywhere else"),
                reverse("rectification:log_out_elsewhere"),
                kind=ActKind.POST,
            ),
            **kwargs,
        )

    def _facts(self, has_factor: bool) -> list[tuple[str, str]]:
        codes = second_factor.codes_left(user=self.user)
        held = [
            office_name(office.role, office.organisation) for office in self.authority.appointments
        ]
        return [
            (_("Name"), self.person.name),
            (_("User name"), self.user.username),
            (_("Offices"), listed_apart(held)),
            (_("Second factor"), account_words.factor_words(has_factor=has_factor, codes=codes)),
        ]

    def _factor_acts(self, has_factor: bool) -> list[Act]:
        set_up = reverse("rectification:set_up_factor")
        if not has_factor:
            return [Act(_("Set up the second factor"), set_up)]
        acts = [
            Act(_("Make new recovery codes"), reverse("rectification:renew_codes")),
            Act(_("Move to another phone"), set_up),
        ]
        if not second_factor_required(self.authority):
            acts.append(Act(_("Remove the second factor"), reverse("rectification:remove_factor")))
        return acts


class AccountForm(OwnPageMixin, FormView):
    """A page that asks for the present password and then does one thing."""

    http_method_names = FORM
    template_name = "rectification/account_form.html"
    form_class: Any = PasswordAgainForm
    title = ""
    intro = ""
    button = ""

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "request": self.request, "user": self.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [Crumb(_("My account"), reverse("rectification:account"))]
        return super().get_context_data(
            title=self.title,
            intro=self.intro,
            crumbs=[] if door.duty_of(self.request) else crumbs,
            acts=[Act(self.button, kind=ActKind.SUBMIT, due=True)],
            **kwargs,
        )

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return self.carry_out(form)
        except CaseError as error:
            refuse(form, error)
            return self.form_invalid(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def carry_out(self, form: Any) -> HttpResponse:
        """Calls the one service, and answers; raises CaseError when it is refused."""
        raise TypeError("Each page says what it does.")

    def keep_session(self) -> None:
        """All sessions have ended but the one in which it was done."""
        update_session_auth_hash(self.request, self.user)

    def done(self, text: str) -> HttpResponse:
        self.keep_session()
        messages.success(self.request, text)
        return HttpResponseRedirect(onward(self.request, reverse("rectification:account")))


class ChangePassword(AccountForm):
    form_class = ChangePasswordForm

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.title, self.button = _("Change the password"), _("Change the password")
        if request.user.is_authenticated and request.user.must_change_password:
            self.intro = _(
                "Somebody else has known this password. Choose one that nobody but you knows; "
                "until then nothing else is open."
            )

    def carry_out(self, form: Any) -> HttpResponse:
        change_password(user=self.user, password=form.cleaned_data["new_password"])
        return self.done(_("The password is changed. Everywhere else you are logged out."))


class RecoveryCodes(AccountForm):
    """Shows codes once, right after they were made; they cannot be shown again."""

    codes_template = "rectification/recovery_codes.html"

    def show(self, codes: list[str]) -> HttpResponse:
        self.keep_session()
        context = {"codes": codes, "onward": onward(self.request, reverse("rectification:account"))}
        return self.response_class(
            request=self.request,
            template=[self.codes_template],
            context=context,
            using=self.template_engine,
        )


class SetUpFactor(RecoveryCodes):
    template_name = "rectification/second_factor.html"
    form_class = SetUpFactorForm

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.title, self.button = _("Set up the second factor"), _("Take it into use")

    def get_initial(self) -> dict[str, Any]:
        return {"key": signed_key(self.user)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        key = read_key(self.user, str(form["key"].value()))
        if key is None:
            form.data = {**form.data.dict(), "key": signed_key(self.user)}
            key = str(read_key(self.user, form.data["key"]))
        enrolment = second_factor.enrolment_of(user=self.user, key=key)
        context["picture"] = picture_of(enrolment.address)
        context["typed_key"] = enrolment.key
        context["required"] = door.duty_of(self.request) is not None
        return context

    def carry_out(self, form: Any) -> HttpResponse:
        data = form.cleaned_data
        codes = second_factor.set_up(user=self.user, key=data["key"], code=data["code"])
        door.factor_passed(self.request)
        return self.show(codes)


class RenewCodes(RecoveryCodes):
    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.title, self.button = _("Make new recovery codes"), _("Make ten new codes")
        self.intro = _("The old codes are worth nothing afterwards.")

    def carry_out(self, form: Any) -> HttpResponse:
        return self.show(second_factor.renew_codes(user=self.user))


class RemoveFactor(AccountForm):
    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.title, self.button = _("Remove the second factor"), _("Remove it")
        self.intro = _("Afterwards the password alone opens your account.")

    def carry_out(self, form: Any) -> HttpResponse:
        second_factor.remove(user=self.user)
        door.factor_gone(self.request)
        return self.done(_("The second factor is removed. Everywhere else you are logged out."))


class LogOutElsewhere(OwnPageMixin, View):
    """Ends every other session of one's own account."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        log_out_everywhere(user=self.user, by=self.user)
        update_session_auth_hash(request, self.user)
        messages.success(request, _("Everywhere else you are logged out."))
        return HttpResponseRedirect(reverse("rectification:account"))
