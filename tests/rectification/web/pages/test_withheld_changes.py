"""What is kept back from a reader of a case is not told him among its changes either."""

from typing import Final

import pytest
from django.db.models import CharField, TextField
from django.urls import reverse

from rectification.enums import PublicationStatus
from rectification.models import (
    Case,
    Claim,
    Evidence,
    Extension,
    Pause,
    Person,
    Reclassification,
)
from rectification.selectors.changes_told import TOLD, Told
from tests.factories import Township
from tests.full_case import full_case
from tests.published import notice_of
from tests.rectification.web.desk import client_of

KEPT_BACK: Final = (
    *("欧阳霁月", "路灯不亮", "司徒望舒", "请核实", "没有说明"),
    *("另有说明的理由", "利害关系", "当面核实", "存放处"),
)
"""Names and words of `full_case` that no page of the case shows."""

IN_EVENTS: Final = {
    f"{row.model.__name__}.{name}"
    for row in TOLD
    for name in row.fields
    if row.model in (Claim, Extension, Pause, Reclassification)
}
"""Told by the events of the acts, which rows that a factory writes do not have."""


@pytest.mark.usefixtures("clock")
def test_no_word_of_reporter_objector_voter_or_the_recused_is_told(town: Township) -> None:
    case = full_case(town)
    read = []
    for reader in Person.objects.filter(user__isnull=False):
        answer = client_of(reader).get(reverse("rectification:case_changes", args=[case.pk]))
        if answer.status_code == 200:
            read.append(reader)
            said = answer.content.decode()
            assert [word for word in KEPT_BACK if word in said] == [], reader
    assert {town.officer, town.org, town.east.secretary, town.east.clerk} <= set(read)


@pytest.mark.usefixtures("clock")
def test_a_notice_is_told_while_its_decision_stands(town: Township) -> None:
    """Once it does not, it is told to readers of the record alone, like on the page."""
    case = full_case(town)
    notice = notice_of(case)

    def told_to(reader: Person) -> bool:
        page = client_of(reader).get(reverse("rectification:case_changes", args=[case.pk]))
        return any(row.title == "公示" for act in page.context["acts"] for row in act.rows)

    assert (told_to(town.officer), told_to(town.east.clerk)) == (True, True)
    notice.decision.status = PublicationStatus.RETURNED
    notice.decision.save()
    assert (told_to(town.officer), told_to(town.east.clerk)) == (True, False)


def marked(case: Case) -> dict[str, str]:
    """A word of its own in every field that is told and holds words, and which field that is."""
    marks: dict[str, str] = {}
    for row in TOLD:
        fields = [row.model._meta.get_field(name) for name in row.fields]
        names = [f.name for f in fields if isinstance(f, CharField | TextField) and not f.choices]
        for each in row.model.objects.filter(**{way_to(row): case.pk}):
            for name in names:
                mark = f"记号{len(marks):03}"
                marks[mark] = f"{row.model.__name__}.{name}"
                setattr(each, name, mark)
            each.save()
    return marks


def way_to(row: Told) -> str:
    """From the row to its case, over the rows above it."""
    if row.above is Case:
        return row.link
    above = next(each for each in TOLD if each.model is row.above)
    return f"{row.link.removesuffix('_id')}__{way_to(above)}"


def pages_of(case: Case) -> list[str]:
    """Where else each reader may read what is told of the case."""
    proofs = Evidence.objects.filter(progress__measure__plan__case=case)
    return [
        reverse("rectification:case", args=[case.pk]),
        *(reverse("rectification:order", args=[order.pk]) for order in case.orders.all()),
        *(reverse("rectification:evidence_page", args=[proof.pk]) for proof in proofs),
    ]


@pytest.mark.usefixtures("clock")
def test_nobody_reads_a_word_here_that_the_pages_of_the_case_withhold(town: Township) -> None:
    case = full_case(town)
    Case.objects.filter(pk=case.pk).update(severity="prominent")
    marks = marked(case)
    for reader in Person.objects.filter(user__isnull=False):
        client = client_of(reader)
        answer = client.get(reverse("rectification:case_changes", args=[case.pk]))
        if answer.status_code == 200:
            pages = [client.get(url) for url in pages_of(case)]
            shown = "".join(page.content.decode() for page in pages)
            said = answer.content.decode()
            more = {where for mark, where in marks.items() if mark in said and mark not in shown}
            known = IN_EVENTS if pages[0].context["page"].shows_record else set()
            assert more <= {"Evidence.replace_reason", *known}, reader
