"""Look-backs of a township: to come, under way and done."""

from django.db.models import QuerySet

from rectification.models import LookBack, Organisation
from rectification.policies.authority import Authority
from rectification.roles import Role

SHOWN = 200
LISTED_FOR = (Role.DIS, Role.OFF)


def townships_listed(authority: Authority) -> list[Organisation]:
    """Where the reader follows look-backs: the townships of his body."""
    held = [office for office in authority.appointments if office.role in LISTED_FOR]
    return list(dict.fromkeys(office.jurisdiction for office in held))


def look_backs_in(townships: list[Organisation]) -> "QuerySet[LookBack]":
    """Of cases whose owner belongs to these; of a sealed one nothing is listed."""
    roots = [node.path for node in townships]
    found = LookBack.objects.none()
    for path in roots:
        found |= LookBack.objects.filter(case__owner_organisation__path__startswith=path)
    rows = found.filter(case__sealed=False, void_at__isnull=True)
    return rows.select_related("case__owner_organisation")
