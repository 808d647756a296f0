"""Forms around an account. Whoever changes how one logs in gives his password once more."""

from typing import Any, Final

from django import forms
from django.contrib.auth import authenticate
from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from rectification.models import User
from rectification.roles import Role
from rectification.services.second_factor import new_key

KEY_SALT: Final = "rectification.second_factor"
KEY_AGE: Final = 60 * 60


class Secret(forms.CharField):
    """A password as it is typed: nothing is cut off and nothing is shown again."""

    def __init__(self, autocomplete: str, **kwargs: Any) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
        super().__init__(strip=False, max_length=200, widget=widget, **kwargs)


class Code(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "one-time-code", "inputmode": "text", "spellcheck": "false"}
        super().__init__(max_length=20, widget=forms.TextInput(attrs=attrs), **kwargs)


class Whose(forms.TextInput):
    """Tells the browser's own store of passwords whose this one is; nobody sees it."""

    is_hidden = True

    def __init__(self) -> None:
        super().__init__(attrs={"autocomplete": "username", "hidden": True, "readonly": True})


class AccountForm(forms.Form):
    """Whose password it is stands in the form, and whatever is posted in its place is ignored."""

    username = forms.CharField(required=False, disabled=True, widget=Whose)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.initial["username"] = user.username


class PasswordAgainForm(AccountForm):
    """The present password; wrong ones count as failed logins do."""

    password = Secret("current-password", label=gettext_lazy("Present password"))

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not authenticate(self.request, username=self.user.username, password=password):
            raise forms.ValidationError(_("The password is wrong."))
        return password


class NewPasswordForm(AccountForm):
    new_password = Secret(
        "new-password",
        label=gettext_lazy("New password"),
        help_text=gettext_lazy(
            "At least ten characters; not your user name, not figures only, no well-known word "
            "with figures added. Three words that do not belong together are "
            "easy to remember."
        ),
    )
    new_password_again = Secret("new-password", label=gettext_lazy("New password again"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, again = data.get("new_password"), data.get("new_password_again")
        if first and again and first != again:
            self.add_error("new_password_again", _("The two entries differ."))
        return data


class ChangePasswordForm(PasswordAgainForm, NewPasswordForm):
    field_order = ["password", "new_password", "new_password_again"]


class CodeForm(forms.Form):
    code = Code(
        label=pgettext_lazy("second factor", "Code"),
        help_text=gettext_lazy("Six figures from the phone, or a recovery code."),
    )


class SetUpFactorForm(PasswordAgainForm):
    """The key travels signed with the page, so that looking at the page stores nothing."""

    key = forms.CharField(widget=forms.HiddenInput)
    code = Code(
        label=pgettext_lazy("second factor", "Code"),
        help_text=gettext_lazy("The six figures that the phone shows now."),
    )
    field_order = ["code", "password", "key"]

    def clean_key(self) -> str:
        found = read_key(self.user, self.cleaned_data["key"])
        if found is None:
            raise forms.ValidationError(_("The page is too old. Begin anew."))
        return found


def signed_key(user: User, key: str = "") -> str:
    return signing.dumps([user.pk, key or new_key()], salt=KEY_SALT)


def read_key(user: User, signed: str) -> str | None:
    """The key, if this page was made for this account not long ago."""
    try:
        pk, key = signing.loads(signed, salt=KEY_SALT, max_age=KEY_AGE)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(key) if pk == user.pk else None


class MailAddressForm(forms.Form):
    address = forms.EmailField(
        label=gettext_lazy("Mail address"),
        max_length=120,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class AccountFilter(forms.Form):
    search = forms.CharField(
        label=gettext_lazy("Code or name"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    state = forms.ChoiceField(
        label=gettext_lazy("Account"),
        required=False,
        choices=[
            ("", gettext_lazy("All")),
            ("none", gettext_lazy("No account")),
            ("active", gettext_lazy("In use")),
            ("disabled", gettext_lazy("Disabled")),
        ],
    )


class RoleSecurityForm(forms.Form):
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles that must use a second factor"),
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Whoever holds one of these roles sets up the second factor at the next login; until "
            "then nothing else is open to him."
        ),
    )
