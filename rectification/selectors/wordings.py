"""What open cases say, to compare the lines of a file with it: a hint for the office alone."""

from collections.abc import Collection
from typing import Final

from django.db.models import Q

from rectification.enums import CaseStage
from rectification.models import Case, Organisation, Person
from rectification.selectors.cases import visible_to

COMPARED: Final = 500
"""The newest open cases."""


def open_wordings(
    reader: Person | None, nodes: Collection[Organisation] | None
) -> list[tuple[str, str]]:
    """Open cases of these townships with their words, the oldest first, as the reader sees them.

    Of an opinion those of its author: only whoever reads opinions imports a register of them.
    Without a reader, and without townships, it is the command that asks.
    """
    seen = visible_to(reader.user) if reader else Case.objects.filter(sealed=False)
    rows = seen.filter(_within(nodes), stage__in=CaseStage.open()).select_related("opinion")
    newest = rows.order_by("-pk")[:COMPARED]
    return [(str(row), _words_of(row)) for row in reversed(newest)]


def _within(nodes: Collection[Organisation] | None) -> Q:
    if nodes is None:
        return Q()
    near = Q(opinion__township__in=nodes)
    for node in nodes:
        near |= Q(owner_organisation__path__startswith=node.path)
    return near


def _words_of(case: Case) -> str:
    opinion = getattr(case, "opinion", None)
    return (opinion.text if opinion else "") or case.description
