"""Every paper exists for a case that has nothing unusual, and for one that has everything."""

import re
from collections import Counter

import pytest
import time_machine

from rectification.documents.papers import annual_report, contents_of, offers_in
from rectification.documents.typesetting import as_pdf
from rectification.enums import DocumentKind, DocumentVariant
from rectification.models import Person
from rectification.policies.days import today
from tests.factories import Township
from tests.rectification.documents.papers.read import (
    INTERNAL,
    offered,
    pages_of_pdf,
    paper,
    reading_of,
    words_in_docx,
    words_of,
)
from tests.rectification.documents.papers.scenes import (
    CONTACT,
    OBJECTED,
    OBJECTOR,
    OPINION,
    REPORTER,
    eventful,
    ordinary,
)
from tests.workflows.answers import REASON, TEXT, TITLE
from tests.workflows.play import Play

pytestmark = pytest.mark.django_db


def kinds_of(play: Play, reader: Person) -> Counter[str]:
    return Counter(str(offer.paper.kind) for offer in offered(play.case, reader))


def every_word(play: Play, reader: Person, *variants: DocumentVariant, docx: bool = False) -> str:
    """All that the reader can take away; the file of the case holds every internal paper."""
    reading = reading_of(play.case, reader)
    found = []
    for offer in offers_in(reading):
        for variant in set(variants) & set(offer.subject.variants):
            contents = contents_of(reading, offer.paper.kind, offer.subject.pk, variant)
            is_whole = offer.paper.kind == DocumentKind.CASE_FILE
            if is_whole or variant == DocumentVariant.PUBLIC:
                found.append(words_of(contents))
            if docx and not is_whole:
                found.append(words_in_docx(contents))
    return "\n".join(found)


def test_case_with_nothing_unusual(town: Township, clock: time_machine.Traveller) -> None:
    play = ordinary(town, clock)
    case = play.case
    owner, office = case.owner_person, town.officer
    assert owner is not None
    assert kinds_of(play, office) == {
        "plan_approval": 1,
        "publication_approval": 2,
        "posting": 1,
        "closing_sheet": 1,
        "circular": 1,
        "case_file": 1,
    }
    sheet = paper(case, office, "closing_sheet")
    closure = case.closures.get()
    assert sheet.number == closure.number
    words = words_of(sheet)
    for value in (case.number, case.title, owner.name, "V1", closure.number, "通过"):
        assert value in words
    posted = words_of(paper(case, office, "posting", DocumentVariant.PUBLIC))
    assert "".join(TITLE.split()) in posted
    assert "".join(TEXT.split()) in posted
    kept = paper(case, office, "posting")
    for words in (words_of(kept), words_in_docx(kept)):
        for value in ("存档联", case.number, owner.name, "公示方式"):
            assert value in words
    outside = every_word(play, office, DocumentVariant.PUBLIC, docx=True)
    for withheld in (owner.name, case.title, case.number, town.dis[1].name):
        assert withheld not in outside
    whole = words_of(paper(case, office, "case_file"))
    for part in (
        "目录",
        "问题登记表",
        "整改方案审批表",
        "佐证材料目录",
        "公开审批表",
        "验收（销号）单",
    ):
        assert whole.count(part) >= 2, part


def test_case_with_everything(town: Township, clock: time_machine.Traveller) -> None:
    play = eventful(town, clock)
    case, office = play.case, town.officer
    found = kinds_of(play, office)
    assert found["plan_approval"] == case.plans.exclude(status="draft").count() >= 3
    assert found["supervision_order"] == case.orders.count() >= 1
    assert found["closing_sheet"] == 4
    assert found["publication_approval"] == case.publications.count() == 3
    assert (found["posting"], found["circular"], found["case_file"]) == (2, 1, 1)
    handler = case.objections.get().handled_by
    assert handler is not None
    assert kinds_of(play, handler)["objection_answer"] == 1
    for reader in (office, handler):
        words = every_word(play, reader, *DocumentVariant, docx=reader == handler)
        for secret in (REPORTER, CONTACT, OBJECTOR, OBJECTED, OPINION):
            assert secret not in words, reader
    read_along = every_word(play, town.org, *DocumentVariant)
    for branch in (town.east, town.west):
        for person in (branch.secretary, branch.clerk, *branch.members):
            assert person.name not in read_along, person
    assert "略" in read_along
    answer = words_of(paper(case, handler, "objection_answer"))
    assert REASON in answer
    assert "异议提出人：" in answer
    others = [who for who in (town.pse, town.lg) if who != handler]
    for reader in others:
        assert kinds_of(play, reader)["objection_answer"] == 0
    order = paper(case, office, "supervision_order")
    assert order.number == case.orders.latest("pk").number
    last, first = (words_of(paper(case, office, "closing_sheet", place=n)) for n in (0, -1))
    assert "第2轮" in last
    assert "不成立" not in last
    assert "不成立" in first


BOUND = """
    问题登记表 整改方案审批表 整改方案审批表 整改方案审批表 督办单 佐证材料目录
    公开审批表 公开审批表 公开审批表 TITLE TITLE 异议登记表
    验收（销号）单 验收（销号）单 验收（销号）单 验收（销号）单 TITLE
"""


def test_file_of_the_case_with_everything(town: Township, clock: time_machine.Traveller) -> None:
    """Each paper in order of the work, and on the page the index says."""
    play = eventful(town, clock)
    whole = paper(play.case, town.officer, "case_file")
    titles = BOUND.replace("TITLE", TITLE).split()
    assert [part.title for part in whole.parts] == titles
    assert [part.about for part in whole.parts].count("存档联") == titles.count(TITLE) == 3
    _cover, first, second, _blank, *bound = pages_of_pdf(as_pdf(whole))
    begins = {}
    for text in bound:
        folio = re.search(r"— (\d+) —", text)
        assert folio is not None
        begins[int(folio[1])] = "".join(text.split())
    listed = [int(page) for page in re.findall(r"^\d+ .* (\d+)$", first + "\n" + second, re.M)]
    assert len(listed) == len(titles)
    assert first.startswith("目录")
    signed = [part.signature for part in whole.parts if part.title == TITLE]
    assert signed[:2] == [town.east.organisation.name, town.west.organisation.name]
    for title, page in zip(titles, listed, strict=True):
        assert title in begins[page]


def test_report_of_the_year_counts_the_case_with_everything(
    town: Township, clock: time_machine.Traveller
) -> None:
    case = eventful(town, clock).case
    owner = case.owner_organisation
    assert owner is not None
    told = words_of(annual_report(owner, today().year, today(), INTERNAL))
    for secret in (REPORTER, OBJECTOR, OBJECTED, OPINION, case.title, case.number):
        assert secret not in told
    for line in ("1/1（100%）", "异议：整改成效（不成立）1"):
        assert line in told
