"""Later problems that are like one struck off before: a hint that it may be back (T32).

Of the same owner and category, and alike in words. Never acted on by itself, and compared is only
what the reader sees, so that nothing is told him of a case he may not read.
"""

from typing import Final

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from rectification.calendar.working import same_day_after
from rectification.models import Case, Person
from rectification.policies.look_backs import LOOKED_AT
from rectification.policies.similarity import ALIKE, similarity
from rectification.selectors.cases import visible_to

SHOWN: Final = 5


def struck_off_alike(case: Case, reader: Person) -> list[Case]:
    """Cases like this one that were struck off in the months before it was handed in."""
    if case.owner_organisation_id is None or case.submitted_at is None:
        return []
    since = same_day_after(localdate(case.submitted_at), -settings.SIMILAR_MONTHS)
    ended = Q(ended_at__lt=case.submitted_at, ended_at__date__gte=since, outcome__in=LOOKED_AT)
    return _alike(case, _of_owner(case, reader).filter(ended))


def registered_alike(case: Case, reader: Person) -> list[Case]:
    """Cases like this one that were handed in in the months after it was struck off."""
    if case.outcome not in LOOKED_AT or case.ended_at is None:
        return []
    until = same_day_after(localdate(case.ended_at), settings.SIMILAR_MONTHS)
    later = Q(submitted_at__gt=case.ended_at, submitted_at__date__lte=until, number__isnull=False)
    return _alike(case, _of_owner(case, reader).filter(later))


def _of_owner(case: Case, reader: Person) -> QuerySet[Case]:
    """Of the same organisation and, where one answers himself, of the same person alone."""
    rows = visible_to(reader.user).filter(
        owner_organisation=case.owner_organisation_id,
        owner_person=case.owner_person_id,
        category=case.category,
    )
    return rows.exclude(pk=case.pk)


def _alike(case: Case, rows: QuerySet[Case]) -> list[Case]:
    text = f"{case.title}{case.description}"
    found = [
        (similarity(text, f"{row.title}{row.description}"), row) for row in rows.order_by("-pk")
    ]
    alike = sorted((one for one in found if one[0] >= ALIKE), key=lambda one: (-one[0], -one[1].pk))
    return [row for _share, row in alike[:SHOWN]]
