"""Thin Celery entries: take the period, call one function."""

from typing import Final

from celery import shared_task

from rectification.documents.lists.making import make_files
from rectification.notifications import deliver_due
from rectification.services import checkpoints, delivery, digests, list_files, waiting_files
from rectification.services.jobs import done_once_a_day, forget_past_periods, take_period
from rectification.services.retention import erase_withdrawn, finish_runs, propose_runs
from rectification.services.self_checks import forget_self_checks
from rectification.services.sessions import forget_expired_sessions, forget_failed_logins
from rectification.services.sweeping import sweep_due
from rectification.web.list_forms import asked_for

PERIOD_SECONDS: Final = 30
"""As often as `project.celery` fires them."""
SEALING_SECONDS: Final = 5 * 60
HOUR_SECONDS: Final = 60 * 60


@shared_task(name="rectification.tasks.deliver_outbox")
def deliver_outbox() -> int:
    """Deliver what acts have promised; returns how many messages arrived."""
    if not take_period(job="deliver_outbox", seconds=PERIOD_SECONDS):
        return 0
    return deliver_due()


@shared_task(name="rectification.tasks.promise_digests")
def promise_digests() -> int:
    """The digest of the day, once half past eight has come; returns how many were promised."""
    return digests.promise_digests()


@shared_task(name="rectification.tasks.deliver_outside")
def deliver_outside() -> int:
    """Send mail and post to the work chat; returns how many messages went out."""
    if not take_period(job="deliver_outside", seconds=PERIOD_SECONDS):
        return 0
    return delivery.deliver_outside()


@shared_task(name="rectification.tasks.erase_withdrawn_reports")
def erase_withdrawn_reports() -> int:
    """Delete what was withdrawn thirty days ago; returns how many cases were erased."""
    return done_once_a_day(job="erase_withdrawn_reports", work=erase_withdrawn)


@shared_task(name="rectification.tasks.keep_periods")
def keep_periods() -> int:
    """Finish lists that were confirmed, propose the next, delete what goes by itself."""
    return done_once_a_day(job="keep_periods", work=_keep_periods)


def _keep_periods() -> int:
    return finish_runs() + propose_runs() + sweep_due()


@shared_task(name="rectification.tasks.seal_records")
def seal_records() -> int:
    """Sign the heads of the chains that have grown; returns how many there were."""
    if not take_period(job="seal_records", seconds=SEALING_SECONDS):
        return 0
    return checkpoints.seal_records()


@shared_task(name="rectification.tasks.beat_heartbeat")
def beat_heartbeat() -> None:
    """Leave the row by which `/healthz` knows that beat, broker and worker are alive."""
    if take_period(job="beat_heartbeat", seconds=PERIOD_SECONDS):
        forget_past_periods()


@shared_task(name="rectification.tasks.forget_logins")
def forget_logins() -> None:
    """Sessions that are over, and failed logins that no longer count: they hold addresses."""
    if take_period(job="forget_logins", seconds=HOUR_SECONDS):
        forget_expired_sessions()
        forget_failed_logins()


@shared_task(name="rectification.tasks.forget_answers")
def forget_answers() -> int:
    """Delete the self-checks of rounds that are over; returns how many members' went."""
    if not take_period(job="forget_answers", seconds=HOUR_SECONDS):
        return 0
    return forget_self_checks()


@shared_task(name="rectification.tasks.make_list_files")
def make_list_files() -> int:
    """Make the files of large lists that somebody waits for; returns how many there were."""
    return make_files(read=asked_for)


@shared_task(name="rectification.tasks.forget_list_files")
def forget_list_files() -> int:
    """Delete files of lists after two days; returns how many went."""
    if not take_period(job="forget_list_files", seconds=HOUR_SECONDS):
        return 0
    return list_files.forget_list_files()


@shared_task(name="rectification.tasks.forget_waiting_files")
def forget_waiting_files() -> int:
    """Forget uploads that nobody confirmed within a day; returns how many went."""
    if not take_period(job="forget_waiting_files", seconds=HOUR_SECONDS):
        return 0
    return waiting_files.forget_waiting_files()
