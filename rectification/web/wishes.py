"""What a reader may wish to do with a case beside its steps, and why he cannot.

The reasons are those with which the services refuse (`policies`).
"""

from typing import Final

from django.utils.translation import gettext_lazy as _

from rectification.enums import CaseOutcome, CaseStage, PublicationPurpose, Step
from rectification.models import Case
from rectification.permissions import PROPOSE_TERMINATIONS
from rectification.policies import disclosures, referrals
from rectification.policies.authority import Authority
from rectification.policies.ballots import STAGES as BALLOT_STAGES
from rectification.policies.ballots import balloting_office, may_be_asked
from rectification.policies.confirming import why_not_move
from rectification.policies.consents import consenting_actor, why_not_consent
from rectification.policies.copying import copying_office
from rectification.policies.correcting import why_not_correct_case
from rectification.policies.days import today
from rectification.policies.delegation import why_not_delegate
from rectification.policies.extensions import why_not_extend, why_not_take_back
from rectification.policies.lessons import (
    lesson_of,
    why_not_confirm,
    why_not_propose,
    why_not_send,
    writing_office,
)
from rectification.policies.look_backs import beginning_office, why_not_begin
from rectification.policies.merging import master_of, parting_office
from rectification.policies.objections import why_not_object
from rectification.policies.orders import ORDERED, issuing_office
from rectification.policies.pauses import why_not_pause
from rectification.policies.plan_changes import STAGES, change_in_hand, changing_actor
from rectification.policies.publication import standing_consent
from rectification.policies.recalling import may_have_handed_on, why_not_recall_step
from rectification.policies.reclassifications import why_not_reclassify
from rectification.policies.recusal import (
    acting_offices,
    is_concerned,
    knowing_office,
    why_not_declare,
    why_not_enter,
    why_not_request,
)
from rectification.policies.reporting import (
    why_not_ask_withdrawal,
    why_not_discard,
    why_not_recall,
    why_not_report,
    why_not_withdraw,
)
from rectification.policies.sides import office_actor, owner_actor
from rectification.policies.termination import why_not_terminate
from rectification.selectors.calendar import current_calendar
from rectification.selectors.opinions import may_read_opinion
from rectification.selectors.publication import current_notice
from rectification.selectors.recalling import handed_on
from rectification.web.wish import Wish

_BEFORE_NOTICE: Final = CaseStage.open() - {
    CaseStage.SUBMITTED,
    CaseStage.IN_NOTICE,
    CaseStage.OBJECTION,
    CaseStage.VERIFYING,
}
"""Verified without ever having been posted, a case has nothing more to wait for."""

_CONSENTED_AT: Final = frozenset(
    {
        CaseStage.FIRST_REVIEW,
        CaseStage.NOTICE_PREP,
        CaseStage.IN_NOTICE,
        CaseStage.OBJECTION,
        CaseStage.VERIFYING,
        CaseStage.CLOSED,
        CaseStage.LOOK_BACK,
    }
)
"""When something of a member's case is about to be shown, or is shown."""


def wishes_of(case: Case, authority: Authority) -> list[Wish]:
    """What one can expect of this reader; what is not his business is not mentioned."""
    if case.stage == CaseStage.DRAFT:
        return _of_draft(case, authority)
    return [
        *_of_author(case, authority),
        *_of_owner(case, authority),
        *_recalls(case, authority),
        *_objections(case, authority),
        *_of_office(case, authority),
        *_of_days(case, authority),
        *_copies(case, authority),
        *_of_intake(case, authority),
        *_orders(case, authority),
        *_referrals(case, authority),
        *_disclosures(case, authority),
        *_consents(case, authority),
        *_look_backs(case, authority),
        *_lessons(case, authority),
        *_ballots(case, authority),
        *_recusals(case, authority),
    ]


def wishes_at_large(authority: Authority) -> list[Wish]:
    """What anybody might expect of the product, in whatever case or in none."""
    return [
        Wish(_("Report a problem"), "new_problem", why_not_report(authority)),
        Wish(_("Ask for a deputy"), "ask_deputy", why_not_delegate(authority.person, today())),
        Wish(_("Changes of people and branches"), "moves", why_not_move(authority)),
    ]


