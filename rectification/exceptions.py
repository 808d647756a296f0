"""What can go wrong in a way the user must be told. Messages are in the user's language."""

from collections.abc import Mapping

from django.utils.functional import Promise

Text = str | Promise


class CaseError(Exception):
    """An act is refused; `message` names the rule and says what to do instead.

    `field` names the form field at fault, when there is one; `rule` cites docs/rules.md.
    """

    def __init__(self, message: Text, *, field: str = "", rule: str = "") -> None:
        super().__init__(str(message))
        self.message = message
        self.field = field
        self.rule = rule


class InvalidInput(CaseError):
    """Several fields are at fault at once."""

    def __init__(self, errors: Mapping[str, Text], *, rule: str = "") -> None:
        super().__init__("; ".join(str(text) for text in errors.values()), rule=rule)
        self.errors = dict(errors)


class NotAllowed(CaseError):
    """The actor may see the matter but may not take this step; says which rule and who may."""


class NotVisible(Exception):
    """The actor may not even know that the thing exists: answered as 404."""


class StepGone(CaseError):
    """The step was done by somebody else, or taken away, before this act (lost race)."""


class Busy(CaseError):
    """The case is being acted on at this very moment; nothing was stored, try again."""
