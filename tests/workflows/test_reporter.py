"""A confidential reporter is planted and searched for: rows, files, logs (docs/rules.md 4.7)."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import reverse

from rectification import notifications
from rectification.enums import CaseStage
from rectification.models import Case, CaseEvent, Objection, Opinion, Person, ReporterIdentity
from rectification.selectors.receipts import find_by_receipt
from tests.factories import Township, person, takes_opinions
from tests.workflows.answers import OPINION
from tests.workflows.play import Play, user_of
from tests.workflows.web.solved import solved

NAME, CONTACT = "欧阳霁月", "13907774321-后山第七户"
OBJECTOR, REACHED = "司徒望舒", "望舒小卖部18805551234"
WORDS = (NAME, CONTACT, OBJECTOR, REACHED, "欧阳霁", "司徒望", "13907774321", "18805551234")


@pytest.fixture(autouse=True)
def _online(town: Township) -> None:
    takes_opinions(town)


@pytest.fixture
def bystander(play: Play) -> Person:
    """A resident's session is open in the browser from which the reporter writes."""
    return person("借机人", branch=play.town.west.organisation)


@pytest.fixture
def browser(bystander: Person) -> Client:
    client = Client()
    client.force_login(user_of(bystander), backend="django.contrib.auth.backends.ModelBackend")
    return client


def send(client: Client, url: str, **data: str) -> str:
    """The receipt code shown on the page that answers."""
    answer = client.post(url, {**solved(), "mode": "confidential", **data})
    assert answer.status_code == 200, answer.content.decode()
    return str(answer.context["code"])


def columns() -> Iterator[tuple[str, Any]]:
    """Every value of every column of every model, the tables between them and of history too."""
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.managed or model._meta.proxy:
            continue
        fields = [field.attname for field in model._meta.concrete_fields]
        for row in model._default_manager.values_list(*fields):
            for field, value in zip(fields, row, strict=True):
                yield f"{model._meta.label}.{field}", value


