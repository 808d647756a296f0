"""A change of a case with history, event, chain and a message, beside saving it plainly.

0.45 of the throughput is promised. Both read the row under its lock, change three hundred Chinese
characters and commit. Who is recused is asked at the door of every act and remembered in it
(`rectification/remembering.py`), so the message asks no more; the same is measured where it does.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tools.bench.measuring import Act, Result, aside, compare, seconds, tell, wall
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
        plain, in_act, anew = changes(case, town.east.secretary)
        for how, recorded in (("", in_act), (", the recused asked anew", anew)):
            for clock, by in ((wall, "throughput"), (seconds, "computing")):
                name = f"change of state, {by}{how}"
                told = compare(name, plain, recorded, clock=clock)
                share = round(1 / told["ratio"], 2) if told["ratio"] else None
                tell(name, f"{share} of a plain save, {PROMISED} are promised")
                yield {**told, "of_plain": share}


def changes(case: "Case", person: "Person") -> Iterator[Act]:
    """The plain save, and those with everything that our services write: in an act, and alone."""
    from django.db import transaction  # noqa: PLC0415 - needs django.setup()

    from rectification.models import Case, User  # noqa: PLC0415
    from rectification.models.history import without_history  # noqa: PLC0415
    from rectification.policies.facts import recused_in  # noqa: PLC0415
    from rectification.remembering import remembering  # noqa: PLC0415

    user = User.objects.select_related("person").get(person=person)

    def locked() -> Case:
        return Case.objects.select_for_update().get(pk=case.pk)

    def plain() -> None:
        with transaction.atomic():
            row = locked()
            row.description = WORDS
            with without_history(row):
                row.save()

    def in_act() -> None:
        with transaction.atomic(), remembering():
            row = locked()
            with aside():
                recused_in(row)
            change(row, user)

    def anew() -> None:
        with transaction.atomic():
            change(locked(), user)

    return iter((plain, in_act, anew))


def change(row: "Case", user: "User") -> None:
    """Under its lock, as a service does it; who acts is known from the request."""
    from rectification.acting import acting_as  # noqa: PLC0415 - needs django.setup()
    from rectification.enums import EventVerb  # noqa: PLC0415
    from rectification.notifications import queue  # noqa: PLC0415
    from rectification.policies.actors import Actor  # noqa: PLC0415
    from rectification.services.events import record_event  # noqa: PLC0415

    row.description = WORDS
    with acting_as(user.pk):
        row.save()
        event = record_event(
            case=row, verb=EventVerb.PROGRESS_REPORTED, actor=Actor(person=user.person), text=WORDS
        )
    queue(kind="your_turn", recipients=[user.person], case=row, event=event)
