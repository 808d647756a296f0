"""Whom a report is about (docs/rules.md T1), and of which organisations somebody reports."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from rectification.enums import CaseLevel
from rectification.models import Occasion, Organisation, Person
from rectification.policies.owners import level_of
from rectification.policies.reporting import own_committees, reportable_branches


class Subject(TextChoices):
    """Whom a report is about; each has a form of its own, so that nobody reports by chance."""

    BRANCH = "branch", _("A party organisation")
    COMMITTEE = "committee", _("The Party committee")
    MYSELF = "self", _("Myself (self-report)")


LEVEL_OF: Final = {
    Subject.BRANCH: CaseLevel.BRANCH,
    Subject.COMMITTEE: CaseLevel.COMMITTEE,
    Subject.MYSELF: CaseLevel.MEMBER,
}


def place_of(occasion: Occasion) -> dict[Subject, list[Organisation]]:
    """It is about the organisation of the record, which is not asked."""
    whole = level_of(occasion.organisation) == CaseLevel.COMMITTEE
    return {Subject.COMMITTEE if whole else Subject.BRANCH: []}


def places_of(person: Person) -> dict[Subject, list[Organisation]]:
    """By subject, the organisations on which he reports."""
    found = {
        Subject.BRANCH: reportable_branches(person),
        Subject.COMMITTEE: own_committees(person),
    }
    return {subject: places for subject, places in found.items() if places}
