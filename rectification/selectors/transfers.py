"""What was handed over, as numbers; and the papers that a number stands for (T7, 8.11)."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Prefetch, Q

from rectification.enums import PaperGround
from rectification.models import (
    AccessLog,
    Case,
    CaseEvent,
    PaperEntry,
    Person,
    Sealing,
    Transfer,
    Unsealing,
)
from rectification.policies.authority import Authority
from rectification.policies.event_circles import KEPT_BACK
from rectification.policies.merging import whole_of
from rectification.roles import Role

SHOWN = 100


def transfers_of(authority: Authority) -> list[Transfer]:
    """To the discipline committee all of its township, to the office those that it made."""
    reach = Q(township__in=_townships(authority, Role.DIS))
    reach |= Q(township__in=_townships(authority, Role.OFF), made_by__isnull=False)
    return list(Transfer.objects.filter(reach).order_by("-pk")[:SHOWN])


def sealings_of(authority: Authority) -> list[Sealing]:
    """Numbers of sealed cases, to the secrecy officer and the office; `pending` to be unsealed."""
    places = {*_townships(authority, Role.GEN), *_townships(authority, Role.OFF)}
    waiting = Unsealing.objects.filter(decided_at__isnull=True)
    rows = Sealing.objects.filter(township__in=places).prefetch_related(
        Prefetch("unsealings", waiting, to_attr="pending")
    )
    return list(rows.order_by("-pk")[:SHOWN])


def readers_of(case: Case) -> list[tuple[datetime, Person | None, str]]:
    """Who opened something of the case or acted in it, for the secrecy officer; no word of it.

    What had joined it counts. Openings of cases of branches are not on record.
    """
    opened = AccessLog.objects.filter(whole_of(case)).select_related("person")
    opened = opened.exclude(what__startswith="identity_request:")
    opened = opened.exclude(what__startswith="referral:")
    acted = CaseEvent.objects.filter(whole_of(case), actor__isnull=False).select_related("actor")
    rows: list[tuple[datetime, Person | None, str]]
    rows = [(row.at, row.person, row.what) for row in opened]
    rows += [
        (event.at, event.actor, event.get_verb_display())
        for event in acted.exclude(verb__in=KEPT_BACK)
        if event.actor is not None
    ]
    return sorted(rows, key=lambda row: row[0])


def papers_of(authority: Authority) -> list[PaperEntry]:
    """Possible secrets to the party and government office, the others to DIS."""
    grounds = {Role.GEN: PaperGround.SECRET, Role.DIS: PaperGround.SUPERIOR}
    reach = Q(pk__in=())
    for role, ground in grounds.items():
        if authority.holds(role):
            places = Q(township__in=_townships(authority, role)) | Q(township__isnull=True)
            reach |= places & Q(ground=ground)
    return list(PaperEntry.objects.filter(reach).order_by("-pk")[:SHOWN])


def transfer_by_id(pk: int) -> Transfer | None:
    about = ("case__owner_organisation", "case__owner_person", "case__opinion")
    rows = Transfer.objects.select_related("township", "received_by", *about)
    return rows.filter(pk=pk).first()


def _townships(authority: Authority, role: Role) -> Iterable[int]:
    return {a.jurisdiction_id for a in authority.appointments if a.role == role}
