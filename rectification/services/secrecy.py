"""State secrets are never entered: the system is not classified (docs/rules.md, scenario 11)."""

import re
from typing import Final

from django.utils.translation import gettext as _

from rectification.exceptions import CaseError

_MARK: Final = re.compile(r"(?:绝密|机密|秘密)\s*[★☆]|涉\s*密")


def refuse_secret(answer: bool, *texts: str) -> None:
    """Refuse what was declared secret or bears a mark of secrecy; the caller stores nothing.

    The message repeats none of the text, so that it does not spread through pages and logs.
    """
    if answer or any(_MARK.search(text) for text in texts):
        raise CaseError(
            _(
                "This system is not classified and must hold no secrets. Nothing was stored. "
                "Hand the matter over on paper to the party and government office."
            ),
            field="secret",
            rule="8.11",
        )
