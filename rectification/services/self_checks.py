"""The self-check (党性体检): sealed for its author alone, forgotten after the round (3.6)."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q

from rectification.exceptions import NotVisible
from rectification.models import CheckRound, SelfCheck
from rectification.policies.authority import Authority
from rectification.policies.check_rounds import takes_self_check
from rectification.policies.days import today
from rectification.services.encryption import decrypt, encrypt


def answers_of(*, round_: CheckRound, by: Authority) -> dict[str, Any]:
    """His own answers. No argument names anybody else; over, the round opens for nobody."""
    if not takes_self_check(by, round_):
        raise NotVisible
    found = SelfCheck.objects.filter(round=round_, person=by.person).first()
    return dict(decrypt(found.sealed)) if found else {}


@transaction.atomic
def keep_answers(*, round_: CheckRound, by: Authority, answers: Mapping[str, Any]) -> None:
    """In place of what he had written before; no former version is left."""
    if not takes_self_check(by, round_):
        raise NotVisible
    SelfCheck.objects.update_or_create(
        round=round_, person=by.person, defaults={"sealed": encrypt(dict(answers))}
    )


def forget_self_checks() -> int:
    """Delete the answers of rounds that are over or called off; returns how many members' went."""
    over = Q(round__ends_on__lt=today()) | Q(round__called_off_at__isnull=False)
    gone, _by_model = SelfCheck.objects.filter(over).delete()
    return gone
