"""A change of a case with history, event, chain and a message, beside saving it plainly.

0.45 of the throughput is promised. Both read the row under its lock, change three hundred Chinese
characters and commit.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

from tools.bench.measuring import Result, compare, seconds, tell
from tools.bench.town import database

if TYPE_CHECKING:
    from rectification.models import Case, Person, User

PROMISED: Final = 0.45
WORDS: Final = "整改措施逐项对照落实并经支部党员大会通报说明" * 13


def measure() -> Iterator[Result]:
    from django.db import transaction  # noqa: PLC0415 - needs django.setup()

    from rectification.enums import CaseStage  # noqa: PLC0415
    from tests.factories import case_in, township  # noqa: PLC0415

    with database():
        town = township()
        with transaction.atomic():
            case = case_in(town, CaseStage.RECTIFYING)
        plain, recorded = changes(case, town.east.secretary)
        for clock, by in ((None, "throughput"), (seconds, "computing")):
            given: dict[str, Any] = {"clock": clock} if clock else {}
            name = f"change of state, {by}"
            told = compare(name, plain, recorded, **given)
            share = round(1 / told["ratio"], 2) if told["ratio"] else None
            tell(name, f"{share} of a plain save, {PROMISED} are promised")
            yield {**told, "of_plain": share}


def changes(case: "Case", person: "Person") -> tuple[Callable[[], None], Callable[[], None]]:
    """The plain save, and the one with everything that our services write."""
    from django.db import transaction  # noqa: PLC0415 - needs django.setup()

    from rectification.models import Case, User  # noqa: PLC0415
    from rectification.models.history import without_history  # noqa: PLC0415

    user = User.objects.select_related("person").get(person=person)

    def plain() -> None:
        with transaction.atomic():
            row = Case.objects.select_for_update().get(pk=case.pk)
            row.description = WORDS
            with without_history(row):
                row.save()

    def recorded() -> None:
        with transaction.atomic():
            change(case.pk, user)

    return plain, recorded


def change(case: int, user: "User") -> None:
    """Within a transaction, as a service does it; who acts is known from the request."""
    from rectification.acting import acting_as  # noqa: PLC0415 - needs django.setup()
    from rectification.enums import EventVerb  # noqa: PLC0415
    from rectification.models import Case  # noqa: PLC0415
    from rectification.notifications import queue  # noqa: PLC0415
    from rectification.policies.actors import Actor  # noqa: PLC0415
    from rectification.services.events import record_event  # noqa: PLC0415

    row = Case.objects.select_for_update().get(pk=case)
    row.description = WORDS
    with acting_as(user.pk):
        row.save()
        event = record_event(
            case=row, verb=EventVerb.PROGRESS_REPORTED, actor=Actor(person=user.person), text=WORDS
        )
    queue(kind="your_turn", recipients=[user.person], case=row, event=event)
