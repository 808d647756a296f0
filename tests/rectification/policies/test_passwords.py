"""Passwords that are guessed first are refused, with a sentence that says why."""

import pytest
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import get_default_password_validators
from django.test import override_settings
from django.utils import translation

from project.settings import base
from rectification.exceptions import InvalidInput
from rectification.models import Person, User
from rectification.policies.passwords import EnoughCharacters, habits, require_good_password
from rectification.web.account_forms import NewPasswordForm


@pytest.fixture
def holder() -> User:
    return User(username="M-0118", person=Person(code="M-0118", name="石磊"))


@pytest.mark.parametrize(
    "password",
    [
        "woaini1314",
        "WoAiNi520520",
        "qq123456789",
        "dangyuan1921",
        "2026zhenggai!",
        "1qaz2wsx3edc",
        "Passw0rd2026",
        "abcabcabcabc",
        "6a6a6a6a6a6a",
        "password123",
        "1234567890",
        "m-0118m-0118",
        "short-one",
        "qwertyuiop",
    ],
)
def test_password_that_is_guessed_first_is_refused(holder: User, password: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        require_good_password(password=password, user=holder)
    assert list(refused.value.errors) == ["new_password"]


@pytest.mark.parametrize(
    "password",
    ["guihua-lianying-47", "竹篮打水一场空又何妨", "woaini-zai-shanli-kanshu", "9Kd-fjw2_pq3"],
)
def test_password_without_such_habits_is_taken(holder: User, password: str) -> None:
    require_good_password(password=password, user=holder)


def test_refusal_is_chinese_and_names_every_rule(holder: User) -> None:
    with translation.override("zh-hans"), pytest.raises(InvalidInput) as refused:
        require_good_password(password="qq12345", user=holder)
    text = str(refused.value)
    assert "至少10个字符" in text
    assert "常见" in text


def test_rules_are_told_before_one_chooses() -> None:
    (length,) = [v for v in get_default_password_validators() if isinstance(v, EnoughCharacters)]
    assert length.min_length == 10
    with translation.override("zh-hans"):
        text = str(NewPasswordForm.base_fields["new_password"].help_text)
    assert "至少10个字符" in text
    assert "拼音加数字" in text


def test_list_is_small_letters_and_each_word_once() -> None:
    assert len(habits()) > 80
    assert {word for word in habits() if word != word.casefold() or word != word.strip()} == set()


def test_passwords_are_kept_with_argon2() -> None:
    with override_settings(PASSWORD_HASHERS=base.PASSWORD_HASHERS):
        kept = make_password("guihua-lianying-47")
        assert kept.startswith("argon2$argon2id$")
        assert check_password("guihua-lianying-47", kept)
