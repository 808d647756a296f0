"""整改方案审批表 says what the page of the case says its reader, and no more."""

import pytest

from rectification.enums import CaseStage
from tests.factories import Township, case_in
from tests.rectification.documents.papers.read import offered, paper, words_in_docx, words_of
from tests.rectification.web.desk import share

pytestmark = pytest.mark.django_db


def test_both_forms_say_what_was_planned(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING, author=town.officer)
    contents = paper(case, town.officer, "plan_approval")
    measure = case.plans.get().measures.get()
    for words in (words_of(contents), words_in_docx(contents)):
        for value in (case.number, case.title, measure.text, measure.person.name):
            assert value in words


def test_names_of_the_owner_are_withheld_as_on_the_page(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING, author=town.officer)
    measure = case.plans.get().measures.get()
    contents = paper(case, town.east.clerk, "plan_approval")
    assert measure.person.name not in words_of(contents)


def test_co_unit_has_no_paper_about_the_plan(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING, author=town.officer)
    share(case, town.west.organisation)
    assert offered(case, town.west.secretary) == []
