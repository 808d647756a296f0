"""The same file for two measures: noted when it comes, told to those who may know."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from rectification.enums import CaseLevel, CaseStage
from rectification.models import Case, Evidence, Measure, Person, Plan, Reuse
from rectification.policies.authority import authority_of
from rectification.policies.evidence import reads_reuse
from rectification.policies.uploads import sound_file
from rectification.policies.visibility import ANYBODY, Relation
from rectification.roles import Role
from rectification.selectors.plans import measures_of
from rectification.selectors.reuse import used_before_in_unit
from rectification.services.progress import report_progress
from rectification.web.reuse import alarms_for
from tests.factories import Township, acting, case_in
from tests.uploads import pdf, photo

OFFICE = {(Role.OFF, Relation.REACH)}
VERIFIER = {(ANYBODY, Relation.VERIFIER)}


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def rectifying(town: Township, **given: Any) -> Case:
    return case_in(town, CaseStage.RECTIFYING, **given)


def hand_in(case: Case, upload: SimpleUploadedFile, measure: Measure | None = None) -> Evidence:
    measure = measure or measures_of(case).get()
    report_progress(
        case=case,
        actor=acting(measure.person),
        measure=measure,
        text="已开展。",
        completes=False,
        files=[sound_file(upload)],
        made_on=date(2026, 5, 11),
    )
    return Evidence.objects.latest("pk")


def of_west(town: Township, case: Case) -> Case:
    """The same case in the hands of the western branch."""
    case.owner_organisation = town.west.organisation
    case.save()
    measures_of(case).update(organisation=town.west.organisation, person=town.west.secretary)
    return case


def test_same_bytes_for_another_measure_are_noted(town: Township) -> None:
    first = hand_in(rectifying(town), pdf())
    again = hand_in(rectifying(town), pdf("另一个名字.pdf"))
    hand_in(rectifying(town), pdf(day="20260510"))
    assert [(r.evidence, r.earlier, r.distance) for r in Reuse.objects.all()] == [
        (again, first, None)
    ]


def test_same_bytes_for_the_same_measure_are_not(town: Township) -> None:
    case = rectifying(town)
    hand_in(case, pdf())
    hand_in(case, pdf())
    assert not Reuse.objects.exists()


def test_same_bytes_for_what_takes_the_place_of_the_measure_are_not(town: Township) -> None:
    """A change of the plan gave it to another unit: notes stay with the former version."""
    case = rectifying(town)
    former = measures_of(case).get()
    hand_in(case, pdf())
    plan = Plan.objects.get(pk=former.plan_id)
    plan.pk, plan.version = None, 2
    plan._state.adding = True
    plan.save()
    new = Measure.objects.get(pk=former.pk)
    new.pk, new.plan, new.follows = None, plan, former
    new._state.adding = True
    new.save()
    hand_in(case, pdf(), new)
    assert not Reuse.objects.exists()


def test_similar_picture_is_noted_with_its_distance(town: Township) -> None:
    first = hand_in(rectifying(town), photo("现场.jpg", 1))
    again = hand_in(rectifying(town), photo("现场（压缩）.jpg", 1, quality=30))
    hand_in(rectifying(town), photo("别处.jpg", 2))
    found = Reuse.objects.get()
    assert (found.evidence, found.earlier) == (again, first)
    assert found.distance is not None
    assert found.distance <= 6


def told(case: Case, evidence: Evidence, someone: Person, standings: Any) -> list[str]:
    found = alarms_for([evidence.pk], case, standings, authority_of(someone.user))
    return found.get(evidence.pk, [])


def test_other_unit_is_named_to_the_office_and_to_verifiers_alone(town: Township) -> None:
    theirs, own = of_west(town, rectifying(town)), rectifying(town)
    hand_in(theirs, pdf())
    evidence = hand_in(own, pdf())
    west = town.west.organisation.name
    where = f"同一文件：{west}，{theirs.number}，第1项措施"
    assert told(own, evidence, town.officer, OFFICE) == [where]
    assert told(own, evidence, town.dis[0], VERIFIER) == [f"同一文件：{west}，另一事项"]
    for relation in (ANYBODY, Relation.OWN), (Role.SEC, Relation.IN_CHARGE):
        assert not reads_reuse({relation})
        assert told(own, evidence, town.east.secretary, {relation}) == []
    assert used_before_in_unit([evidence.pk]) == set()


def test_earlier_case_learns_of_the_later_one(town: Township) -> None:
    earlier = rectifying(town)
    evidence = hand_in(earlier, pdf())
    later = rectifying(town)
    hand_in(later, pdf())
    (words,) = told(earlier, evidence, town.officer, OFFICE)
    assert later.number in words


@pytest.mark.parametrize("hidden", ["member", "sealed"])
def test_case_that_is_closed_to_the_reader_is_not_named(town: Township, hidden: str) -> None:
    level = CaseLevel.MEMBER if hidden == "member" else CaseLevel.BRANCH
    other = rectifying(town, level=level)
    hand_in(other, pdf())
    other.sealed = hidden == "sealed"
    other.save()
    case = rectifying(town)
    evidence = hand_in(case, pdf())
    (words,) = told(case, evidence, town.dis[0], VERIFIER)
    assert words == "同一文件：另一事项（未向您开放）"


def test_unit_learns_of_its_own_files_and_nobody_of_a_members(town: Township) -> None:
    hand_in(rectifying(town), pdf())
    again = hand_in(rectifying(town), pdf())
    assert used_before_in_unit([again.pk]) == {again.pk}
    hand_in(rectifying(town, level=CaseLevel.MEMBER), pdf(day="20260509"))
    third = hand_in(rectifying(town), pdf(day="20260509"))
    assert used_before_in_unit([again.pk, third.pk]) == {again.pk}


@pytest.mark.parametrize("former", [1, 3])
def test_questions_do_not_grow_with_the_files(
    town: Township, django_assert_num_queries: Any, former: int
) -> None:
    for _ in range(former):
        hand_in(rectifying(town), pdf())
    case = rectifying(town)
    ids = [hand_in(case, pdf()).pk for _ in range(former)]
    authority = authority_of(town.officer.user)
    assert authority.person.user
    with django_assert_num_queries(7):
        found = alarms_for(ids, case, OFFICE, authority)
    assert [len(found[pk]) for pk in ids] == [former] * former
