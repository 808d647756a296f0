"""How a sealing is worded: on the list of numbers, and for the secrecy officer."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rectification.enums import EventVerb
from rectification.models import Sealing, Unsealing
from rectification.policies.authority import Authority
from rectification.policies.sealing import (
    reads_sealing,
    unsealing_office,
    why_not_confirm,
    why_not_number,
    why_not_propose_unsealing,
)
from rectification.web.access import address
from rectification.web.case_file import Facts
from rectification.web.dates import full_date, moment
from rectification.web.parts import Act, Light, LightColour, Row


def sealing_row(sealing: Sealing, authority: Authority) -> Row:
    """Of a sealing as `selectors.transfers.sealings_of` reads it."""
    linked = reads_sealing(sealing, authority)
    pending: list[Unsealing] = getattr(sealing, "pending", [])
    mine = [p for p in pending if p.proposed_by_id != authority.person.pk]
    decides = mine and unsealing_office(sealing, authority) is not None
    return Row(
        title=sealing.number,
        url=reverse("rectification:sealing", args=[sealing.pk]) if linked else "",
        light=_state(sealing, pending),
        meta=[sealing.get_ground_display(), full_date(sealing.made_at)],
        act=Act(
            _("Decide on unsealing"),
            address("workflows:decide_unsealing", mine[0].pk),
            due=True,
            about=sealing.number,
        )
        if decides
        else None,
    )


def _state(sealing: Sealing, pending: list[Unsealing]) -> Light:
    if sealing.lifted_at is not None:
        return Light(LightColour.GREY, _("Unsealed"))
    if pending:
        return Light(LightColour.YELLOW, _("Unsealing proposed"))
    if sealing.confirmed_at is None:
        return Light(LightColour.YELLOW, _("To be confirmed"))
    return Light(LightColour.BLUE, _("Confirmed"))


def sealing_facts(sealing: Sealing) -> Facts:
    """Who sealed, confirmed and lifted it, and why a proposal to unseal it was refused."""
    confirmed = sealing.confirmed_by.name if sealing.confirmed_by else ""
    last = sealing.unsealings.select_related("proposed_by", "decided_by").order_by("-pk").first()
    return [
        (_("Case number"), str(sealing.case)),
        (_("Ground"), sealing.get_ground_display()),
        (_("Sealed by"), sealing.made_by.name),
        (_("Sealed at"), moment(sealing.made_at)),
        (_("Confirmed by"), confirmed),
        (_("Number of the paper"), sealing.paper_number),
        *(_proposal(sealing, last) if last is not None else ()),
    ]


def _proposal(sealing: Sealing, last: Unsealing) -> Facts:
    refusals = sealing.case.events.filter(
        verb=EventVerb.UNSEALING_REFUSED, reference=sealing.number
    )
    refusal = refusals.select_related("payload").order_by("-sequence").first()
    payload = getattr(refusal, "payload", None)
    return [
        (_("Unsealing proposed by"), last.proposed_by.name),
        (_("Why it may be unsealed"), last.get_ground_display()),
        (_("Decision"), last.get_decision_display()),
        (_("Decided by"), last.decided_by.name if last.decided_by else ""),
        (_("Reason of the last refusal"), payload.text if payload else ""),
    ]


def sealing_acts(sealing: Sealing) -> list[Act]:
    """What the secrecy officer may do about it; both ways stand side by side until he chose."""
    open_ways = {
        "confirm_sealing": why_not_confirm(sealing) is None,
        # While it is to be confirmed, the number goes with that.
        "number_paper": why_not_confirm(sealing) is not None and why_not_number(sealing) is None,
        "propose_unsealing": why_not_propose_unsealing(sealing) is None,
    }
    labels = {
        "confirm_sealing": _("Confirm the sealing"),
        "number_paper": _("Enter the number of the paper"),
        "propose_unsealing": _("Propose to unseal the case"),
    }
    return [
        Act(labels[page], address(f"workflows:{page}", sealing.pk))
        for page, is_open in open_ways.items()
        if is_open
    ]
