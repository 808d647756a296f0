"""举一反三 (rules 4.8, V8): written, confirmed by another, sent after closing, answered once."""

from typing import Any

import pytest
from django.urls import reverse

from rectification.enums import CaseLevel, CaseStage, EventVerb, Severity
from rectification.exceptions import CaseError, InvalidInput, NotAllowed, NotVisible
from rectification.models import (
    Case,
    Lesson,
    LessonReceipt,
    OrganisationAlias,
    OutboxMessage,
    Person,
)
from rectification.policies.lessons import receivers_for
from rectification.services import lessons
from tests.factories import Township, acting, rights
from tests.house.waiting import received_lesson
from tests.rectification.web.desk import client_of
from tests.workflows.play import Play
from workflows.invariants import breaches

TEXT = "活动记录须当日填写，不得事后补记。"


def prominent(play: Play, stage: CaseStage = CaseStage.CLOSED, **given: Any) -> Case:
    """The branch's problem, found to be prominent, in the stage; it may be made public."""
    play.bring_to(CaseStage.VERIFYING, **given)
    values = {"severity": Severity.PROMINENT, "checked_elsewhere": "已查看全部活动记录，未发现。"}
    Case.objects.filter(pk=play.case.pk).update(**values)
    play.case.refresh_from_db()
    if stage != CaseStage.VERIFYING:
        play.take("assign_verifiers")
        for who in play.town.dis[1:3]:
            seen = {"V8-answer": "yes", "V8-reason": "查看了其他活动的记录。"}
            play.take("verify", who, **seen)
    return play.case


def proposed(play: Play, by: Person | None = None, text: str = TEXT) -> Lesson:
    by = by or play.town.intake
    lessons.propose_lesson(case=play.case, actor=acting(by), text=text)
    return Lesson.objects.get()


def confirmed(play: Play) -> Lesson:
    lesson = proposed(play)
    lessons.confirm_lesson(case=play.case, actor=acting(play.town.officer))
    lesson.refresh_from_db()
    return lesson


def sent(play: Play) -> LessonReceipt:
    confirmed(play)
    lessons.send_lesson(
        case=play.case,
        actor=acting(play.town.officer),
        organisations=[play.town.west.organisation],
    )
    return LessonReceipt.objects.get()


def told(kind: str) -> set[Person]:
    return {row.recipient for row in OutboxMessage.objects.filter(kind=kind)}


# --- V8 -------------------------------------------------------------------------------------------


