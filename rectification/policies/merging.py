"""Which reports may be handled as one case, and what the whole of them is (T6, scenario 9)."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from rectification.enums import CaseOutcome, CaseStage, SourceKind
from rectification.exceptions import CaseError
from rectification.models import Appointment, Case, Merge, Opinion, Plan, PlanStatus
from rectification.policies.authority import Authority
from rectification.policies.reasons import Reason
from rectification.policies.townships import township_of
from rectification.roles import Role
from rectification.sources import source_of
from rectification.statements import Blank

_JOINING = frozenset({CaseStage.SUBMITTED, CaseStage.REGISTERED})


def standing_merge(case: Case) -> Merge | None:
    """The merger by which the report is part of another case now."""
    return case.merges.filter(undone_at__isnull=True).select_related("master").first()


def master_of(case: Case) -> Case:
    """The case as part of which the report is handled; the report itself when it is none."""
    merge = standing_merge(case)
    return case if merge is None else master_of(merge.master)


def entries_of(case: Case) -> list[Case]:
    """Every report handled as part of the case, also through another one, in the order of keys."""
    found: dict[int, Case] = {}
    level = {case.pk}
    while level:
        rows = Merge.objects.filter(master__in=level, undone_at__isnull=True)
        rows = rows.select_related("case__author", "case__owner_organisation")
        joined = {row.case_id: row.case for row in rows}
        level = set(joined) - set(found)
        found |= joined
    return [found[pk] for pk in sorted(found)]


def whole_of(case: Case | Blank) -> Q:
    """Rows about the case or about a report handled as part of it, also through another one."""
    direct = Merge.objects.filter(master=case, undone_at__isnull=True).values("case")
    further = Merge.objects.filter(master__in=direct, undone_at__isnull=True).values("case")
    return Q(case=case) | Q(case__in=direct) | Q(case__in=further)


def whole_by_keys(case: Case) -> Q:
    """The same for who asks several questions: one or two small ones first make each cheaper."""
    direct = _joined_to({case.pk})
    if not direct:
        return Q(case=case)
    return Q(case__in={case.pk} | direct | _joined_to(direct))


def _joined_to(cases: set[int]) -> set[int]:
    joined = Merge.objects.filter(master__in=cases, undone_at__isnull=True)
    return set(joined.values_list("case", flat=True))


def parts_of(cases: Collection[int]) -> dict[int, set[int]]:
    """For each of the cases and each report that joined one: of which of the cases it is a part.

    By keys, in two queries for however many; `whole_of` is the same for one case.
    """
    parts = {key: {key} for key in cases}
    for _level in range(2):
        rows = Merge.objects.filter(master__in=parts, undone_at__isnull=True)
        joined = list(rows.values_list("case", "master"))
        for case, master in joined:
            parts.setdefault(case, set()).update(parts[master])
    return parts


def sources_of(case: Case) -> frozenset[str]:
    """All sources count: what is asked of an opinion or an inspection is asked of the whole."""
    return frozenset({case.source, *(entry.source for entry in entries_of(case))})


def inspected_on(case: Case) -> date | None:
    """When the first inspection among its sources fed the problem back; its own clock rules.

    It holds for the first round only.
    """
    if case.round > 1:
        return None
    lists = [c for c in (case, *entries_of(case)) if source_of(c.source).from_receipt]
    return min((entry.found_on for entry in lists), default=None)


def received_on(case: Case) -> date | None:
    """The day on which this one report came in; an opinion on paper has one of its own."""
    opinion = Opinion.objects.filter(case=case).first()
    if opinion is not None:
        return opinion.received_on
    return timezone.localdate(case.submitted_at) if case.submitted_at else None


def why_not_merge(case: Case, master: Case) -> Reason | None:
    """Why the report cannot become part of that case: same owner, same fact, same person.

    That the fact is the same is for the officer to say; the rest is on record. Of an opinion that
    awaits intake nobody has said yet whom it concerns: by merging it the officer does.
    """
    if case.pk == master.pk or case.outcome or case.stage not in _JOINING:
        return _refusal(_("Only a report that is not dispatched yet can be merged."))
    if master.outcome or master.sealed or master.stage not in CaseStage.before_approval():
        return _refusal(_("Choose an open case whose plan is not approved yet."))
    if Plan.objects.filter(case=master, round=master.round, status=PlanStatus.APPROVED).exists():
        return _refusal(_("Choose an open case whose plan is not approved yet."))
    if _townships_differ(case, master):
        return _refusal(_("Choose a case of your own township."))
    if is_unplaced(case):
        return None
    if case.owner_organisation_id != master.owner_organisation_id:
        return _refusal(_("Only reports about the same organisation can be merged."))
    if case.owner_person_id != master.owner_person_id:
        return _refusal(
            _("Personal cases are never merged with those of others; mark a common problem.")
        )
    return None


def _townships_differ(case: Case, master: Case) -> bool:
    townships = township_of(case), township_of(master)
    return None not in townships and townships[0] != townships[1]


def is_unplaced(case: Case) -> bool:
    """An opinion before intake: the office says whom it concerns."""
    return case.registered_at is None and case.source in SourceKind.opinions()


def why_not_part(case: Case) -> Reason | None:
    """Why a merger cannot be undone."""
    if case.outcome != CaseOutcome.MERGED or standing_merge(case) is None:
        return _refusal(_("The report is not part of another case."))
    return None


def parting_office(case: Case, authority: Authority) -> Appointment | None:
    """The office in which the person undoes what was merged: that of the township's intake."""
    held = [a for a in authority.appointments if a.role == Role.OFF]
    if not held:
        return None
    township = township_of(master_of(case))
    return next((a for a in held if township in (None, a.jurisdiction)), None)


def _refusal(message: str) -> Reason:
    return Reason(message, "T6", CaseError)
