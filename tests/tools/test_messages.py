"""Words are found in code and templates, and compiled without the gettext package."""

import gettext
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from tools import check_translations, messages


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "LOCALE", tmp_path / "locale")
    chinese = tmp_path / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    monkeypatch.setattr(messages, "CHINESE", chinese)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(
        '{% load i18n %}{% translate "Hello" %}{% translate "Close" context "case" %}'
        "{% blocktranslate count n=rows|length trimmed %}\n one row\n"
        "{% plural %}\n {{ n }} rows\n{% endblocktranslate %}",
        encoding="utf-8",
    )
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "words.py").write_text(
        '_("Due on %(day)s")\npgettext_lazy("clock", "Plan")\n', encoding="utf-8"
    )
    return tmp_path


def fill(tree: Path, answers: dict[str, str]) -> Catalog:
    messages.update()
    text = messages.CHINESE.read_text(encoding="utf-8")
    for identifier, chinese in answers.items():
        text = text.replace(
            f'msgid "{identifier}"\nmsgstr ""', f'msgid "{identifier}"\nmsgstr "{chinese}"'
        )
    messages.CHINESE.write_text(text, encoding="utf-8")
    return messages.read_chinese()


@pytest.mark.usefixtures("tree")
def test_extract_finds_words_of_code_and_templates() -> None:
    found = {(message.id, message.context) for message in messages.extract() if message.id}
    assert found == {
        ("Hello", None),
        ("Close", "case"),
        (("one row", "%(n)s rows"), None),
        ("Due on %(day)s", None),
        ("Plan", "clock"),
    }


def test_update_keeps_what_was_translated(tree: Path) -> None:
    fill(tree, {"Hello": "你好"})
    messages.update()
    assert messages.read_chinese().get("Hello").string == "你好"


def test_compile_writes_what_gettext_reads(tree: Path) -> None:
    fill(tree, {"Hello": "你好"})
    messages.compile_catalogues()
    with messages.CHINESE.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Hello") == "你好"


def test_check_names_missing_words_and_lost_placeholders(tree: Path) -> None:
    chinese = fill(tree, {"Hello": "你好", "Due on %(day)s": "截止"})
    problems = sorted(check_translations.problems(messages.extract(), chinese))
    assert problems == [
        "no Chinese: 'Close' [case] (templates/page.html)",
        "no Chinese: 'Plan' [clock] (project/words.py)",
        "no Chinese: ('one row', '%(n)s rows') (templates/page.html)",
        "placeholders differ: 'Due on %(day)s' (project/words.py)",
    ]


def test_check_refuses_ids_that_are_not_english(tree: Path) -> None:
    (tree / "project" / "words.py").write_text('_("你好")\n', encoding="utf-8")
    problems = list(check_translations.problems(messages.extract(), messages.read_chinese()))
    assert "the id is not English: '你好' (project/words.py)" in problems


@pytest.mark.parametrize(("words", "apart"), [("共 %(n)d 行", True), ("共%(n)d行", False)])
def test_check_refuses_a_figure_that_stands_apart(tree: Path, words: str, apart: bool) -> None:
    (tree / "project" / "words.py").write_text('_("%(n)d rows in all")\n', encoding="utf-8")
    chinese = fill(tree, {"%(n)d rows in all": words})
    found = list(check_translations.problems(messages.extract(), chinese))
    told = "a figure stands apart: '%(n)d rows in all' (project/words.py)"
    assert (told in found) is apart
