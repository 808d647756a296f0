"""What a password must not be, beside the framework's own rules: habits that are guessed first."""

import re
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.contrib.auth.password_validation import MinimumLengthValidator, validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rectification.exceptions import InvalidInput
from rectification.models import User

HABITS: Final = Path(__file__).with_name("habits.txt")
EDGES: Final = re.compile(r"^[\W\d_]+|[\W\d_]+$")
REPEATED: Final = re.compile(r"^(.{1,8}?)\1+.{0,4}$", re.DOTALL)


@cache
def habits() -> frozenset[str]:
    lines = HABITS.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


class EnoughCharacters(MinimumLengthValidator):
    """Says it in Chinese too: the framework's own sentence is missing in its catalogue."""

    def get_error_message(self) -> str:
        words = ngettext(
            "A password has at least %(count)d character.",
            "A password has at least %(count)d characters.",
            self.min_length,
        )
        return words % {"count": self.min_length}


class HabitValidator:
    """Refuses a well-known word with figures or marks around it, and a short part repeated."""

    def validate(self, password: str, user: Any = None) -> None:
        plain = password.casefold()
        if {plain, EDGES.sub("", plain)} & habits():
            raise ValidationError(
                _("This is a well-known word with figures or marks added; it is guessed first."),
                code="password_habit",
            )
        if REPEATED.match(plain):
            raise ValidationError(
                _("This repeats the same few characters; it is guessed first."),
                code="password_repeated",
            )

    def get_help_text(self) -> str:
        return _("No well-known word with figures added, and no few characters repeated.")


def require_good_password(*, password: str, user: User, field: str = "new_password") -> None:
    """Raises InvalidInput with every rule the password breaks."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise InvalidInput({field: " ".join(error.messages)}) from error