def text_of(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def places_with(*words: str) -> list[str]:
    found = [where for where, value in columns() if any(w in text_of(value) for w in words)]
    for path in Path(settings.MEDIA_ROOT).rglob("*"):
        if path.is_file() and any(w.encode() in path.read_bytes() for w in words):
            found.append(str(path))
    return found


def test_reporter_is_found_nowhere(
    play: Play,
    browser: Client,
    bystander: Person,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level("DEBUG")
    town = play.town
    code = send(
        browser,
        reverse("workflows:opinion"),
        text=OPINION,
        organisation=str(town.east.organisation.pk),
        name=NAME,
        contact=CONTACT,
    )
    play.case = Case.objects.get()
    play.go_on_to(CaseStage.REGISTERED)
    play.case.touches_residents = True
    play.case.save()
    play.go_on_to(CaseStage.NOTICE_PREP)
    play.take("propose_publication", scope="S4")
    play.go_on_to(CaseStage.IN_NOTICE)
    objected = send(
        browser,
        reverse("workflows:object", args=[play.notice.pk]),
        kind="effect",
        text="公开栏只换了一半，东头还是旧的。",
        name=OBJECTOR,
        contact=REACHED,
    )
    play.take("handle_objection", town.intake)
    play.go_on_to(CaseStage.CLOSED)
    notifications.deliver_due(limit=1000)
    assert play.case.stage == "closed"
    assert "销号" in find_by_receipt(code).answer
    assert find_by_receipt(objected).decided_at is not None

    assert places_with(*WORDS) == []
    assert places_with(code, objected) == []
    out, err = capfd.readouterr()
    logged = "\n".join([caplog.text, *map(str, (r.__dict__ for r in caplog.records)), out, err])
    assert [word for word in WORDS if word in logged] == []
    assert bystander.name not in logged

    assert_nobody_named(play, bystander)
    assert opened(Opinion.objects.get().identity) == {"name": NAME, "contact": CONTACT}
    assert opened(Objection.objects.get().identity) == {"name": OBJECTOR, "contact": REACHED}


def assert_nobody_named(play: Play, bystander: Person) -> None:
    """Neither the account of the session nor its person acted, made history or became a party."""
    user = user_of(bystander)
    received = CaseEvent.objects.filter(actor_kind="intake_channel").order_by("pk")
    assert [(event.verb, event.actor) for event in received] == [
        ("submitted", None),
        ("objection_received", None),
    ]
    assert set(received.values_list("request", flat=True)) == {""}
    events = CaseEvent.objects.filter(case=play.case)
    assert not events.filter(actor=bystander).exists()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.name == "history_user_id":
                assert not model.objects.filter(history_user_id=user.pk).exists(), model
                by_nobody = model.objects.filter(history_user_id=None)
                assert not by_nobody.filter(history_request__startswith="web:").exists(), model
            elif field.related_model in (Person, type(user)) and _is_of_the_case(model):
                pk = bystander.pk if field.related_model is Person else user.pk
                assert not model._default_manager.filter(**{field.attname: pk}).exists(), field


def _is_of_the_case(model: Any) -> bool:
    """All but the rows that make the bystander a member with an account."""
    own = {"Person", "User", "Membership"}
    name = model.__name__.removeprefix("Historical")
    return name not in own and not model._meta.app_label.startswith(("admin", "sessions"))


def opened(identity: ReporterIdentity) -> dict[str, str]:
    plain: dict[str, str] = json.loads(
        Fernet(settings.IDENTITY_KEY).decrypt(bytes(identity.sealed))
    )
    return plain


def test_anonymous_reporter_leaves_no_name_even_when_he_typed_one(
    play: Play, browser: Client
) -> None:
    answer = browser.post(
        reverse("workflows:opinion"),
        {"mode": "anonymous", "text": OPINION, "name": NAME, "contact": CONTACT, **solved()},
    )
    assert answer.status_code == 200
    assert not ReporterIdentity.objects.exists()
    assert places_with(*WORDS) == []


ADDRESS, DEVICE = "203.0.113.77", "Mozilla/5.0 (planted telephone 7781)"


def test_neither_address_nor_device_is_kept_or_shown(
    play: Play, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level("DEBUG")
    planted = {
        "REMOTE_ADDR": ADDRESS,
        "HTTP_X_FORWARDED_FOR": ADDRESS,
        "HTTP_X_REAL_IP": ADDRESS,
        "HTTP_USER_AGENT": DEVICE,
    }
    client = Client(**planted)
    code = send(client, reverse("workflows:opinion"), text=OPINION, mode="anonymous")
    client.post(reverse("rectification:receipt"), {"code": code})
    client.post(reverse("workflows:add_to_opinion"), {"code": code, "text": "五月六日上午。"})
    play.case = Case.objects.get()
    office = Client()
    office.force_login(
        user_of(play.town.intake), backend="django.contrib.auth.backends.ModelBackend"
    )
    page = office.get(reverse("workflows:opinion_of_case", args=[play.case.pk])).content.decode()
    assert "五月六日上午" in page
    out, err = capfd.readouterr()
    records = "\n".join(map(str, (r.__dict__ for r in caplog.records)))
    for place in (page, caplog.text, out, err, records):
        assert ADDRESS not in place
        assert DEVICE not in place
    assert places_with(ADDRESS, DEVICE, code) == []


def test_search_finds_what_lies_open(play: Play) -> None:
    """The search itself is sound: what is planted in a column and in a file is found."""
    play.opinion(text=f"{OPINION}我是{NAME}。")
    path = Path(settings.MEDIA_ROOT) / "evidence" / "planted.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(NAME, encoding="utf-8")
    found = places_with(NAME)
    path.unlink()
    assert found == [
        "rectification.HistoricalOpinion.text",
        "rectification.Opinion.text",
        str(path),
    ]
