"""Problems like a closed case that came up since, beside it, for those who follow relapses."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rectification.models import Case
from rectification.policies.authority import Authority
from rectification.policies.look_backs import beginning_office, follows_relapses, why_not_begin
from rectification.selectors.similar import registered_alike
from rectification.web.access import address
from rectification.web.dates import list_date
from rectification.web.parts import Act, Row


@dataclass(frozen=True)
class SimilarPart:
    """`act` for whoever may begin a look-back of the closed case."""

    rows: Sequence[Row]
    act: Act | None = None


def similar_part(case: Case, authority: Authority) -> SimilarPart | None:
    if not case.outcome or not follows_relapses(case, authority):
        return None
    found = registered_alike(case, authority.person)
    if not found:
        return None
    may = beginning_office(case, authority) and why_not_begin(case, authority.person) is None
    url = address("workflows:begin_look_back", case.pk) if may else ""
    return SimilarPart(
        rows=[_row(other) for other in found],
        act=Act(_("Begin a look-back"), f"{url}?similar=1") if url else None,
    )


def _row(case: Case) -> Row:
    submitted = [list_date(case.submitted_at)] if case.submitted_at else []
    return Row(
        title=case.title,
        url=address("rectification:case", case.pk),
        meta=[case.number or "", *submitted, case.get_stage_display()],
    )
