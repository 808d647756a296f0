"""What became of objections in words, alike on papers and on lists."""

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _

from rectification.enums import ObjectionDecision
from rectification.models import Objection
from rectification.wording import labelled, listed, named


def results_of(objections: Iterable[Objection]) -> str:
    """How many came to which result; never who objected, nor in which words."""
    results = Counter(row.decision if row.decided_at else "" for row in objections)
    return listed(
        labelled(named(ObjectionDecision, result) or _("open"), str(count))
        for result, count in results.items()
    )
