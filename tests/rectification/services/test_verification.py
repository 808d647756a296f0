"""docs/rules.md T29–T31, 4.8, scenarios 2 and 16: two free people, each for himself."""

from datetime import date
from typing import Any

import pytest
from django.utils import translation

from rectification.enums import (
    CaseLevel,
    CaseStage,
    DeadlineClass,
    EventVerb,
    PartyReason,
    RecusalGround,
    ReporterMode,
    VerificationConclusion,
)
from rectification.exceptions import CaseError, InvalidInput, NotAllowed
from rectification.models import (
    Case,
    Evidence,
    Measure,
    Membership,
    Objection,
    Person,
    Recusal,
    Verification,
)
from rectification.roles import Role
from rectification.services import failures, naming, verification
from rectification.services.identities import seal_identity
from tests.days import at
from tests.factories import Township, acting, case_in, granted, names, opinion_of
from tests.outbox import told
from tests.published import answers, name_two, notice_of, noticed, sign, signing, verifying

pytestmark = pytest.mark.django_db
NOW = at("2026-11-23")

NO_V2 = {"V2": ("no", "八月活动仍无记录。")}
CORRECT: dict[str, Any] = {
    "answers": answers(**NO_V2),
    "conclusion": VerificationConclusion.CORRECT,
    "correction_due_on": date(2026, 12, 14),
}


@pytest.fixture
def case(town: Township) -> Case:
    return verifying(town)


def verifiers_of(case: Case) -> set[str]:
    parties = case.parties.filter(reason=PartyReason.VERIFIER, until__isnull=True)
    return names(party.person for party in parties)


def test_name_verifiers_makes_them_parties(town: Township, case: Case) -> None:
    assert verifiers_of(case) == {"纪清源", "纪从严"}
    assert case.events.latest("sequence").verb == EventVerb.VERIFIERS_NAMED
    assert case.attempts.get().verifications.count() == 2


@pytest.mark.parametrize("choice", ["same", "none", "outsider", "member"])
def test_name_verifiers_refused(town: Township, choice: str) -> None:
    case = case_in(town, CaseStage.NOTICE_PREP)
    Membership.objects.filter(person=town.dis[3]).delete()
    Membership.objects.create(
        person=town.dis[3],
        organisation=town.east.organisation,
        kind="full",
        valid_from=date(2020, 1, 1),
    )
    second: Person | None = {
        "same": town.dis[1],
        "none": None,
        "outsider": town.org,
        "member": town.dis[3],
    }[choice]

    with pytest.raises(InvalidInput):
        naming.name_verifiers(
            case=case, actor=acting(town.dis[0]), first=town.dis[1], second=second
        )
    assert not case.attempts.exists()


@pytest.mark.parametrize(
    ("role", "ground"), [(Role.DIS, "Own branch"), (Role.LG, "Recused by rule")]
)
def test_direct_naming_of_who_is_not_free_is_refused_with_the_ground(
    town: Township, role: Role, ground: str
) -> None:
    """The ground is the discipline committee's to know; whoever else names reads the rule."""
    case = case_in(town, CaseStage.NOTICE_PREP)
    near, first, second = town.east.clerk, *town.dis[1:3]
    office = acting(town.dis[0] if role == Role.DIS else town.lg, role)
    with translation.override("en"), pytest.raises(InvalidInput) as refused:
        naming.name_verifiers(case=case, actor=office, first=near, second=second)
    assert f"({ground})" in str(refused.value.errors["first"])
    with translation.override("en"), pytest.raises(InvalidInput) as unknown:
        naming.name_verifiers(case=case, actor=office, first=first, second=town.west.members[0])
    assert "(" not in str(unknown.value.errors["second"])


def test_two_equal_signatures_conclude(town: Township, case: Case) -> None:
    sign(town, case, 1)
    assert verification.conclude_verification(case=case) is None
    event = sign(town, case, 2)

    assert event.payload.text == ""
    assert verification.conclude_verification(case=case) == VerificationConclusion.PASSED
    assert case.attempts.get().conclusion == VerificationConclusion.PASSED


def test_sign_verification_by_others_refused(town: Township, case: Case) -> None:
    with pytest.raises(NotAllowed):
        sign(town, case, 3)


def test_sign_verification_twice_refused(town: Township, case: Case) -> None:
    sign(town, case, 1)

    with pytest.raises(CaseError):
        sign(town, case, 1)


