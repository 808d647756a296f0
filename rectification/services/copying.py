"""抄送: a case is brought to somebody's notice; it opens nothing to him (docs/rules.md 4.10)."""

from collections.abc import Iterable, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from rectification import notifications
from rectification.enums import EventVerb
from rectification.exceptions import CaseError
from rectification.models import Case, CaseEvent, Copy, Person, User
from rectification.policies.actors import Actor
from rectification.selectors.cases import visible_to
from rectification.services.events import record_event
from rectification.wording import labelled, listed


def copy_case(*, case: Case, actor: Actor, people: Sequence[Person], note: str = "") -> CaseEvent:
    """To whom it went stands in the record, in words that can be erased."""
    if not people:
        raise CaseError(_("Choose at least one person."), field="people", rule="4.10")
    names = listed(person.name for person in people)
    text = labelled(names, note.strip()) if note.strip() else names
    event = record_event(case=case, verb=EventVerb.COPIED, actor=actor, text=text)
    send_copies(case=case, people=people, event=event)
    return event


def send_copies(*, case: Case, people: Iterable[Person], event: CaseEvent) -> None:
    """What was read before counts as unread again; whoever may not see the case hears nothing."""
    told = list(people)
    for person in told:
        sent = {"sent_at": timezone.now(), "sent_by": event.actor, "read_at": None}
        Copy.objects.update_or_create(case=case, person=person, defaults=sent)
    readers = [person for person in told if _may_read(person, case)]
    notifications.queue(kind="copied", recipients=readers, case=case, event=event)


def _may_read(person: Person, case: Case) -> bool:
    user = User.objects.select_related("person").filter(person=person).first()
    return user is not None and visible_to(user).filter(pk=case.pk).exists()
