"""Forms of 4.8: naming two who are free, answering V1–V8, settling two that differ."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from rectification.enums import (
    CaseStage,
    Criterion,
    DeadlineClass,
    EventVerb,
    RecusalGround,
    Step,
)
from rectification.exceptions import CaseError, InvalidInput
from rectification.models import Case, CriterionResult, Evidence, Person, Recusal
from rectification.services import objections
from tests.days import at
from tests.factories import PASSWORD, Township, case_in
from tests.published import answers, notice_of, noticed, sign, verifying
from tests.workflows.forms.filled import filled
from tests.workflows.forms.sent import SIGNATURE
from workflows.forms.naming import AssignVerifiersForm
from workflows.forms.verification import SettleVerificationForm, VerifyForm

pytestmark = pytest.mark.django_db
NOW = at("2026-11-23")


# --- naming -------------------------------------------------------------------------------------


@pytest.fixture
def unnamed(town: Township) -> Case:
    case = case_in(town, CaseStage.NOTICE_PREP)
    noticed(town, case)
    return case


def naming(town: Township, case: Case, data: dict[str, Any] | None = None) -> AssignVerifiersForm:
    return filled(AssignVerifiersForm, case, town.dis[0], data, step=Step.ASSIGN_VERIFIERS)


def bar(case: Case, person: Person) -> None:
    Recusal.objects.create(
        case=case, person=person, ground=RecusalGround.RELATIVE, since=timezone.now()
    )


def test_assign_verifiers_names_two(town: Township, unnamed: Case) -> None:
    data = {"decision": "name", "first": town.dis[1].pk, "second": town.dis[2].pk}
    form = naming(town, unnamed, data)
    assert form.is_valid(), form.errors
    assert form.carry_out().verb == EventVerb.VERIFIERS_NAMED
    named = unnamed.attempts.get().verifications.values_list("verifier", flat=True)
    assert set(named) == {town.dis[1].pk, town.dis[2].pk}


def test_assign_verifiers_needs_two_different_persons(town: Township, unnamed: Case) -> None:
    form = naming(town, unnamed, {"first": town.dis[1].pk, "second": town.dis[1].pk})
    assert not form.is_valid()
    assert list(form.errors) == ["second"]


def test_assign_verifiers_leaves_out_the_barred_with_ground(town: Township, unnamed: Case) -> None:
    bar(unnamed, town.dis[1])
    form = naming(town, unnamed, {"first": town.dis[1].pk, "second": town.dis[2].pk})
    assert form.barred() == [(town.dis[1].name, str(RecusalGround.RELATIVE.label))]
    assert not form.is_valid()
    assert list(form.errors) == ["first"]


def test_assign_verifiers_says_when_fewer_than_two_are_free(town: Township, unnamed: Case) -> None:
    assert naming(town, unnamed).too_few is None
    for person in town.dis[1:]:
        bar(unnamed, person)
    refusal = naming(town, unnamed).too_few
    assert refusal is not None
    assert refusal.rule == "8.2"


def test_assign_verifiers_shows_number_owner_and_day_only(town: Township, unnamed: Case) -> None:
    values = [value for _name, value in naming(town, unnamed).facts]
    assert values == [unnamed.number, town.east.organisation, None]


# --- signing ------------------------------------------------------------------------------------


@pytest.fixture
def case(town: Township) -> Case:
    return verifying(town)


def signing(
    town: Township, case: Case, data: dict[str, Any] | None = None, who: int = 1
) -> VerifyForm:
    return filled(VerifyForm, case, town.dis[who], data, step=Step.VERIFY)


def test_verify_signs_with_all_answers(town: Township, case: Case) -> None:
    form = signing(town, case, SIGNATURE)
    assert form.is_valid(), form.errors
    assert form.carry_out().verb == EventVerb.VERIFICATION_SIGNED
    sheet = case.attempts.get().verifications.get(verifier=town.dis[1])
    assert (sheet.conclusion, sheet.methods, sheet.on_site) == ("passed", "files", True)
    rows = CriterionResult.objects.filter(verification=sheet).order_by("criterion")
    assert list(rows.values_list("criterion", "answer", "reason")) == [
        *((f"V{n}", "yes", "") for n in range(1, 7)),
        ("V7", "na", "非群众反映事项"),
        ("V8", "na", "问题不突出"),
    ]


def test_verify_starts_with_what_the_rules_do_not_ask(town: Township, case: Case) -> None:
    form = signing(town, case)
    chosen = {c.value: form[f"{c}-answer"].value() for c in Criterion}
    assert chosen == {f"V{n}": None for n in range(1, 7)} | {"V7": "na", "V8": "na"}
    assert form["V7-reason"].value()


def test_verify_asks_everything_of_an_opinion_that_is_prominent(town: Township) -> None:
    case = verifying(town, source="public_opinion", severity="prominent")
    form = signing(town, case)
    assert {form[f"{c}-answer"].value() for c in Criterion} == {None}


def test_verify_needs_every_criterion(town: Township, case: Case) -> None:
    data = {k: v for k, v in SIGNATURE.items() if k != "V3-answer"}
    form = signing(town, case, data)
    assert not form.is_valid()
    assert list(form.errors) == ["V3-answer"]


@pytest.mark.parametrize("answer", ["no", "na"])
def test_verify_needs_a_reason_unless_yes(town: Township, case: Case, answer: str) -> None:
    form = signing(town, case, SIGNATURE | {"V2-answer": answer})
    assert not form.is_valid()
    assert list(form.errors) == ["V2-reason"]


def test_verify_leads_late_evidence_to_the_reason_of_v4(town: Township, case: Case) -> None:
    Evidence.objects.update(late_reason="会议记录按原始签到补录。")
    form = signing(town, case, SIGNATURE)
    assert form.late
    assert form.is_valid()
    with pytest.raises(InvalidInput) as refused:
        form.carry_out()
    form.refuse(refused.value)
    assert list(form.errors) == ["V4-reason"]


def test_verify_leads_a_contradiction_to_the_conclusion(town: Township, case: Case) -> None:
    data = SIGNATURE | {"V2-answer": "no", "V2-reason": "八月活动仍无记录。"}
    form = signing(town, case, data)
    assert form.is_valid()
    with pytest.raises(CaseError) as refused:
        form.carry_out()
    form.refuse(refused.value)
    assert list(form.errors) == ["conclusion"]


def test_verify_sets_the_day_of_correction(town: Township, case: Case) -> None:
    data = SIGNATURE | {
        "V2-answer": "no",
        "V2-reason": "八月活动仍无记录。",
        "conclusion": "correct",
        "correction_due_on": "2026-12-11",
    }
    form = signing(town, case, data)
    assert form.is_valid(), form.errors
    form.carry_out()
    sheet = case.attempts.get().verifications.get(verifier=town.dis[1])
    assert sheet.correction_due_on == date(2026, 12, 11)


def test_verify_offers_the_stage_target_to_long_term_cases_only(town: Township, case: Case) -> None:
    offered = {value for value, _label in signing(town, case).fields["conclusion"].choices}
    assert offered == {"passed", "correct", "failed", "unverifiable"}
    case.deadline_class = DeadlineClass.LONG_TERM
    offered = {value for value, _label in signing(town, case).fields["conclusion"].choices}
    assert "stage_passed" in offered


def test_verify_shows_what_belongs_to_each_criterion(town: Township, case: Case) -> None:
    rows = {row.criterion: row.proof for row in signing(town, case).rows()}
    assert "制定下半年计划" in str(rows[Criterion.V1].rows[0][0].text)
    assert case.description in [value for _name, value in rows[Criterion.V2].facts]
    assert rows[Criterion.V4].rows[0][0].text == "记录.pdf"
    assert rows[Criterion.V5].sheet
    assert [value for _name, value in rows[Criterion.V7].facts] == [case.get_source_display()]


def test_verify_shows_late_objections_in_their_own_words(town: Township, case: Case) -> None:
    with time_machine.travel(at("2026-12-02"), tick=False):
        objections.receive_objection(
            notice=notice_of(case), kind="effect", mode="anonymous", text="十月又没有开展。"
        )
    rows = {row.criterion: row.proof for row in signing(town, case).rows()}
    assert rows[Criterion.V6].rows[0][0].meta == "十月又没有开展。"


@pytest.mark.parametrize(
    ("received", "words"),
    [
        ("2026-11-30", ("", "正在处理")),
        ("2026-12-01", ("十月又没有开展。", "不属本程序，转有关单位")),
    ],
)
def test_verify_shows_an_objection_that_was_stored_after_a_signature(
    town: Township,
    case: Case,
    clock: time_machine.Traveller,
    received: str,
    words: tuple[str, str],
) -> None:
    """In time, it is handled beside the verification; too late, it is an opinion before it."""
    sign(town, case, 1)
    clock.move_to(at("2026-12-02"))
    objections.receive_objection(
        notice=notice_of(case),
        kind="effect",
        mode="anonymous",
        text="十月又没有开展。",
        received_at=at(received, "12:00:00"),
    )
    rows = {row.criterion: row.proof for row in signing(town, case, who=2).rows()}
    told, answer = rows[Criterion.V6].rows[0]
    assert (told.meta, str(answer.text)) == words


# --- settling -----------------------------------------------------------------------------------

NO_V2 = {"V2": ("no", "八月活动仍无记录。")}


def settling(town: Township, case: Case, data: dict[str, Any] | None = None) -> Any:
    if data is not None:
        data = {**data, "signing_password": PASSWORD}
    return filled(SettleVerificationForm, case, town.dis[3], data, step=Step.SETTLE_VERIFICATION)


@pytest.fixture
def disputed(town: Township, case: Case) -> Case:
    sign(town, case, 1)
    sign(
        town,
        case,
        2,
        answers=answers(**NO_V2),
        conclusion="correct",
        correction_due_on=date(2026, 12, 11),
    )
    return case


def test_settle_verification_shows_both_sides(town: Township, disputed: Case) -> None:
    form = settling(town, disputed)
    assert [str(column.label) for column in form.columns][1:] == [
        town.dis[1].name,
        town.dis[2].name,
    ]
    second = form.rows()[1]
    assert [cell.meta for cell in second[1:]] == ["", "八月活动仍无记录。"]


def test_settle_verification_concludes(town: Township, disputed: Case) -> None:
    data = {
        "decision": "settle",
        "conclusion": "passed",
        "reason": "八月记录经复核属实，通过。",
    }
    form = settling(town, disputed, data)
    assert form.is_valid(), form.errors
    assert form.carry_out().verb == EventVerb.VERIFICATION_SETTLED
    assert disputed.attempts.get().conclusion == "passed"


def test_settle_verification_may_send_the_verifiers_out_again(
    town: Township, disputed: Case
) -> None:
    data = {
        "decision": "settle",
        "conclusion": "unverifiable",
        "reason": "两人意见不同，难判断。",
    }
    assert settling(town, disputed, data).is_valid()
