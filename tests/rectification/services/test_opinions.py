import io
import json
import logging

import pytest
from cryptography.fernet import Fernet
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from rectification.acting import acting_as
from rectification.enums import ActorKind, CaseStage, EventVerb
from rectification.exceptions import CaseError, InvalidInput
from rectification.models import Case, Objection, Opinion, ReporterIdentity
from rectification.policies.receipts import ALPHABET
from rectification.selectors.receipts import find_by_receipt
from rectification.services.identities import sealed_names
from rectification.services.opinions import answer_opinion, receive_opinion, write_answer
from tests.factories import Township, acting, case_in

TEXT = "村公开栏三个月没有更新，发展党员公示早过期了。"


def test_receive_opinion_names_nobody(town: Township) -> None:
    user = town.east.members[0].user
    with acting_as(user.pk):
        case, opinion, _code = receive_opinion(
            mode="anonymous", organisation=town.east.organisation, text=TEXT
        )
    event = case.events.get()
    assert (event.verb, event.actor_kind) == (EventVerb.SUBMITTED, ActorKind.INTAKE_CHANNEL)
    assert (event.actor, event.payload.text) == (None, "")
    assert (case.author, case.owner_person) == (None, None)
    assert list(case.history.values_list("history_user_id", flat=True)) == [None]
    assert list(opinion.history.values_list("history_user_id", flat=True)) == [None]
    assert not case.parties.exists()


def test_receive_opinion_keeps_its_words_out_of_the_case(town: Township) -> None:
    case, opinion, _code = receive_opinion(mode="anonymous", organisation=None, text=TEXT)
    assert opinion.text == TEXT
    assert TEXT not in (case.title, case.description)
    assert case.owner_organisation is None
    assert (case.source, case.level) == ("public_opinion", "B")
    assert case.submitted_at == timezone.now()


def test_receive_opinion_anonymous_stores_no_identity(town: Township) -> None:
    receive_opinion(
        mode="anonymous", organisation=None, text=TEXT, name="石见证", contact="13800000000"
    )
    assert not ReporterIdentity.objects.exists()


@pytest.mark.parametrize("mode", ["named", "confidential"])
def test_receive_opinion_seals_name_and_contact(town: Township, mode: str) -> None:
    case, opinion, _code = receive_opinion(
        mode=mode, organisation=None, text=TEXT, name="石见证", contact="13800000000"
    )
    sealed = bytes(ReporterIdentity.objects.get(opinion=opinion).sealed)
    assert "石见证".encode() not in sealed
    opened = json.loads(Fernet(settings.IDENTITY_KEY).decrypt(sealed))
    assert opened == {"name": "石见证", "contact": "13800000000"}
    assert sealed_names(case=case) == ["石见证"]


def test_receive_opinion_leaves_no_trace_of_the_reporter(
    town: Township, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        receive_opinion(
            mode="confidential", organisation=None, text=TEXT, name="石见证", contact="13800000000"
        )
    dump = io.StringIO()
    call_command("dumpdata", *apps.app_configs, stdout=dump)
    traces = dump.getvalue() + caplog.text
    assert "石见证" not in traces
    assert json.dumps("石见证").strip('"') not in traces
    assert "13800000000" not in traces


def test_receive_opinion_named_without_name_is_refused(town: Township) -> None:
    with pytest.raises(InvalidInput) as refused:
        receive_opinion(mode="named", organisation=None, text=TEXT)
    assert list(refused.value.errors) == ["name"]


def test_receive_opinion_too_short_is_refused(town: Township) -> None:
    with pytest.raises(InvalidInput) as refused:
        receive_opinion(mode="anonymous", organisation=None, text="不好")
    assert list(refused.value.errors) == ["text"]


def test_receive_opinion_secret_stores_nothing(town: Township) -> None:
    with pytest.raises(CaseError):
        receive_opinion(mode="anonymous", organisation=None, text=f"{TEXT}秘密★十年")
    assert not Case.objects.exists()
    assert not Opinion.objects.exists()


def test_find_by_receipt_whatever_the_typing(town: Township) -> None:
    _case, opinion, code = receive_opinion(mode="anonymous", organisation=None, text=TEXT)
    assert set(code.replace("-", "")) <= set(ALPHABET)
    assert [len(group) for group in code.split("-")] == [4, 4, 4]
    assert find_by_receipt(code) == opinion
    assert find_by_receipt(f" {code.lower().replace('-', ' ')} ") == opinion
    assert code not in opinion.receipt_hash


def test_find_by_receipt_unknown_code(town: Township) -> None:
    receive_opinion(mode="anonymous", organisation=None, text=TEXT)
    assert find_by_receipt("2222-2222-2222") is None
    assert find_by_receipt("") is None


def test_find_by_receipt_after_the_server_key_changed(town: Township, settings: Settings) -> None:
    _case, opinion, code = receive_opinion(mode="anonymous", organisation=None, text=TEXT)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-of-the-suite-0123456789-0123456789-0123456789"
    found: Opinion | Objection | None = find_by_receipt(code)
    assert found == opinion


def test_write_answer(town: Township) -> None:
    case, opinion, _code = receive_opinion(mode="anonymous", organisation=None, text=TEXT)
    assert write_answer(case=case, text=" 公开栏已更新。 ")
    opinion.refresh_from_db()
    assert (opinion.answer, opinion.answered_at) == ("公开栏已更新。", timezone.now())


def test_answer_in_the_words_of_a_reporter_is_refused(town: Township) -> None:
    """Who reported the same fact reads the same answer, and must not know him by it."""
    case, opinion, _code = receive_opinion(mode="anonymous", organisation=None, text=TEXT)
    with pytest.raises(InvalidInput) as refused:
        answer_opinion(case=case, text=f"您反映“{TEXT}”，已处理。", actor=acting(town.intake))
    assert (list(refused.value.errors), refused.value.rule) == (["text"], "8.10")
    opinion.refresh_from_db()
    assert opinion.answer == ""


def test_without_an_opinion_there_is_nobody_to_answer(town: Township) -> None:
    assert not write_answer(case=case_in(town, CaseStage.SUBMITTED), text="已处理。")
