"""Who is recused from a case, and how a step is refused to him."""

import pytest
from django.utils import timezone

from rectification.enums import EventVerb, RecusalGround
from rectification.exceptions import NotAllowed
from rectification.models import Person, Recusal
from tests.workflows.play import Play, user_of
from workflows import act


def recuse(play: Play, *people: Person, ground: str = RecusalGround.INTEREST) -> None:
    for person in people:
        Recusal.objects.create(case=play.case, person=person, ground=ground, since=timezone.now())


def refused(play: Play, step: str, who: Person) -> str:
    """The ground with which the door turns the person away; nothing was stored."""
    item = play.item(step)
    with pytest.raises(NotAllowed) as error:
        act.perform(user=user_of(who), item_id=item.pk, data=play.answers(item))
    item.refresh_from_db()
    assert item.closed_at is None
    return str(error.value)


def recused_steps(play: Play) -> list[str]:
    events = play.case.events.filter(verb=EventVerb.ACTOR_RECUSED).order_by("sequence")
    return list(events.values_list("step", flat=True))
