"""Who writes, confirms, sends and answers a lesson for others (举一反三, rules 4.8 “Lessons”)."""

from typing import Final

from django.utils.translation import gettext as _

from rectification.enums import CaseLevel, CaseStage, EventVerb, Severity
from rectification.exceptions import CaseError
from rectification.models import Appointment, Case, Lesson, LessonReceipt, Organisation, Person
from rectification.policies.authority import Authority
from rectification.policies.days import today
from rectification.policies.draws import DRAWN_KINDS
from rectification.policies.facts import facts_of
from rectification.policies.holding import recusal_text
from rectification.policies.owners import open_organisations
from rectification.policies.publication import may_be_published
from rectification.policies.reasons import Reason
from rectification.policies.separation import bar_of
from rectification.roles import Role

WRITING: Final = (Role.OFF, Role.DIS)
ANSWERING: Final = (Role.SEC, Role.CLK)


def teaches(case: Case) -> bool:
    """Of a prominent problem of an organisation; a member's own would point to him."""
    return case.severity == Severity.PROMINENT and case.level != CaseLevel.MEMBER


def writing_office(case: Case, authority: Authority) -> Appointment | None:
    """The office in which this reader of the case has to do with its lesson."""
    owner = case.owner_organisation
    return authority.office_reaching(owner, *WRITING) if owner and teaches(case) else None


def lesson_of(case: Case) -> Lesson | None:
    return Lesson.objects.filter(case=case).first()


def why_not_propose(case: Case, person: Person, lesson: Lesson | None) -> Reason | None:
    if (why := _nothing_to_tell(case)) is not None:
        return why
    if case.stage != CaseStage.VERIFYING and case.stage not in CaseStage.struck_off():
        return _refused(_("A lesson is written once the result waits for its verification."))
    if lesson is not None and lesson.confirmed_at is not None:
        return _refused(_("The lesson was confirmed and stays as it is; send it."))
    return _bar(EventVerb.LESSON_PROPOSED, case, person)


def _nothing_to_tell(case: Case) -> Reason | None:
    """Asked at each of the three acts: the case may have changed between them."""
    if not teaches(case):
        return _refused(_("A lesson is drawn from a prominent problem of an organisation alone."))
    if not may_be_published(case):
        return _refused(
            _("The case is not marked “may be made public”, so nothing of it is told to others.")
        )
    return None


def why_not_confirm(case: Case, person: Person, lesson: Lesson | None) -> Reason | None:
    if (why := _nothing_to_tell(case)) is not None:
        return why
    if lesson is None or lesson.confirmed_at is not None:
        return _refused(_("No lesson waits to be confirmed."))
    if lesson.proposed_by_id == person.pk:
        return Reason(
            _("Whoever wrote the lesson does not confirm it; another person does."), "4.8"
        )
    return _bar(EventVerb.LESSON_CONFIRMED, case, person)


def why_not_send(case: Case, person: Person, lesson: Lesson | None) -> Reason | None:
    if (why := _nothing_to_tell(case)) is not None:
        return why
    if lesson is None or lesson.confirmed_at is None:
        return _refused(_("A second person confirms the lesson before it is sent."))
    if lesson.sent_at is not None:
        return _refused(_("The lesson was sent already."))
    if case.outcome not in CaseStage.struck_off():
        return _refused(_("The lesson is sent once the problem was struck off."))
    return _bar(EventVerb.LESSON_SENT, case, person)


def receivers_for(case: Case) -> list[Organisation]:
    """Open branches of the township, without the one that owns the problem."""
    owner = case.owner_organisation
    if owner is None:
        return []
    return list(
        open_organisations(owner, today()).filter(kind__in=DRAWN_KINDS).exclude(pk=owner.pk)
    )


def answered_for(authority: Authority) -> list[int]:
    """Branches, by key, for which he answers what was sent to them."""
    held = (office for office in authority.appointments if office.role in ANSWERING)
    return sorted({office.organisation_id for office in held})


def why_not_answer(receipt: LessonReceipt) -> Reason | None:
    """Once; who was first is told to his colleague of the branch."""
    if receipt.answered_at is None:
        return None
    name = receipt.answered_by.name if receipt.answered_by else ""
    return _refused(_("Answered already by %(name)s; the answer stays.") % {"name": name})


def _bar(verb: EventVerb, case: Case, person: Person) -> Reason | None:
    ground = bar_of(person.pk, verb, facts_of(case))
    return Reason(recusal_text(ground), "4.4") if ground is not None else None


def _refused(message: str) -> Reason:
    return Reason(message, "4.8", CaseError)
