"""Reporting a problem: draft, submit, take back, withdraw (docs/rules.md T1–T3, T8)."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from rectification import notifications
from rectification.enums import (
    CaseLevel,
    CaseOutcome,
    EventVerb,
    OrganisationKind,
    PartyReason,
    SourceKind,
)
from rectification.exceptions import CaseError, InvalidInput, NotAllowed
from rectification.models import (
    Case,
    CaseEvent,
    CaseParty,
    CheckItem,
    CheckRound,
    NegativeListItem,
    Occasion,
    Organisation,
    PaperScan,
    Person,
)
from rectification.models.history import without_history
from rectification.policies.actors import Actor
from rectification.policies.occasions import why_not_raise
from rectification.policies.owners import level_of
from rectification.policies.papers import speaker_of
from rectification.policies.plausible import why_not_past
from rectification.policies.reasons import allow
from rectification.policies.reporting import (
    own_branch,
    own_branches,
    own_committees,
    reportable_branches,
    why_not_discard,
    why_not_recall,
    why_not_withdraw,
)
from rectification.services.audience import office_people
from rectification.services.ending import end_case
from rectification.services.events import record_event
from rectification.services.merging import leave_master
from rectification.services.projections import set_ancestors
from rectification.services.secrecy import refuse_secret
from rectification.sources import SOURCES


@transaction.atomic
def save_draft(
    *,
    case: Case | None,
    author: Person,
    title: str,
    description: str,
    found_on: date,
    organisation: Organisation | None = None,
    category: str = "",
    negative_item: str = "",
    cited_item: NegativeListItem | None = None,
    standard_ref: str = "",
    check_round: CheckRound | None = None,
    check_item: CheckItem | None = None,
    secret: bool = False,
    occasion: Occasion | None = None,
) -> Case:
    """Store the report where only its author sees it; without history, for a draft is no record.

    `organisation` None: he reports on himself. `occasion`: where it was found; then place, day and
    source are those of the record. Raises CaseError for anything secret: then nothing is stored.
    """
    refuse_secret(secret, title, description, standard_ref)
    if case is not None:
        _check_draft_of(case, author)
    draft = case or Case(author=author)
    _place(draft, author, occasion.organisation if occasion else organisation, occasion)
    draft.title = title.strip()
    draft.description = description.strip()
    draft.found_on = occasion.held_on if occasion else found_on
    draft.category = category
    draft.negative_item = cited_item.kind if cited_item else negative_item
    draft.cited_item = cited_item
    draft.check_item = None if organisation is None else check_item
    draft.check_round = draft.check_item.round if draft.check_item else check_round
    draft.standard_ref = standard_ref.strip()
    with without_history(draft):
        draft.save()
    _keep_parties(draft, author)
    return draft


def _place(
    draft: Case, author: Person, organisation: Organisation | None, occasion: Occasion | None
) -> None:
    """Level, owner and source follow from whom the author reports on, and where he found it."""
    draft.occasion = occasion
    if organisation is None:
        draft.level = SOURCES[SourceKind.SELF_CHECK].level
        draft.owner_person = author
        draft.owner_organisation = own_branch(author)
        draft.source = SourceKind.SELF_CHECK
        if draft.owner_organisation is None:
            raise NotAllowed(
                _("You belong to no branch today; ask the organisation office to enter you."),
                field="organisation",
                rule="T1",
            )
        return
    if occasion is not None:
        allow(why_not_raise(author, occasion))
    else:
        _may_report(author, organisation)
    draft.level = level_of(organisation)
    draft.owner_person = None
    draft.owner_organisation = organisation
    own = organisation in (*own_branches(author), *own_committees(author))
    found = SourceKind.SELF_FOUND if own else SourceKind.SUPERVISION
    draft.source = occasion.source if occasion else found


def _may_report(author: Person, organisation: Organisation) -> None:
    if organisation in (*reportable_branches(author), *own_committees(author)):
        return
    if organisation.kind == OrganisationKind.COMMITTEE:
        told = _(
            "A problem of the Party committee is reported by its secretary, or by the office for "
            "it; ask one of them."
        )
    else:
        told = _(
            "A problem of a branch is reported by its secretary or clerk, or by the office, a "
            "supervisor or the discipline committee; ask one of them."
        )
    raise NotAllowed(told, field="organisation", rule="T1")


def check_report(case: Case) -> None:
    """T2: what must be there before the office is given a report; names every field at once."""
    errors: dict[str, str | Promise] = {}
    if not case.title.strip():
        errors["title"] = _("Give the problem a title.")
    if not case.description.strip():
        errors["description"] = _("Describe what was done or left undone, when and how often.")
    if why := why_not_past(case.found_on):
        errors["found_on"] = why
    if not case.category:
        errors["category"] = _("Choose a category.")
    if case.level == CaseLevel.MEMBER and not case.standard_ref.strip():
        errors["standard_ref"] = _("Name the rule that was not met; persons are judged by rules.")
    if errors:
        raise InvalidInput(errors, rule="T2")
    refuse_secret(False, case.title, case.description, case.standard_ref)


def submit_report(*, case: Case, actor: Actor) -> CaseEvent:
    """Hand the report to the office (T2); from here on its history is kept.

    A clerk hands in on behalf of the author what that one has signed on paper.
    """
    _check_draft_of(case, actor.principal)
    check_report(case)
    _check_record(case)
    case.submitted_at = timezone.now()
    set_ancestors(case=case)
    case.save()
    for party in case.parties.filter(until__isnull=True):
        party.save()
    event = record_event(case=case, verb=EventVerb.SUBMITTED, actor=actor)
    notifications.queue(kind="submitted", recipients=[actor.principal], case=case, event=event)
    return event


def _check_record(case: Case) -> None:
    """From here on the record stays as it is (3.4); it may have been corrected since the draft."""
    if case.occasion_id is None:
        return
    record = Occasion.objects.select_for_update().get(pk=case.occasion_id)
    taken = (case.found_on, case.owner_organisation_id)
    if taken != (record.held_on, record.organisation_id):
        raise CaseError(
            _("The record was corrected since; save the report once more and look it through."),
            rule="3.4",
        )


def recall_report(*, case: Case, actor: Actor) -> CaseEvent:
    """Take the report back before the office has opened it (T3)."""
    allow(why_not_recall(case, actor.hand))
    case.submitted_at = None
    case.save()
    return record_event(case=case, verb=EventVerb.RECALLED, actor=actor)


def withdraw_report(*, case: Case, actor: Actor, signed: PaperScan | None = None) -> CaseEvent:
    """The author of a self-report ends it before its plan is approved; no reason needed (T8).

    With the withdrawal he `signed`, kept by `services.papers`, his branch does it for him.
    """
    allow(why_not_withdraw(case, speaker_of(case, actor, signed)))
    leave_master(case=case)
    case.sealed = True
    end_case(case=case, outcome=CaseOutcome.WITHDRAWN)
    event = record_event(case=case, verb=EventVerb.WITHDRAWN, actor=actor)
    notifications.queue(kind="withdrawn", recipients=office_people(case), case=case, event=event)
    return event


def discard_draft(*, case: Case, author: Person) -> None:
    """Delete what was never handed in, with all that was written: nobody else ever had it (T8)."""
    allow(why_not_discard(case, author))
    for row in (*case.parties.all(), case):
        with without_history(row):
            row.delete()


def _check_draft_of(case: Case, author: Person) -> None:
    if case.author_id != author.pk:
        raise NotAllowed(_("Only the author may change or submit a draft."), rule="T2")
    if case.submitted_at is not None:
        raise CaseError(_("The report is submitted already; take it back to change it."), rule="T3")


def _keep_parties(draft: Case, author: Person) -> None:
    """The author, and the owner of a self-report; what a changed draft no longer says goes."""
    wanted = {PartyReason.AUTHOR}
    if draft.level == CaseLevel.MEMBER:
        wanted.add(PartyReason.OWNER)
    present = set()
    for party in draft.parties.filter(until__isnull=True):
        present.add(party.reason)
        if party.reason not in wanted:
            party.until = timezone.now()
            with without_history(party):
                party.save()
    for reason in wanted - present:
        party = CaseParty(case=draft, person=author, reason=reason, since=timezone.now())
        with without_history(party):
            party.save()
