"""The verifier as a program of its own, and the command that exports what it proves."""

import ast
import string
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from rectification.models import Case, CaseEvent, Checkpoint, RecordsExport
from tests.tools.attacks import edit, truncate
from tests.tools.bundles import run
from tools import verify_records

pytestmark = pytest.mark.usefixtures("folder")


def proved(*given: str, alone: bool = False) -> tuple[int, str]:
    """As somebody runs it who has the file and no server; `alone`, and Python without packages."""
    ran = subprocess.run(
        [sys.executable, "-I", *(["-S"] if alone else []), verify_records.__file__, *given],
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    return ran.returncode, ran.stdout + ran.stderr


def test_exported_proved_and_written_down(sealed: tuple[Case, Case], tmp_path: Path) -> None:
    file = tmp_path / "bundle.zip"
    call_command("export_records", str(file), case=sealed[0].number)
    export = RecordsExport.objects.get()
    assert (export.about, export.cases, export.with_words, export.by) == (
        sealed[0].number,
        1,
        False,
        None,
    )
    code, told = proved(str(file))
    assert code == 0
    assert f"已核对 1 个案件、{sealed[0].events.count()} 条记录：未发现改动。" in told
    assert "不能证明" in told
    code, told = proved(str(file), "--language", "en")
    assert code == 0
    assert "nothing was changed" in told
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError):
        call_command("export_records", str(file), case=sealed[0].number)
    assert file.exists()


def test_metadata_alone_is_what_is_exported_unless_words_are_asked_for(
    sealed: tuple[Case, Case], tmp_path: Path
) -> None:
    for name, given in (("plain", []), ("metadata", ["--metadata-only"]), ("words", ["--words"])):
        file = tmp_path / f"{name}.zip"
        call_command("export_records", str(file), *given, case=sealed[0].number)
        with ZipFile(file) as archive:
            assert ("payloads.jsonl" in archive.namelist()) == (name == "words")
        assert RecordsExport.objects.latest("pk").with_words == (name == "words")
        assert proved(str(file))[0] == 0


def test_python_without_packages_proves_all_but_the_signatures(
    sealed: tuple[Case, Case], folder: Path, tmp_path: Path
) -> None:
    file = str(tmp_path / "bundle.zip")
    call_command("export_records", file, "--words", case=sealed[0].number)
    code, told = proved(file, "--checkpoints", str(folder), alone=True)
    assert code == 0
    assert "本机未安装 cryptography，未核对签名。" in told
    assert "签名由导出包自带的公钥核对" not in told
    assert "上述记录自封存之后未被修改" in told
    code, told = proved(file, "--language", "en", alone=True)
    assert code == 0
    assert "signatures were not checked" in told
    assert "signatures were not checked" not in proved(file, "--language", "en")[1]


def test_key_alone_anchors_nothing_where_no_signature_is_checked(
    sealed: tuple[Case, Case], tmp_path: Path
) -> None:
    file, key = str(tmp_path / "bundle.zip"), Checkpoint.objects.get().public_key
    call_command("export_records", file, case=sealed[0].number)
    assert "上述记录自封存之后未被修改" in proved(file, "--key", key)[1]
    code, told = proved(file, "--key", key, alone=True)
    assert code == 0
    assert "上述记录自封存之后未被修改" not in told


def test_it_needs_nothing_but_python_and_guards_the_one_package_it_uses() -> None:
    tree = ast.parse(Path(verify_records.__file__).read_text(encoding="utf-8"))
    guarded = [node for node in tree.body if isinstance(node, ast.Try)]
    found = {name for node in ast.walk(tree) for name in imported(node)}
    assert found - sys.stdlib_module_names == {"cryptography"}
    within = {name for tried in guarded for node in tried.body for name in imported(node)}
    outside = {
        name
        for node in tree.body
        if node not in guarded
        for part in ast.walk(node)
        for name in imported(part)
    }
    assert within == {"cryptography"}
    assert "cryptography" not in outside


