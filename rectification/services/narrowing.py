"""Leaving something out of a notice that is shown, or showing it to fewer (rules 4.6, T25).

It takes effect at once and the period goes on. Both versions stand in the history of the decision.
"""

from django.utils.translation import gettext as _

from rectification import notifications
from rectification.enums import EventVerb, PublicationScope
from rectification.exceptions import CaseError, InvalidInput
from rectification.models import Case, CaseEvent, Notice
from rectification.policies.actors import Actor
from rectification.policies.narrowing import why_not_narrow
from rectification.policies.publication import is_all_but_waived
from rectification.policies.reasons import allow
from rectification.policies.recusal import require_free
from rectification.redaction import is_narrower
from rectification.roles import Role
from rectification.services.audience import body_people
from rectification.services.events import record_event
from rectification.services.issuing import void_public_papers
from rectification.services.public_texts import refuse_revealing


def narrow_scope(*, case: Case, notice: Notice, actor: Actor, scope: str) -> CaseEvent:
    """Fewer read it from now on; who could read it before keeps his right to object (4.7)."""
    allow(why_not_narrow(notice))
    require_free(actor, EventVerb.SCOPE_NARROWED, case)
    decision = notice.decision
    if not PublicationScope.NONE < scope < decision.scope:
        raise InvalidInput({"scope": _("A scope is widened by a new decision only.")}, rule="4.6")
    decision.scope = scope
    decision.save()
    void_public_papers(case=case, notice=notice)
    event = _record(case, notice, actor, EventVerb.SCOPE_NARROWED)
    if notice.is_running and notice.is_of_effect and is_all_but_waived(notice):
        # Once it is over supervision agrees to it, or has it shown again (T23).
        notifications.queue(
            kind="narrowed_to_parties",
            recipients=body_people(case, Role.DIS),
            about=f"event:{event.pk}",
        )
    return event


def narrow_text(*, case: Case, notice: Notice, actor: Actor, title: str, text: str) -> CaseEvent:
    """Whole clauses are left out, or 某 put for words; the second checker is told."""
    allow(why_not_narrow(notice))
    require_free(actor, EventVerb.TEXT_NARROWED, case)
    leave_out(notice=notice, title=title, text=text, rule="4.6")
    return _record(case, notice, actor, EventVerb.TEXT_NARROWED)


def leave_out(*, notice: Notice, title: str, text: str, scope: str = "", rule: str) -> None:
    """Leaving out takes effect at once and the period goes on; anything else is a new decision.

    Nothing can stand in it that was not read before posting. The names of reporters are not asked
    here: an answer would tell whoever narrows which of those that stand there is one.
    """
    decision = notice.decision
    title, text = title.strip() or decision.title, text.strip() or decision.text
    scope = scope or decision.scope
    if (title, text, scope) == (decision.title, decision.text, decision.scope):
        raise CaseError(
            _("Leave something out of the text, or choose a narrower scope."),
            field="text",
            rule=rule,
        )
    errors = {}
    for name, before, after in (("title", decision.title, title), ("text", decision.text, text)):
        if not is_narrower(before, after):
            errors[name] = _(
                "Only leave out whole clauses, or put the sign for “somebody” in place of words. A "
                "text changed in substance is decided and published anew."
            )
    if not PublicationScope.NONE < scope <= decision.scope:
        errors["scope"] = _("A scope is widened by a new decision only.")
    if errors:
        raise InvalidInput(errors, rule=rule)
    refuse_revealing(case=notice.case, title=title, text=text)
    decision.title, decision.text, decision.scope = title, text, scope
    decision.save()
    void_public_papers(case=notice.case, notice=notice)


def _record(case: Case, notice: Notice, actor: Actor, verb: EventVerb) -> CaseEvent:
    event = record_event(case=case, verb=verb, actor=actor, reference=f"notice:{notice.pk}")
    checker = notice.decision.redaction_by
    if checker is not None and checker != actor.hand:
        notifications.queue(kind="notice_corrected", recipients=[checker], case=case, event=event)
    return event
