"""What a password must be; the framework's rules, where it has no Chinese words for them."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import ngettext


class EnoughCharacters(MinimumLengthValidator):
    def get_error_message(self) -> str:
        words = ngettext(
            "A password has at least %(count)d character.",
            "A password has at least %(count)d characters.",
            self.min_length,
        )
        return words % {"count": self.min_length}
