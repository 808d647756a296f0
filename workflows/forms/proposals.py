"""What the page of a proposal starts from: a plain text."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from rectification.enums import CaseLevel
from rectification.models import Case, Organisation
from rectification.policies.publication import is_small_group
from rectification.redaction import masked
from rectification.selectors.plans import measures_of
from rectification.services.public_texts import known_names


def plain_proposal(case: Case) -> tuple[str, str]:
    """Title and text in which nobody of the roster is named; the proposer works on them."""
    names = known_names()
    title = _("Result of rectification: %(title)s") % {"title": case.title}
    title, _line, text = masked("\n".join([title, *_lines(case)]), names).partition("\n")
    return title, text


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
