"""Whoever signs a verification proves once more that it is he (docs/rules.md 4.8).

Asked within the act: wrong entries stay counted though the act is not done, and a right code is
not used up when the act is refused.
"""

from copy import copy
from typing import Final

from axes.helpers import get_cool_off
from django.contrib.auth import authenticate
from django.http import HttpRequest, QueryDict
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from rectification.enums import SigningProof
from rectification.exceptions import InvalidInput
from rectification.models import User
from rectification.services.second_factor import check_code

PASSWORD: Final = "signing_password"  # noqa: S105 - the name of a field
CODE: Final = "signing_code"
"""The fields of a signature; what is in them is never kept, shown again or written down."""


def prove(
    *, user: User, password: str, code: str, request: HttpRequest | None = None
) -> SigningProof:
    """By which of the two the signer has proved himself; a code goes before a password.

    Wrong ones count as failed logins do: for the address of `request`, where there is one.
    Raises InvalidInput beside the field.
    """
    if code:
        _require_code(user, code)
        return SigningProof.SECOND_FACTOR
    _require_password(user, password, request)
    return SigningProof.PASSWORD


def _require_code(user: User, code: str) -> None:
    verdict = check_code(user=user, code=code)
    if verdict.passed:
        return
    if verdict.again_at is None:
        text = _("The code is wrong or was used already.")
    else:
        text = _("Too many wrong codes. Try again after %(time)s.") % {
            "time": time_format(localtime(verdict.again_at), "H:i:s")
        }
    raise InvalidInput({CODE: text}, rule="4.8")


def _require_password(user: User, password: str, request: HttpRequest | None) -> None:
    if request is None:
        # Nobody guesses from inside the house: the demonstration is played there.
        if not user.check_password(password):
            raise InvalidInput({PASSWORD: _("The password is wrong.")}, rule="4.8")
        return
    asked = _without_what_was_typed(request)
    if authenticate(asked, username=user.username, password=password) is not None:
        return
    text = _("The password is wrong.")
    if getattr(asked, "axes_locked_out", False):
        minutes = get_cool_off(asked).total_seconds() // 60
        text = _(
            "Too many wrong passwords. Keep this page open and sign again in %(minutes)d minutes; "
            "what you wrote stays here."
        ) % {"minutes": minutes}
    raise InvalidInput({PASSWORD: text}, rule="4.8")


def _without_what_was_typed(request: HttpRequest) -> HttpRequest:
    """The lock-out keeps what was posted with a wrong password: the sheet must not lie there.

    A mark of being locked out stays on the copy too, so that the page of the step answers itself.
    """
    bare = copy(request)
    bare.POST = QueryDict()
    bare.GET = QueryDict()
    return bare
