"""What the pages of the publication steps start from: a plain text, and the marks in one."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from rectification.enums import CaseLevel
from rectification.models import Case, Organisation, PublicationDecision
from rectification.policies.publication import is_small_group
from rectification.redaction import Finding, findings, masked
from rectification.selectors.plans import measures_of
from rectification.services.public_texts import known_names

Marks = list[Finding]


def plain_proposal(case: Case) -> tuple[str, str]:
    """Title and text in which nobody of the roster is named; the proposer works on them."""
    names = known_names()
    title = _("Result of rectification: %(title)s") % {"title": case.title}
    return masked(title, names), masked("\n".join(_lines(case)), names)


def _lines(case: Case) -> Iterator[str]:
    yield _("Problem: %(title)s") % {"title": case.title}
    organisation = _group(case)
    if organisation is not None:
        yield _("Rectified by: %(organisation)s") % {"organisation": organisation.name}
    measures = list(measures_of(case))
    if measures:
        yield _("Measures carried out:")
    for measure in measures:
        yield f"{measure.position}. {measure.text}"
    if case.effect_statement:
        yield _("Effect: %(effect)s") % {"effect": case.effect_statement}


def _group(case: Case) -> Organisation | None:
    """A member of a group under ten is known by its name: the next wider one stands for it."""
    organisation = case.owner_organisation
    if organisation is None or case.level != CaseLevel.MEMBER or not is_small_group(organisation):
        return organisation
    above = [pk for pk in organisation.ancestor_ids() if pk != organisation.pk]
    return Organisation.objects.filter(pk__in=above).order_by("-path").first()


def marks_of(decision: PublicationDecision | None) -> Marks:
    """Names, numbers and hints that a machine found in title and text."""
    if decision is None:
        return []
    return findings(f"{decision.title}\n{decision.text}", known_names())
