"""Who publishes the negative list, and what an item may say (docs/rules.md 3.3)."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rectification.exceptions import CaseError
from rectification.models import Appointment, NegativeList
from rectification.policies.authority import Authority
from rectification.policies.days import today
from rectification.policies.reasons import Reason
from rectification.roles import Role
from rectification.wording import listed

NOT_CONDUCT: Final = (
    *("信念", "信仰", "宗教", "忠诚", "政治立场"),
    *("婚姻", "恋爱", "家庭", "亲属", "疾病", "收入"),
)
"""Words of belief and of private life; the list holds neither."""


def publishing_office(authority: Authority) -> Appointment | None:
    """The office in which he publishes the list for his township; None for everybody else."""
    return authority.first_office(Role.ORG)


def why_not_conduct(text: str) -> str:
    """Why the wording is no item of the list; empty when it is one."""
    found = [word for word in NOT_CONDUCT if word in text]
    if not found:
        return ""
    return _(
        "“%(text)s” speaks of belief or private life (%(words)s); describe conduct that others "
        "can see."
    ) % {"text": text, "words": listed(found)}


def why_not_from(day: date, versions: Iterable[NegativeList]) -> Reason | None:
    """Why a version cannot be in force from that day: the list is never changed backwards."""
    if day < today():
        return Reason(_("A version takes effect today or later."), "3.3", CaseError)
    latest = max((version.valid_from for version in versions), default=None)
    if latest is not None and day <= latest:
        return Reason(
            _("A version in force from %(day)s is published; take a later day.")
            % {"day": date_format(latest)},
            "3.3",
            CaseError,
        )
    return None
