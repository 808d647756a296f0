"""Drawing whom a random check visits (docs/rules.md 3.4)."""

import secrets
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rectification.exceptions import InvalidInput, NotAllowed
from rectification.models import Draw, DrawCandidate, Organisation, Person
from rectification.policies.authority import authority_of
from rectification.policies.draws import DRAWN_KINDS, drawn, townships_drawn_in
from rectification.selectors.draws import drawn_from
from rectification.services.pages import written_before


@transaction.atomic
def draw_sample(
    *,
    by: Person,
    committee: Organisation,
    name: str,
    kind: str,
    size: int,
    sector: str = "",
    page: UUID | None = None,
) -> Draw:
    """Draw, and keep seed, candidates and result; the seed is the system's choice."""
    before = written_before(Draw, by=by, field="drawn_by", page=page)
    if before is not None:
        return before
    if committee not in townships_drawn_in(authority_of(by.user)):
        raise NotAllowed(
            _("Random checks are drawn by supervisors, the office and the discipline committee."),
            rule="3.4",
        )
    if kind not in DRAWN_KINDS:
        raise InvalidInput({"kind": _("Choose a kind of party organisation.")}, rule="3.4")
    candidates = list(drawn_from(committee, kind, sector))
    if not 0 < size <= len(candidates):
        told = _("There are %(count)d organisations to draw from; choose a number up to that.")
        raise InvalidInput({"size": told % {"count": len(candidates)}}, rule="3.4")
    draw = Draw.objects.create(
        committee=committee,
        name=name.strip(),
        kind=kind,
        sector=sector,
        size=size,
        seed=secrets.token_hex(8),
        drawn_by=by,
        drawn_at=timezone.now(),
        page=page,
    )
    _keep_candidates(draw, candidates)
    return draw


def _keep_candidates(draw: Draw, candidates: list[Organisation]) -> None:
    """Whom it was drawn from, by their codes of the day, and who was drawn."""
    result = set(drawn((c.code for c in candidates), draw.size, draw.seed))
    DrawCandidate.objects.bulk_create(
        DrawCandidate(draw=draw, organisation=c, code=c.code, is_drawn=c.code in result)
        for c in candidates
    )
