"""Which criteria a verifier may call not applicable when a case is to pass (docs/rules.md 4.8)."""

from rectification.enums import Criterion, Severity, SourceKind
from rectification.models import Case
from rectification.policies.merging import sources_of


def not_asked(case: Case) -> frozenset[Criterion]:
    """Criteria that the facts of the case take away: nobody has to explain them at length."""
    found = set()
    if not sources_of(case) & SourceKind.opinions():
        found.add(Criterion.V7)
    if case.severity != Severity.PROMINENT:
        found.add(Criterion.V8)
    if not case.objections.exists():
        found.add(Criterion.V6)
    return frozenset(found)


JUDGED = frozenset({Criterion.V3, Criterion.V7})
"""The verifier may find that they do not apply: the plan named no rule or mechanism, or the sample
of opinions is too small. He says so in at least ten characters."""
