"""A case that was sealed, and what is asked about it."""

from typing import Any

from django.urls import reverse

from rectification.models import Case, CaseEvent, Person, Sealing, Unsealing
from tests.rectification.web.desk import client_of
from tests.workflows.play import Play


def sealed(play: Play, who: Person | None = None, ground: str = "undetermined") -> Sealing:
    sent = {"number": str(play.case), "ground": ground}
    client = client_of(who or play.town.officer)
    assert client.post(reverse("workflows:seal_case"), sent).status_code == 302
    play.case.refresh_from_db()
    return Sealing.objects.latest("pk")


def ask(who: Person, page: str, pk: int, **given: Any) -> Any:
    return client_of(who).post(reverse(f"workflows:{page}", args=[pk]), given)


def proposed(play: Play, sealing: Sealing, who: Person | None = None) -> Unsealing:
    gen = who or play.town.gen
    answer = ask(gen, "propose_unsealing", sealing.pk, ground="no_secret")
    assert answer.status_code == 302
    return Unsealing.objects.latest("pk")


def verbs(case: Case) -> list[str]:
    about = CaseEvent.objects.filter(case=case, verb__contains="seal").order_by("sequence")
    return list(about.values_list("verb", flat=True))