def _of_draft(case: Case, authority: Authority) -> list[Wish]:
    if case.author_id != authority.person.pk:
        return []
    why_not = why_not_discard(case, authority.person)
    return [
        Wish(_("Continue writing"), "edit_problem"),
        Wish(_("Delete the draft"), "discard_draft", why_not),
    ]


def _of_author(case: Case, authority: Authority) -> list[Wish]:
    person = authority.person
    if case.author_id != person.pk or not master_of(case).is_open:
        return []
    wishes = []
    if case.stage == CaseStage.SUBMITTED:
        wishes.append(Wish(_("Take back"), "recall", why_not_recall(case, person)))
    why_not_ask = why_not_ask_withdrawal(case, person)
    if why_not_ask is None:
        return [*wishes, Wish(_("Ask to withdraw the self-report"), "ask_withdrawal")]
    why = why_not_withdraw(case, person)
    return [*wishes, Wish(_("Withdraw the self-report"), "withdraw", why)]


def _of_owner(case: Case, authority: Authority) -> list[Wish]:
    """While the plan is carried out; that it is not is told by the stage."""
    if case.stage not in STAGES or not case.is_open or changing_actor(case, authority) is None:
        return []
    if change_in_hand(case) is not None:
        return [Wish(_("Take the change of the plan back"), "drop_change")]
    if case.stage == CaseStage.RECTIFYING:
        return [Wish(_("Change the plan"), "change_plan")]
    return []


def _recalls(case: Case, authority: Authority) -> list[Wish]:
    """For whoever completed the last step, also when it is too late."""
    found = handed_on(case) if may_have_handed_on(case, authority) else None
    if found is None or found.item.closed_by_id != authority.person.pk:
        return []
    label = _("Take back: %(step)s") % {"step": Step(found.item.step).label}
    return [Wish(label, "recall_step", why_not_recall_step(found, authority))]


def _objections(case: Case, authority: Authority) -> list[Wish]:
    """Before there is a notice; once it is posted, it bears the way to object itself."""
    if case.stage not in _BEFORE_NOTICE or not is_concerned(case, authority):
        return []
    why = why_not_object(current_notice(case))
    return [Wish(_("Object to a notice"), "object", why)] if why else []


def _of_office(case: Case, authority: Authority) -> list[Wish]:
    owner = case.owner_organisation
    if case.outcome == CaseOutcome.MERGED and parting_office(case, authority) is not None:
        return [Wish(_("Undo the merger"), "part")]
    if owner is None or not case.is_open or not authority.may(PROPOSE_TERMINATIONS, owner):
        return []
    return [
        Wish(_("Correct a registered fact"), "correct", why_not_correct_case(case)),
        Wish(_("Propose termination"), "propose_termination", why_not_terminate(case)),
    ]


def _ballots(case: Case, authority: Authority) -> list[Wish]:
    """Of a problem from residents or members, once its result is shown."""
    if case.stage not in BALLOT_STAGES or balloting_office(case, authority) is None:
        return []
    return [Wish(_("Satisfaction ballot"), "ballot")] if may_be_asked(case) else []


def _copies(case: Case, authority: Authority) -> list[Wish]:
    may = copying_office(case, authority) is not None
    return [Wish(_("Send a copy"), "send_copy")] if may else []


def _of_days(case: Case, authority: Authority) -> list[Wish]:
    """Other days of a case under way: the owner asks for them, and the office."""
    if case.stage != CaseStage.RECTIFYING:
        return []
    owner = owner_actor(case, authority)
    office = office_actor(case, authority)
    wishes = _extensions(case, authority) if owner is not None else []
    if office is not None:
        wishes.append(Wish(_("Ask for a pause"), "ask_pause", why_not_pause(case)))
    if office is not None and case.paused:
        wishes.append(Wish(_("Resume the case"), "resume_case"))
    if owner is not None or office is not None:
        why = why_not_reclassify(case)
        wishes.append(Wish(_("Ask for another deadline class"), "ask_reclassification", why))
    return wishes


