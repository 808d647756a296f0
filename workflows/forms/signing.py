"""A step that is signed: whoever takes it gives his password or the code of his phone with it."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from rectification.models import User
from rectification.services.second_factor import has_second_factor
from rectification.web.account_forms import Secret, Whose
from rectification.web.signing import CODE, PASSWORD
from workflows.forms.base import StepForm

ACCOUNT: Final = "signing_account"
SIGNATURE: Final = (ACCOUNT, PASSWORD, CODE)


class Passing(forms.TextInput):
    """A code is typed in the open and stands in no page that comes back."""

    def format_value(self, _value: Any) -> None:
        return None


class SigningForm(StepForm):
    """Checked by the act door before anything is carried out (`workflows.act`)."""

    is_signed = True

    signing_account = forms.CharField(required=False, disabled=True, widget=Whose)
    signing_password = Secret(
        "current-password",
        label=_("Your password, as signature"),
        required=False,
        help_text=_("The one you log in with. It is looked at once and kept nowhere."),
    )
    signing_code = forms.CharField(
        label=_("Or the code from your phone"),
        required=False,
        max_length=20,
        widget=Passing(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = User.objects.filter(person=self.actor.hand).first()
        if user is None or not has_second_factor(user=user):
            del self.fields[CODE]
        self.initial[ACCOUNT] = user.username if user else ""
        # Browsers take what stands before the password for the name of the account.
        self.order_fields([name for name in self.fields if name not in SIGNATURE])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not (data.get(PASSWORD) or data.get(CODE)):
            self.add_error(PASSWORD, _("Sign with your password."))
        return data

    def signature_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in SIGNATURE if name in self.fields]
