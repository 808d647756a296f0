"""Whose code (机关代字) stands on a paper, and what a code may be (docs/rules.md 3.2)."""

import re
from typing import Final

from django.utils.translation import gettext as _

from rectification.exceptions import CaseError
from rectification.models import Organisation
from rectification.policies.reasons import Reason

CODE_MAX: Final = 8
_SIGNS: Final = re.compile(f"[\u3400-\u9fff]{{1,{CODE_MAX}}}")
RULE: Final = "3.2"


def code_for(organisation: Organisation) -> str:
    """Its own, else that of the nearest organisation above it; empty where none has one."""
    above = organisation.ancestor_ids()
    found = Organisation.objects.filter(pk__in=[*above, organisation.pk]).exclude(document_code="")
    codes = dict(found.values_list("pk", "document_code"))
    return next((codes[pk] for pk in reversed([*above, organisation.pk]) if pk in codes), "")


def why_no_number(organisation: Organisation) -> Reason | None:
    """Why nothing can be numbered in its name."""
    if code_for(organisation):
        return None
    text = _(
        "%(organisation)s has no code for its papers yet, nor has anybody above it. "
        "The general office enters it under the templates of papers."
    ) % {"organisation": organisation.name}
    return Reason(text, RULE, CaseError)


def why_not_code(code: str, organisation: Organisation) -> Reason | None:
    """Why it cannot be the code of the organisation; an empty one takes the code off."""
    if not code:
        return None
    if not _SIGNS.fullmatch(code):
        text = _("A code for papers has one to %(count)d Chinese characters and no other sign.")
        return Reason(text % {"count": CODE_MAX}, RULE, CaseError)
    other = Organisation.objects.filter(document_code=code).exclude(pk=organisation.pk).first()
    if other is None:
        return None
    text = _("“%(code)s” is the code of %(organisation)s; take another one.")
    return Reason(text % {"code": code, "organisation": other.name}, RULE, CaseError)
