"""Beginning a disclosure beside the procedure, and its end by time (docs/rules.md 4.6)."""

from rectification.enums import PublicationPurpose
from rectification.models import Case, CaseEvent, Notice, User
from rectification.policies.actors import Actor
from rectification.policies.days import today
from rectification.services import disclosures, notices
from workflows.act import act_on_case
from workflows.apart import made_apart
from workflows.flows.disclosure import DisclosureFlow


def begin(*, user: User, case: Case, actor: Actor, purpose: str, key: str = "") -> CaseEvent | None:
    """What is due is disclosed, if it is what he saw: the lists, or a circular after closing."""

    def act(locked: Case) -> CaseEvent:
        event = disclosures.begin_disclosure(case=locked, actor=actor, purpose=purpose)
        DisclosureFlow.begin.run(case=locked)
        return event

    return act_on_case(user=user, case_id=case.pk, act=act, key=key)


def end_disclosures() -> int:
    """Those whose last day is over; one that stands still for an objection goes on."""
    running = Notice.objects.filter(
        decision__purpose__in=PublicationPurpose.disclosures(),
        ended_at__isnull=True,
        withdrawn_at__isnull=True,
        suspended_on__isnull=True,
        ends_on__lt=today(),
        case__sealed=False,
    )
    return sum(map(_end, running.order_by("pk")))


def _end(notice: Notice) -> bool:
    def act(_locked: Case) -> CaseEvent:
        return notices.end_disclosure(notice=Notice.objects.get(pk=notice.pk))

    return made_apart(
        lambda: act_on_case(user=None, case_id=notice.case_id, act=act), notice=notice.pk
    )