def _extensions(case: Case, authority: Authority) -> list[Wish]:
    if why_not_take_back(case, authority.person) is None:
        return [Wish(_("Take the extension back"), "take_extension_back")]
    why = why_not_extend(case, current_calendar(), today())
    return [Wish(_("Ask for an extension"), "ask_extension", why)]


def _of_intake(case: Case, authority: Authority) -> list[Wish]:
    """Behind it lies the opinion in its own words, and what was said since."""
    may = may_read_opinion(case, authority)
    return [Wish(_("Opinion and what was said since"), "opinion_of_case")] if may else []


def _look_backs(case: Case, authority: Authority) -> list[Wish]:
    """Of a case that was struck off, for those who may have it looked at again."""
    if case.outcome not in CaseStage.struck_off() or beginning_office(case, authority) is None:
        return []
    why = why_not_begin(case, authority.person)
    return [Wish(_("Begin a look-back"), "begin_look_back", why)]


def _lessons(case: Case, authority: Authority) -> list[Wish]:
    """The next act alone: written, confirmed by another person, sent."""
    at_result = case.stage == CaseStage.VERIFYING or case.outcome in CaseStage.struck_off()
    if not at_result or writing_office(case, authority) is None:
        return []
    lesson, person = lesson_of(case), authority.person
    wishes = []
    if lesson is None or lesson.confirmed_at is None:
        why = why_not_propose(case, person, lesson)
        wishes.append(Wish(_("Write the lesson for others"), "propose_lesson", why))
    if lesson is not None and lesson.confirmed_at is None:
        why = why_not_confirm(case, person, lesson)
        wishes.append(Wish(_("Confirm the lesson for others"), "confirm_lesson", why))
    if lesson is not None and lesson.confirmed_at is not None and lesson.sent_at is None:
        why = why_not_send(case, person, lesson)
        wishes.append(Wish(_("Send the lesson to branches"), "send_lesson", why))
    return wishes


def _disclosures(case: Case, authority: Authority) -> list[Wish]:
    """The lists while the case is under way, a circular of one that was struck off."""
    if disclosures.beginning_office(case, authority) is None or not disclosures.is_offered(case):
        return []
    purpose = PublicationPurpose(disclosures.purpose_due(case) or "")
    return [Wish(purpose.label, "begin_disclosure", disclosures.why_not_begin(case))]


def _consents(case: Case, authority: Authority) -> list[Wish]:
    """Of a member's case that comes to be published, for the member."""
    if case.stage not in _CONSENTED_AT or consenting_actor(case, authority) is None:
        return []
    if standing_consent(case) is not None:
        return [Wish(_("Withdraw the consent to publication"), "withdraw_consent")]
    why = why_not_consent(case)
    return [Wish(_("Consent to publication in the whole township"), "give_consent", why)]


def _orders(case: Case, authority: Authority) -> list[Wish]:
    """Whether he is of the owner's side is looked at when he asks for the page's effect."""
    may = case.stage in ORDERED and issuing_office(case, authority) is not None
    return [Wish(_("Issue a supervision order"), "issue_order")] if may else []


def _referrals(case: Case, authority: Authority) -> list[Wish]:
    """In a case in which something failed, for the two bodies that may write one."""
    if not any(authority.holds(role) for role in referrals.WRITING):
        return []
    office = referrals.writing_office(case, authority)
    if office is None:
        return []
    why = referrals.why_not_write(case, office.role)
    return [Wish(_("Write a referral for accountability"), "write_referral", why)]


def _recusals(case: Case, authority: Authority) -> list[Wish]:
    wishes = []
    if acting_offices(authority):
        why = why_not_declare(case, authority.person)
        wishes.append(Wish(_("Declare recusal"), "declare_recusal", why))
    if is_concerned(case, authority):
        wishes.append(Wish(_("Request a recusal"), "request_recusal", why_not_request(case)))
    if knowing_office(case, authority) is not None:
        why = why_not_enter(case, authority.person)
        wishes.append(Wish(_("Enter a recusal"), "enter_recusal", why))
    return wishes
