"""A verification is signed with the password or the second factor (docs/rules.md 4.8)."""

from uuid import uuid4

import pytest
import time_machine
from axes.models import AccessAttempt
from django.test import Client, override_settings
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from rectification.enums import CaseStage, SigningProof
from rectification.exceptions import Busy, NotAllowed
from rectification.models import CaseEvent, Person, Verification
from rectification.services import verification
from rectification.services.second_factor import new_key
from tests.factories import PASSWORD, Township, acting
from tests.published import answers
from tests.rectification.web.desk import client_of
from tests.workflows.play import Play, posted, user_of
from tests.workflows.racing import race
from workflows import act

WRONG = "not-the-password-of-anybody"


@pytest.fixture
def play(town: Township, clock: time_machine.Traveller) -> Play:
    play = Play(town, clock)
    play.bring_to(CaseStage.VERIFYING)
    play.take("assign_verifiers")
    return play


def sent(client: Client, play: Play, who: Person, **given: str) -> tuple[int, str]:
    url = reverse("workflows:act", args=[play.item("verify", who).pk])
    answer = client.post(url, posted(play.sheet(**given)))
    return answer.status_code, answer.content.decode()


def sheet_of(play: Play, who: Person) -> Verification:
    return Verification.objects.get(attempt__case=play.case, verifier=who)


def test_both_sign_and_what_each_signed_with_is_on_record(play: Play) -> None:
    for who in play.town.dis[1:3]:
        play.take("verify", who)
        assert sheet_of(play, who).signed_with == SigningProof.PASSWORD
    assert play.case.stage == CaseStage.CLOSED


@pytest.mark.parametrize("password", ["", WRONG])
def test_without_the_password_nothing_is_signed(play: Play, password: str) -> None:
    who = play.town.dis[1]
    assert set(play.refusal("verify", who, signing_password=password)) == {"signing_password"}
    assert sheet_of(play, who).signed_at is None


def test_the_service_takes_no_signature_past_the_door(play: Play) -> None:
    with pytest.raises(NotAllowed):
        verification.sign_verification(
            case=play.case,
            actor=acting(play.town.dis[1]),
            answers=answers(),
            methods=["files"],
            on_site=True,
            conclusion="passed",
            statement="查阅记录，问题已解决。",
        )


def test_a_wrong_password_keeps_the_sheet_and_not_itself(play: Play) -> None:
    who = play.town.dis[1]
    status, html = sent(client_of(who), play, who, signing_password=WRONG)
    assert status == 422
    assert play.sheet()["statement"] in html
    assert WRONG not in html


@override_settings(AXES_ENABLED=True)
def test_wrong_passwords_count_as_failed_logins_and_the_page_stays(play: Play) -> None:
    who = play.town.dis[1]
    client = client_of(who)
    for _time in range(5):
        sent(client, play, who, signing_password=WRONG)
    status, html = sent(client, play, who)

    assert status == 422
    assert play.sheet()["statement"] in html
    assert sheet_of(play, who).signed_at is None
    (row,) = AccessAttempt.objects.all()
    assert (row.username, row.failures_since_start) == (user_of(who).username, 5)
    assert play.sheet()["statement"] not in row.post_data
    assert WRONG not in row.post_data


def test_a_session_that_is_over_carries_no_password_on(play: Play) -> None:
    who = play.town.dis[1]
    client = client_of(who)
    url = reverse("workflows:act", args=[play.item("verify", who).pk])
    page = client.get(url).content.decode()
    mark = page.split('name="written_by" value="')[1].split('"')[0]
    client.logout()
    answer = client.post(url, posted({**play.sheet(), "written_by": mark}))
    kept = answer.content.decode().split('name="kept" value="')[1].split('"')[0]

    seen = Client().post(url, {"kept": kept, "username": user_of(who).username, "password": WRONG})
    assert seen.status_code == 401
    client.force_login(user_of(who))
    again = client.post(url, {"kept": kept}).content.decode()
    assert play.sheet()["statement"] in again
    assert PASSWORD not in again


def test_whoever_has_a_second_factor_signs_with_either(play: Play) -> None:
    first, second = play.town.dis[1:3]
    for who in (first, second):
        TOTPDevice.objects.create(user=user_of(who), key=new_key(), name="authenticator")
    device = TOTPDevice.objects.get(user=user_of(first))
    right = f"{TOTP(device.bin_key).token():06d}"
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"

    # The code is looked at last: a sheet with a fault does not use it up.
    faulty = {"signing_password": "", "signing_code": right, "statement": ""}
    assert set(play.refusal("verify", first, **faulty)) == {"statement"}
    assert set(play.refusal("verify", first, signing_password="", signing_code=wrong)) == {
        "signing_code"
    }
    play.clock.shift(60)
    right = f"{TOTP(device.bin_key).token():06d}"
    play.take("verify", first, signing_password="", signing_code=right)
    play.take("verify", second)

    assert sheet_of(play, first).signed_with == SigningProof.SECOND_FACTOR
    assert sheet_of(play, second).signed_with == SigningProof.PASSWORD


def code_of(who: Person) -> tuple[TOTPDevice, str]:
    device = TOTPDevice.objects.create(user=user_of(who), key=new_key(), name="authenticator")
    return device, f"{TOTP(device.bin_key).token():06d}"


@pytest.mark.django_db(transaction=True)
def test_a_double_click_is_one_signature_and_no_wrong_code(play: Play) -> None:
    who = play.town.dis[1]
    device, right = code_of(who)
    item = play.item("verify", who)
    filled = {**play.answers(item), "signing_password": "", "signing_code": right}
    key = str(uuid4())

    def click() -> act.Attempt:
        return act.perform(user=user_of(who), item_id=item.pk, data=filled, key=key)

    results = race(click, click)
    results = [click() if isinstance(result, Busy) else result for result in results]
    assert sorted((r.done, r.replayed) for r in results) == [(True, False), (True, True)]
    device.refresh_from_db()
    assert device.throttling_failure_count == 0
    assert sheet_of(play, who).signed_with == SigningProof.SECOND_FACTOR


def test_a_refusal_does_not_use_the_code_up(play: Play) -> None:
    who = play.town.dis[1]
    device, right = code_of(who)
    signed = {"signing_password": "", "signing_code": right}
    late = {"correction_due_on": "2020-01-01"}
    refused = play.refusal("verify", who, **play.failing(**late, **signed))
    assert set(refused) == {"correction_due_on"}
    play.take("verify", who, **signed)
    device.refresh_from_db()
    assert device.throttling_failure_count == 0


def test_a_wrong_code_stays_counted(play: Play) -> None:
    who = play.town.dis[1]
    device, right = code_of(who)
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    play.refusal("verify", who, signing_password="", signing_code=wrong)
    device.refresh_from_db()
    assert device.throttling_failure_count == 1


def test_no_event_holds_what_was_signed_with(play: Play) -> None:
    play.take("verify", play.town.dis[1])
    events = CaseEvent.objects.filter(case=play.case).select_related("payload")
    assert not [event for event in events if PASSWORD in str(vars(event))]


def test_whoever_settles_signs_too(play: Play) -> None:
    play.take("verify", play.town.dis[1])
    play.take("verify", play.town.dis[2], **play.failing())
    head = play.town.dis[0]
    assert set(play.refusal("settle_verification", head, signing_password=WRONG)) == {
        "signing_password"
    }
    play.take("settle_verification", head)
    assert play.case.attempts.get().settled_with == SigningProof.PASSWORD