def imported(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {alias.name.partition(".")[0] for alias in node.names}
    if isinstance(node, ast.ImportFrom):
        return {str(node.module).partition(".")[0]}
    return set()


def test_both_languages_say_the_same() -> None:
    zh, en = verify_records.WORDS["zh"], verify_records.WORDS["en"]
    assert zh.keys() == en.keys()
    assert {name: blanks(zh[name]) for name in zh} == {name: blanks(en[name]) for name in en}


def blanks(words: str) -> set[str]:
    return {str(name) for _text, name, *_rest in string.Formatter().parse(words) if name}


def test_what_is_broken_is_told_in_english_too(sealed: tuple[Case, Case], tmp_path: Path) -> None:
    file = str(tmp_path / "bundle.zip")
    edit(*sealed)
    call_command("export_records", file, case=sealed[0].number)
    code, told = proved(file, "--language", "en")
    assert code == 1
    assert f"case {sealed[0].pk}: event 2 was changed" in told
    assert f"1 cases, {sealed[0].events.count()} events: 1 faults found." in told
    assert "This proves" not in told
    code, told = proved(file)
    assert code == 1
    assert f"案件 {sealed[0].pk}：第 2 条记录被改动" in told


def test_export_that_could_not_be_written_down_leaves_no_file(
    sealed: tuple[Case, Case], tmp_path: Path
) -> None:
    file = tmp_path / "bundle.zip"
    run("ALTER TABLE rectification_recordsexport RENAME TO elsewhere")
    with pytest.raises(DatabaseError), transaction.atomic():
        call_command("export_records", str(file), case=sealed[0].number)
    assert not file.exists()


def test_period_takes_the_cases_in_which_something_happened(
    sealed: tuple[Case, Case], tmp_path: Path
) -> None:
    days = CaseEvent.objects.order_by("at").values_list("at__date", flat=True)
    period = [f"--from={days[0].isoformat()}", f"--to={days.reverse()[0].isoformat()}"]
    call_command("export_records", str(tmp_path / "all.zip"), "--words", *period)
    assert RecordsExport.objects.get().cases == 2
    code, told = proved(str(tmp_path / "all.zip"))
    assert code == 0
    assert f"已核对 2 个案件、{CaseEvent.objects.count()} 条记录：未发现改动。" in told
    truncate(*sealed)
    call_command("export_records", str(tmp_path / "less.zip"), *period)
    code, told = proved(str(tmp_path / "less.zip"))
    assert code == 1
    assert "现已缺失" in told


def test_what_cannot_be_read_ends_with_two(tmp_path: Path) -> None:
    assert proved(str(tmp_path / "nothing.zip"))[0] == 2
    (tmp_path / "text.zip").write_text("no archive")
    assert proved(str(tmp_path / "text.zip"))[0] == 2
    for content in ("[]", '{"files": 1, "format": 1}', '{"files": {}, "format": 2}'):
        with ZipFile(tmp_path / "other.zip", "w") as archive:
            archive.writestr("manifest.json", content)
        assert proved(str(tmp_path / "other.zip"))[0] == 2
    with ZipFile(tmp_path / "twice.zip", "w") as archive:
        archive.writestr("manifest.json", '{"files": {}, "format": 1}')
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("manifest.json", '{"files": {}, "format": 1}')
    assert proved(str(tmp_path / "twice.zip"))[0] == 2


def test_folder_without_checkpoints_and_key_that_is_none_are_told(
    sealed: tuple[Case, Case], folder: Path, tmp_path: Path
) -> None:
    file = str(tmp_path / "bundle.zip")
    call_command("export_records", file, case=sealed[0].number)
    code, told = proved(file, "--checkpoints", str(tmp_path / "nowhere"))
    assert (code, "nowhere" in told) == (2, True)
    assert proved(file, "--key", "6f0c")[0] == 2
    code, told = proved(file, "--checkpoints", str(folder))
    assert code == 0
    assert "上述记录自封存之后未被修改" in told


@pytest.mark.parametrize(
    "given", [(), ("--case=2026-B-0001", "--from=2026-01-01", "--to=2026-02-01")]
)
@pytest.mark.django_db
def test_neither_case_nor_period_is_refused(tmp_path: Path, given: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        call_command("export_records", str(tmp_path / "x.zip"), *given)
