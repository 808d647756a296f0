"""`init_office` as the first administrator meets it, and as a script does."""

import getpass
import io
import sys
from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from rectification.management.commands import init_office
from rectification.models import Appointment, Organisation, Person, User

pytestmark = pytest.mark.django_db

SECRET = "shuang-he-2026"
PASSWORDS = ("ADMINISTRATOR", "ORGANISER", "SECRETARY")
EVERYTHING = (
    *("--code", "SH-00", "--name", "中共双河镇委员会"),
    *("--administrator", "S-001:陈明", "--organiser", "S-002：方晴", "--secretary", "S-003:于谦"),
)
Answering = Callable[..., list[str]]


def found(*arguments: str) -> str:
    out = io.StringIO()
    with translation.override("en"):
        call_command("init_office", *arguments, stdout=out, stderr=out)
    return out.getvalue()


@pytest.fixture
def passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    for person in PASSWORDS:
        monkeypatch.setenv(f"INIT_{person}_PASSWORD", SECRET)


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Answering:
    """A terminal whose user types these answers in turn; an exception is raised instead."""
    asked: list[str] = []

    def sit_down(*answers: str | type[BaseException]) -> list[str]:
        left = iter(answers)

        def answer(question: str) -> str:
            asked.append(question)
            given = next(left)
            if isinstance(given, str):
                return given
            raise given

        monkeypatch.setattr("builtins.input", answer)
        monkeypatch.setattr(init_office, "getpass", answer)
        monkeypatch.setattr(sys, "stdin", io.StringIO())
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
        return asked

    return sit_down


def test_everything_given_needs_no_answer(passwords: None) -> None:
    out = found(*EVERYTHING)
    assert "中共双河镇委员会 is ready" in out
    held = Appointment.objects.order_by("role").values_list("role", "person__code")
    assert list(held) == [("ADM", "S-001"), ("ORG", "S-002"), ("PSE", "S-003")]
    assert Appointment.objects.filter(confirmed_at__isnull=False).count() == 3
    assert all(user.check_password(SECRET) for user in User.objects.all())
    assert Person.objects.get(code="S-002").name == "方晴"


def test_questions_are_asked_until_the_answer_will_do(answering: Answering) -> None:
    asked = answering(
        *("", "SH 00", "SH-00", "  ", "中共双河镇委员会"),
        *("S-001：陈明", "12345", SECRET, "another-2026", SECRET, SECRET),
        *("S-001", "S-002", "方晴", SECRET, SECRET),
        *("S-003", "于谦", SECRET, SECRET),
    )
    out = found()
    assert len(asked) == 20
    assert "A code is made of letters" in out
    assert "A name is needed." in out
    assert "A password has at least 10 characters." in out
    assert "The two passwords differ" in out
    assert "three different people" in out
    assert list(Person.objects.order_by("code").values_list("code", "name")) == [
        ("S-001", "陈明"),
        ("S-002", "方晴"),
        ("S-003", "于谦"),
    ]


@pytest.mark.parametrize("end", [KeyboardInterrupt, EOFError])
def test_interruption_stores_nothing(answering: Answering, end: type[BaseException]) -> None:
    answering("SH-00", "中共双河镇委员会", "S-001", "陈明", end)
    with pytest.raises(CommandError, match="Nothing was stored") as refused:
        found()
    assert refused.value.returncode == 130
    assert not Organisation.objects.exists()
    assert not User.objects.exists()


def test_nobody_at_the_terminal_is_told_what_to_give(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    with pytest.raises(CommandError, match=r"Nobody answered .*--administrator.*INIT_") as refused:
        found()
    assert refused.value.returncode == 2


def test_bad_answer_from_a_script_ends_it_at_once(
    monkeypatch: pytest.MonkeyPatch, passwords: None
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("SH 00\nSH-00\n"))
    with pytest.raises(CommandError, match="A code is made of letters") as refused:
        found()
    assert refused.value.returncode == 2
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--administrator", "S-001"), "--administrator must be CODE:NAME"),
        (("--secretary", "S-001:于谦"), "--secretary: .*three different people"),
        (("--code", "SH-00" * 6), "--code: A code has at most 28 characters"),
        (("--name", "镇" * 121), "--name: A name has at most 120 characters"),
    ],
)
def test_bad_arguments_are_named(passwords: None, arguments: tuple[str, ...], reason: str) -> None:
    with pytest.raises(CommandError, match=reason):
        found(*EVERYTHING, *arguments)
    assert not Organisation.objects.exists()


def test_weak_password_of_a_script_is_refused(
    passwords: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INIT_ORGANISER_PASSWORD", "kurz")
    with pytest.raises(CommandError, match="INIT_ORGANISER_PASSWORD: A password has at least 10"):
        found(*EVERYTHING)
    assert not Organisation.objects.exists()


def test_office_is_founded_once(passwords: None) -> None:
    found(*EVERYTHING)
    with pytest.raises(CommandError, match="already belongs to an office"):
        found()
    assert Organisation.objects.count() == 2


def test_password_is_read_without_showing_it() -> None:
    assert init_office.getpass is getpass.getpass
