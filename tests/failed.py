"""Verifications that were failed: put on record, or played."""

import time_machine
from django.utils import timezone

from rectification.enums import CaseStage, VerificationConclusion
from rectification.models import Case, VerificationAttempt
from tests.factories import Township
from tests.workflows.play import Play


def failed_before(case: Case, times: int) -> None:
    """Of the present round, signed by nobody of the township."""
    namer = case.events.filter(actor__isnull=False).latest("sequence").actor
    found = case.attempts.filter(round=case.round).count()
    for position in range(found + 1, found + times + 1):
        VerificationAttempt.objects.create(
            case=case,
            round=case.round,
            position=position,
            named_by=namer,
            named_at=timezone.now(),
            conclusion=VerificationConclusion.FAILED,
            concluded_at=timezone.now(),
        )


def told_and_failed(town: Township, clock: time_machine.Traveller) -> Play:
    """A problem told by residents; its verification has failed once."""
    play = Play(town, clock)
    play.opinion()
    play.bring_to(CaseStage.VERIFYING)
    play.take("assign_verifiers")
    for who in town.dis[1:3]:
        play.take("verify", who, **play.failing())
    return play