def test_owner_of_a_prominent_problem_says_where_he_looked_for_the_same(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    Case.objects.filter(pk=play.case.pk).update(severity=Severity.PROMINENT)
    play.case.refresh_from_db()
    measure = play.case.plans.get().measures.get()
    play.take("carry_out", **play.progress(measure.pk))
    play.take("carry_out")
    for missing in ("", "都看了"):
        assert "elsewhere" in play.refusal("report_effect", elsewhere=missing)
    play.take("report_effect", elsewhere="逐月核对了其他活动的记录，未发现。")
    assert play.case.checked_elsewhere == "逐月核对了其他活动的记录，未发现。"


def test_v8_of_a_prominent_problem_is_yes_or_no_with_a_reason(play: Play) -> None:
    prominent(play, CaseStage.VERIFYING)
    play.take("assign_verifiers")
    who = play.town.dis[1]
    na = {"V8-answer": "na", "V8-reason": "不涉及此项要求。"}
    assert set(play.refusal("verify", who, **na)) >= {"V8-answer"}
    assert set(play.refusal("verify", who, **{"V8-answer": "yes", "V8-reason": ""})) == {
        "V8-reason"
    }
    play.take("verify", who, **{"V8-answer": "yes", "V8-reason": "查看了其他活动的记录。"})


def test_verifier_reads_the_statement_and_the_lesson_beside_v8(play: Play) -> None:
    prominent(play, CaseStage.VERIFYING)
    proposed(play)
    play.take("assign_verifiers")
    url = reverse("workflows:act", args=[play.item("verify").pk])
    for who in play.town.dis[1:3]:
        answer = client_of(who).get(url)
        if answer.status_code == 200:
            shown = answer.content.decode()
            assert "已查看全部活动记录，未发现。" in shown
            assert TEXT in shown
            return
    pytest.fail("no verifier opened the step")


# --- the lesson -----------------------------------------------------------------------------------


def test_way_of_a_lesson_is_on_record_and_ends_with_one_answer(play: Play) -> None:
    prominent(play)
    town = play.town
    receipt = sent(play)
    verbs = list(play.case.events.order_by("sequence").values_list("verb", flat=True))[-3:]
    assert verbs == [EventVerb.LESSON_PROPOSED, EventVerb.LESSON_CONFIRMED, EventVerb.LESSON_SENT]
    assert told("lesson_proposed") == {town.officer}
    assert told("lesson_received") == {town.west.secretary, town.west.clerk}
    assert {row.case for row in OutboxMessage.objects.filter(kind="lesson_received")} == {None}
    count = play.case.events.count()
    lessons.answer_lesson(receipt=receipt, by=rights(town.west.clerk), answer="found")
    receipt.refresh_from_db()
    assert (receipt.answer, receipt.answered_by) == ("found", town.west.clerk)
    assert play.case.events.count() == count
    with pytest.raises(CaseError, match=town.west.clerk.name):
        lessons.answer_lesson(receipt=receipt, by=rights(town.west.secretary), answer="checked")
    assert list(breaches()) == []


def test_lesson_is_written_anew_until_another_person_confirms_it(play: Play) -> None:
    prominent(play)
    town = play.town
    proposed(play)
    lesson = proposed(play, town.officer, "补记应当注明补记日期和原因。")
    assert (lesson.proposed_by, lesson.history.count()) == (town.officer, 2)
    with pytest.raises(NotAllowed):
        lessons.confirm_lesson(case=play.case, actor=acting(town.officer))
    lessons.confirm_lesson(case=play.case, actor=acting(town.intake))
    for late in (lambda: proposed(play), lambda: confirmed(play)):
        with pytest.raises(CaseError):
            late()


def test_it_may_be_prepared_while_the_case_is_verified_and_waits_for_its_end(play: Play) -> None:
    prominent(play, CaseStage.VERIFYING)
    confirmed(play)
    with pytest.raises(CaseError) as refused:
        lessons.send_lesson(
            case=play.case,
            actor=acting(play.town.officer),
            organisations=[play.town.west.organisation],
        )
    assert refused.value.rule == "4.8"
    assert not LessonReceipt.objects.exists()


def test_verifier_who_writes_the_lesson_stays_free(play: Play) -> None:
    prominent(play, CaseStage.VERIFYING)
    play.take("assign_verifiers")
    proposed(play, play.town.dis[1])
    seen = {"V8-answer": "yes", "V8-reason": "查看了其他活动的记录。"}
    for who in play.town.dis[1:3]:
        play.take("verify", who, **seen)
    assert play.case.stage == CaseStage.CLOSED


@pytest.mark.parametrize(
    "other",
    [{"severity": Severity.ORDINARY}, {"level": CaseLevel.MEMBER}, {"secrecy": "internal"}],
)
def test_none_is_drawn_from_what_is_not_prominent_a_members_or_not_public(
    play: Play, other: dict[str, Any]
) -> None:
    prominent(play)
    Case.objects.filter(pk=play.case.pk).update(**other)
    play.case.refresh_from_db()
    with pytest.raises(CaseError):
        proposed(play)
    assert not Lesson.objects.exists()


@pytest.mark.parametrize(
    "since", [{"severity": Severity.ORDINARY}, {"secrecy": "internal"}, {"sealed": True}]
)
def test_none_is_confirmed_or_sent_once_the_case_teaches_nothing(
    play: Play, since: dict[str, Any]
) -> None:
    prominent(play)
    lesson, town = proposed(play), play.town
    Case.objects.filter(pk=play.case.pk).update(**since)
    play.case.refresh_from_db()
    with pytest.raises(CaseError):
        lessons.confirm_lesson(case=play.case, actor=acting(town.officer))
    Lesson.objects.update(confirmed_by=town.officer, confirmed_at=lesson.proposed_at)
    with pytest.raises(CaseError):
        lessons.send_lesson(
            case=play.case, actor=acting(town.officer), organisations=[town.west.organisation]
        )
    assert not LessonReceipt.objects.exists()


def test_none_is_drawn_before_the_verification(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    Case.objects.filter(pk=play.case.pk).update(severity=Severity.PROMINENT)
    play.case.refresh_from_db()
    with pytest.raises(CaseError):
        proposed(play)


def test_whoever_is_recused_has_nothing_to_do_with_it(play: Play) -> None:
    prominent(play)
    play.enter_recusal(play.town.intake)
    with pytest.raises(NotAllowed) as refused:
        proposed(play)
    assert refused.value.rule == "4.4"


@pytest.mark.parametrize(
    "words",
    [
        "{east}的活动记录须当日填写。",
        "{spaced}的活动记录须当日填写。",
        "{village}的活动记录须当日填写。",
        "{alias}的活动记录须当日填写。",
        "参照{number}的教训，活动记录须当日填写。",
        "{name}的活动记录须当日填写。",
        "记录人电话13900000000。",
    ],
)
def test_text_names_no_organisation_place_person_or_number(play: Play, words: str) -> None:
    prominent(play)
    east = play.town.east
    name = east.organisation.name
    OrganisationAlias.objects.create(organisation=east.organisation, name="青石支部")
    text = words.format(
        east=name,
        spaced=f"{name[:2]} {name[2:]}",
        village=name[:3],
        alias="青石支部",
        number=play.case.number,
        name=east.secretary.name,
    )
    with pytest.raises(InvalidInput) as refused:
        proposed(play, text=text)
    assert set(refused.value.errors) == {"text"}
    assert not Lesson.objects.exists()


def test_name_of_a_reporter_stops_before_the_second_person_alone(play: Play) -> None:
    play.opinion(mode="named", name="司马望舒", contact="13900000000")
    prominent(play)
    proposed(play, text="不得像司马望舒所说那样事后补记记录。")
    with pytest.raises(CaseError) as refused:
        lessons.confirm_lesson(case=play.case, actor=acting(play.town.officer))
    assert refused.value.rule == "4.6"
    assert "司马望舒" not in str(refused.value.message)


def test_it_goes_to_other_branches_of_the_township(play: Play) -> None:
    prominent(play)
    town = play.town
    assert town.east.organisation not in receivers_for(play.case)
    assert town.west.organisation in receivers_for(play.case)
    confirmed(play)
    for wrong in ([], [town.east.organisation], [town.committee]):
        with pytest.raises(InvalidInput):
            lessons.send_lesson(case=play.case, actor=acting(town.officer), organisations=wrong)


def test_other_branches_answer_nothing(play: Play) -> None:
    prominent(play)
    receipt = sent(play)
    for someone in (play.town.east.secretary, play.town.west.members[0]):
        with pytest.raises(NotVisible):
            lessons.answer_lesson(receipt=receipt, by=rights(someone), answer="checked")
    with pytest.raises(InvalidInput):
        lessons.answer_lesson(
            receipt=receipt, by=rights(play.town.west.secretary), answer="perhaps"
        )


# --- pages ----------------------------------------------------------------------------------------


def url(name: str, play: Play) -> str:
    return reverse(f"workflows:{name}", args=[play.case.pk])


def home(someone: Person, play: Play) -> str:
    page = reverse("rectification:case", args=[play.case.pk])
    return str(client_of(someone).get(page).content.decode())


def test_pages_lead_from_the_text_to_the_answer(play: Play) -> None:
    prominent(play)
    town = play.town
    writer, second = client_of(town.intake), client_of(town.officer)
    assert url("propose_lesson", play) in home(town.intake, play)
    assert writer.post(url("propose_lesson", play), {"text": "太短"}).status_code == 422
    assert writer.post(url("propose_lesson", play), {"text": TEXT}).status_code == 302
    assert writer.post(url("confirm_lesson", play), {}).status_code == 403
    assert TEXT in second.get(url("confirm_lesson", play)).content.decode()
    assert second.post(url("confirm_lesson", play), {}).status_code == 302
    assert second.post(url("confirm_lesson", play), {}).status_code == 409
    west = town.west.organisation
    assert second.post(url("send_lesson", play), {}).status_code == 422
    assert second.post(url("send_lesson", play), {"organisations": [west.pk]}).status_code == 302
    assert "1个中的0个" in home(town.officer, play)
    receipt = LessonReceipt.objects.get()
    own = reverse("rectification:lesson", args=[receipt.pk])
    secretary = client_of(town.west.secretary)
    listed = secretary.get(reverse("rectification:lessons")).content.decode()
    assert own in listed
    shown = secretary.get(own).content.decode()
    for page in (listed, shown):
        assert TEXT in page
        for word in (play.case.number, play.case.title, town.east.organisation.name):
            assert word not in page
    assert secretary.post(own, {"answer": "perhaps"}).status_code == 422
    assert secretary.post(own, {"answer": "found"}).status_code == 302
    assert reverse("workflows:new_problem") in secretary.get(own).content.decode()
    again = client_of(town.west.clerk).post(own, {"answer": "checked"})
    assert again.status_code == 422
    assert town.west.secretary.name in again.content.decode()
    assert "1个中的1个" in home(town.officer, play)


def test_pages_are_for_the_two_offices_and_the_branch_alone(play: Play) -> None:
    prominent(play)
    town = play.town
    own = reverse("rectification:lesson", args=[sent(play).pk])
    for name in ("propose_lesson", "confirm_lesson", "send_lesson"):
        for someone in (town.east.secretary, town.org, town.lg, town.west.secretary):
            assert client_of(someone).get(url(name, play)).status_code == 404
    for someone in (town.east.secretary, town.officer, town.west.members[0]):
        assert client_of(someone).get(own).status_code == 404
    assert client_of(town.officer).get(reverse("rectification:lessons")).status_code == 404
    Case.objects.filter(pk=play.case.pk).update(sealed=True)
    assert client_of(town.west.secretary).get(own).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_for_many(
    town: Township, rows: int, django_assert_num_queries: Any
) -> None:
    for _row in range(rows):
        received_lesson(town)
    client = client_of(town.east.secretary)
    client.get(reverse("rectification:lessons"))
    with django_assert_num_queries(8):
        client.get(reverse("rectification:lessons"))
