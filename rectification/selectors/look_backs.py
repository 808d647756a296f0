"""Look-backs of a township: to come, under way and done."""

from collections.abc import Iterable

from django.db.models import QuerySet

from rectification.models import Case, LookBack, LookBackFile, Organisation, Person
from rectification.policies.authority import Authority
from rectification.policies.look_backs import LOOKED_AT
from rectification.roles import Role
from rectification.selectors.cases import not_recused

SHOWN = 200
LISTED_FOR = (Role.DIS, Role.OFF)


def townships_listed(authority: Authority) -> list[Organisation]:
    """Where the reader follows look-backs: the townships of his body."""
    held = [office for office in authority.appointments if office.role in LISTED_FOR]
    return list(dict.fromkeys(office.jurisdiction for office in held))


def struck_off_under(authority: Authority, number: str) -> Case | None:
    """By its number, where nobody has to read it: not of a sealed case, nor of one's recusal."""
    rows = Case.objects.filter(not_recused(authority.person), number=number.strip(), sealed=False)
    return rows.filter(outcome__in=LOOKED_AT).select_related("owner_organisation").first()


def look_backs_in(townships: list[Organisation], reader: Person) -> "QuerySet[LookBack]":
    """Of cases whose owner belongs to these; of a sealed one nothing is listed, and nothing to
    whoever is recused."""
    roots = [node.path for node in townships]
    found = LookBack.objects.none()
    for path in roots:
        found |= LookBack.objects.filter(case__owner_organisation__path__startswith=path)
    free = not_recused(reader, "case")
    rows = found.filter(free, case__sealed=False, void_at__isnull=True)
    return rows.select_related("case__owner_organisation")


def files_of_look_backs(references: Iterable[str]) -> dict[str, list[str]]:
    """Names of the files of these look-backs, by the reference of the row that events bear."""
    keys = {int(reference.partition(":")[2]) for reference in references if reference}
    found: dict[str, list[str]] = {}
    if keys:
        rows = LookBackFile.objects.filter(look_back__in=keys).order_by("pk")
        for row in rows.select_related("look_back"):
            found.setdefault(row.look_back.reference, []).append(row.name)
    return found
