"""What the page of a proposal starts from: a plain text."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from rectification.enums import CaseLevel
from rectification.models import Case, Organisation
from rectification.policies.publication import is_small_group
from rectification.redaction import masked
from rectification.selectors.plans import measures_of
from rectification.services.public_texts import known_names
from rectification.web.dates import full_date


def plain_proposal(case: Case) -> tuple[str, str]:
    """Title and text in which nobody of the roster is named; the proposer works on them."""
    return _plain(_("Result of rectification: %(title)s") % {"title": case.title}, _lines(case))


def plain_lists(case: Case) -> tuple[str, str]:
    """清单公开: problem, measures, who answers for them by office, until when."""
    return _plain(_("Rectification list: %(title)s") % {"title": case.title}, _listed(case))


def plain_circular(case: Case) -> tuple[str, str]:
    """情况通报: problem, what was done, what came of it and when it was struck off."""
    title = _("Circular on rectification: %(title)s") % {"title": case.title}
    return _plain(title, _reported(case))


def _plain(title: str, lines: Iterable[str]) -> tuple[str, str]:
    head, _line, text = masked("\n".join([title, *lines]), known_names()).partition("\n")
    return head, text


def _listed(case: Case) -> Iterator[str]:
    yield _("Problem: %(title)s") % {"title": case.title}
    organisation = _group(case)
    if organisation is not None:
        yield _("Responsible: %(organisation)s") % {"organisation": organisation.name}
    yield _("Measures:")
    for measure in measures_of(case):
        yield _("%(number)d. %(text)s (%(unit)s, until %(day)s)") % {
            "number": measure.position,
            "text": measure.text,
            "unit": measure.organisation.name,
            "day": full_date(measure.due_on),
        }


def _reported(case: Case) -> Iterator[str]:
    yield from _lines(case)
    closure = case.closures.filter(void_at__isnull=True).order_by("-pk").first()
    if closure is not None:
        day = full_date(closure.closed_on)
        yield _("Verified and struck off on %(day)s.") % {"day": day}


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
