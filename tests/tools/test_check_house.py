"""What the house rules call a breach."""

import ast

import pytest

from tools import check_house


def breaches(source: str) -> list[str]:
    found = check_house._writes_round_history(ast.parse(source), "a.py", frozenset({"Case"}))
    return list(found)


@pytest.mark.parametrize(
    "call",
    [
        "Case.objects.filter(pk=1).update(title='x')",
        "Case.objects.bulk_create(rows)",
        "Case.objects.bulk_update(rows, ['title'])",
        "await Case.objects.filter(pk=1).aupdate(title='x')",
        "case.parties.filter(pk=1).update(valid_to=None)",
        "case.parties.all()._raw_delete('default')",
        "case.save_without_historical_record()",
    ],
)
def test_write_round_history_is_a_breach(call: str) -> None:
    before = "async def" if call.startswith("await") else "def"
    assert len(breaches(f"{before} act():\n    {call}\n")) == 1


@pytest.mark.parametrize(
    "call",
    [
        "JobRun.objects.filter(pk=1).update(period='x')",
        "found.update(other)",
        "digest.update(b'x')",
        "Case.objects.filter(pk=1).exists()",
    ],
)
def test_other_calls_are_no_breach(call: str) -> None:
    assert breaches(f"def act():\n    {call}\n") == []


@pytest.mark.parametrize("call", ["connection.cursor()", "Case.objects.raw('SELECT 1')"])
def test_statement_by_hand_is_a_breach_but_where_it_has_a_reason(call: str) -> None:
    tree = ast.parse(f"def act():\n    {call}\n")
    assert len(list(check_house._statements_by_hand(tree, "a.py"))) == 1
    assert list(check_house._statements_by_hand(tree, "project/health.py")) == []


def test_exceptions_name_files_and_functions_that_exist() -> None:
    for place in check_house.WITHOUT_HISTORY:
        name, _, function = place.partition("::")
        assert f"def {function}(" in (check_house.ROOT / name).read_text()
    for name in [*check_house.BY_HAND, *check_house.LONGER]:
        assert (check_house.ROOT / name).is_file()


def test_long_function_is_a_breach() -> None:
    source = "def act():\n" + "    x = 1\n" * 40
    assert list(check_house._long_functions(ast.parse(source), "a.py")) == [
        "a.py:1: act() has 41 lines, at most 40"
    ]


@pytest.mark.parametrize(
    "markup",
    ['<p style="x">', "<style>", "<script>", '<a onclick="x">', '<a href="javascript:x">'],
)
def test_inline_script_and_style_are_breaches(markup: str) -> None:
    assert check_house.INLINE.search(markup)


@pytest.mark.parametrize("markup", ['<script src="/a.js" defer>', '<p class="style">', "<section>"])
def test_markup_by_file_is_no_breach(markup: str) -> None:
    assert not check_house.INLINE.search(markup)