def test_recusal_of_the_first_stops_the_second(town: Township, case: Case) -> None:
    sign(town, case, 1)
    Recusal.objects.create(
        case=case, person=town.dis[1], ground=RecusalGround.RELATIVE, since=at("2026-12-02")
    )

    with pytest.raises(NotAllowed) as refusal:
        sign(town, case, 2)

    assert refusal.value.rule == "4.8"
    assert Verification.objects.filter(signed_at__isnull=False).count() == 1


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"answers": {}}, {f"V{n}_answer" for n in range(1, 9)}),
        ({"answers": answers(V2=("no", ""))}, {"V2_reason", "conclusion"}),
        ({"answers": answers(V7=("na", " "))}, {"V7_reason"}),
        ({"answers": answers(**NO_V2)}, {"conclusion"}),
        ({**CORRECT, "answers": answers()}, {"conclusion"}),
        ({**CORRECT, "correction_due_on": None}, {"correction_due_on"}),
        ({**CORRECT, "correction_due_on": date(2026, 11, 23)}, {"correction_due_on"}),
        ({**CORRECT, "correction_due_on": date(2026, 12, 15)}, {"correction_due_on"}),
        ({"methods": []}, {"methods"}),
        ({"methods": ["dream"]}, {"methods"}),
        ({"statement": " "}, {"statement"}),
        ({"conclusion": VerificationConclusion.STAGE_PASSED}, {"conclusion"}),
        ({"conclusion": "perfect"}, {"conclusion"}),
    ],
)
def test_sign_verification_refused(
    town: Township, case: Case, given: dict[str, Any], fields: set[str]
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        sign(town, case, **given)

    assert set(refusal.value.errors) == fields
    assert not Verification.objects.filter(signed_at__isnull=False).exists()


def test_one_of_two_must_have_been_on_site(town: Township, case: Case) -> None:
    sign(town, case, 1, on_site=False)

    with pytest.raises(InvalidInput) as refusal:
        sign(town, case, 2, on_site=False)
    assert set(refusal.value.errors) == {"on_site"}
    sign(town, case, 2, on_site=False, methods=["files", "on_site"])

    assert Verification.objects.get(verifier=town.dis[2]).on_site


def test_member_case_needs_nobody_on_site(town: Township) -> None:
    case = verifying(town, level=CaseLevel.BRANCH)
    case.level = CaseLevel.MEMBER
    case.save()

    sign(town, case, 1, on_site=False)
    sign(town, case, 2, on_site=False)

    assert verification.conclude_verification(case=case) == VerificationConclusion.PASSED


def test_evidence_made_afterwards_needs_an_explanation(town: Township, case: Case) -> None:
    evidence = Evidence.objects.get(progress__measure__plan__case=case)
    evidence.late_reason = "当时未拍照，事后补写并注明。"
    evidence.save()

    with pytest.raises(InvalidInput) as refusal:
        sign(town, case)
    assert set(refusal.value.errors) == {"V4_reason"}
    sign(town, case, answers=answers(V4=("yes", "补写并注明，已与参会人员核对。")))

    assert Verification.objects.filter(signed_at__isnull=False).count() == 1


def test_passing_needs_every_objection_answered(town: Township, case: Case) -> None:
    Objection.objects.create(
        case=case,
        notice=notice_of(case),
        kind="facts",
        mode="anonymous",
        text="不属实。",
        receipt_hash="1" * 64,
        received_at=at("2026-11-24"),
    )

    with pytest.raises(InvalidInput) as refusal:
        sign(town, case)

    assert set(refusal.value.errors) == {"conclusion"}


def test_long_term_matter_reaches_its_stage_only(town: Township) -> None:
    case = verifying(town, deadline_class=DeadlineClass.LONG_TERM)

    with pytest.raises(InvalidInput) as refusal:
        sign(town, case)
    assert set(refusal.value.errors) == {"conclusion"}
    sign(town, case, conclusion=VerificationConclusion.STAGE_PASSED)

    assert Verification.objects.filter(signed_at__isnull=False).count() == 1


def test_different_results_are_settled_by_the_head(town: Township, case: Case) -> None:
    town.dis[0].appointments.update(duty="head")
    sign(town, case, 1)
    sign(town, case, 2, **CORRECT)
    assert verification.conclude_verification(case=case) is None

    for who in (1, 3):
        with pytest.raises(NotAllowed):
            settle(town, case, who)
    event = settle(town, case, 0)

    attempt = case.attempts.get()
    assert event.verb == EventVerb.VERIFICATION_SETTLED
    assert (attempt.conclusion, attempt.settled_by) == ("correct", town.dis[0])
    assert attempt.correction_due_on == date(2026, 12, 14)


def settle(town: Township, case: Case, who: int, conclusion: str = "correct") -> Any:
    return verification.settle_verification(
        case=case,
        actor=signing(town.dis[who]),
        conclusion=conclusion,
        reason="八月活动确无记录，限期补正。",
    )


def test_settle_before_both_signed_refused(town: Township, case: Case) -> None:
    sign(town, case, 1)

    with pytest.raises(CaseError):
        settle(town, case, 0)


def test_settle_without_a_visit_cannot_pass(town: Township, case: Case) -> None:
    sign(town, case, 1, on_site=False)
    sign(town, case, 2, on_site=False, conclusion=VerificationConclusion.UNVERIFIABLE)

    with pytest.raises(CaseError) as refusal:
        settle(town, case, 0, VerificationConclusion.PASSED)
    assert refusal.value.field == "conclusion"
    settle(town, case, 0, VerificationConclusion.UNVERIFIABLE)

    assert case.attempts.get().conclusion == VerificationConclusion.UNVERIFIABLE


def failed(town: Township, case: Case) -> Any:
    sign(town, case, 1, **CORRECT)
    sign(town, case, 2, **{**CORRECT, "correction_due_on": date(2026, 12, 10)})
    assert verification.conclude_verification(case=case) == VerificationConclusion.CORRECT
    return failures.fail_verification(case=case)


def test_fail_verification_goes_back_with_a_new_date(town: Township, case: Case) -> None:
    event = failed(town, case)

    measure = Measure.objects.get(plan__case=case)
    assert (event.verb, event.payload.text) == (EventVerb.VERIFICATION_FAILED, "V2")
    assert (case.due_on, measure.due_on) == (date(2026, 12, 14), date(2026, 12, 14))
    assert measure.done_at is None
    assert told("verification_failed", case) == {
        town.east.secretary,
        town.east.clerk,
        town.intake,
        town.officer,
    }
    assert not case.parties.filter(reason=PartyReason.JOINED).exists()


def test_second_failure_brings_the_liaison_leader_in(town: Township, case: Case) -> None:
    failed(town, case)
    name_two(town, case)

    failed(town, case)

    joined = case.parties.filter(reason=PartyReason.JOINED)
    assert names(party.person for party in joined) == {town.liaison.name}
    assert case.events.filter(verb=EventVerb.LIAISON_JOINED).count() == 1


WORDS = "村口第三根电线杆边上的那块公开栏，从开春到现在就没人换过。"


@pytest.mark.parametrize("field", ["statement", "V2_reason"])
def test_words_of_the_reporter_are_refused_whoever_signs(
    town: Township, case: Case, field: str
) -> None:
    """The owner reads what was found, when he is heard at the latest."""
    opinion_of(case, mode=ReporterMode.CONFIDENTIAL, text=WORDS)
    said = f"有人反映：{WORDS}"
    given = {"statement": said} if field == "statement" else {"answers": answers(V2=("no", said))}
    with pytest.raises(InvalidInput) as refused:
        sign(town, case, 1, **(CORRECT | given))
    assert (set(refused.value.errors), refused.value.rule) == ({field}, "8.10")


def test_the_reporter_is_named_by_nobody_who_was_shown_who_he_is(
    town: Township, case: Case
) -> None:
    """To anybody else a refusal would tell that he has guessed it."""
    opinion = opinion_of(case, mode=ReporterMode.CONFIDENTIAL)
    seal_identity(name="欧阳霁月", contact="", opinion=opinion)
    granted(case, town.dis[1], town.lg)
    said = {"statement": "当面向欧阳霁月核实，活动仍未开展。"}
    with pytest.raises(InvalidInput) as refused:
        sign(town, case, 1, **said)
    assert (set(refused.value.errors), refused.value.rule) == ({"statement"}, "4.7")
    sign(town, case, 2, **said)


def test_fail_verification_without_a_failure_refused(town: Township, case: Case) -> None:
    with pytest.raises(CaseError):
        failures.fail_verification(case=case)


def test_evidence_of_the_round_is_what_was_noticed(town: Township) -> None:
    """A case whose notice is over, before anybody is named, has no attempt."""
    case = case_in(town, CaseStage.NOTICE_PREP)
    noticed(town, case)

    assert verification.conclude_verification(case=case) is None
