"""Why not: reasons that refuse, and reasons people write (docs/rules.md, “Returns”)."""

from dataclasses import dataclass
from typing import Final, NoReturn

from django.utils.translation import gettext as _

from rectification.exceptions import CaseError, NotAllowed, Text

REASON_MINIMUM: Final = 10


@dataclass(frozen=True)
class Reason:
    """Why somebody may not do something: the page shows it, and the door refuses with it."""

    message: Text
    rule: str
    error: type[CaseError] = NotAllowed

    def as_error(self) -> CaseError:
        """The refusal itself, for a page that shows it as the door would."""
        return self.error(self.message, rule=self.rule)

    def refuse(self) -> NoReturn:
        raise self.as_error()


def allow(reason: Reason | None) -> None:
    """Go on where there is no reason against it; raises the refusal otherwise."""
    if reason is not None:
        reason.refuse()


def require_reason(reason: str, *, field: str = "reason", rule: str = "") -> str:
    """The reason without surrounding blanks; refused when it is shorter than ten characters."""
    cleaned = reason.strip()
    if len(cleaned) < REASON_MINIMUM:
        raise CaseError(
            _("Give the reason in at least ten characters; the other side will read it."),
            field=field,
            rule=rule,
        )
    return cleaned
