"""The keys of an installation, sealed and opened again."""

from pathlib import Path

import pytest

from tools import sealed_keys

PASSPHRASE = "twelve signs or more"
ENV = "# a comment\nSECRET_KEY=one\nIDENTITY_KEY=two\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KEYS_PASSPHRASE", PASSPHRASE)
    (tmp_path / "env").write_text(ENV)
    (tmp_path / "records.key").write_text("0" * 64)
    return tmp_path


def run(do: str, folder: Path, *more: str, suffix: str = "") -> int:
    env, key = str(folder / f"env{suffix}"), str(folder / f"records.key{suffix}")
    return sealed_keys.main([do, str(folder / "keys.sealed"), "--env", env, "--key", key, *more])


def test_sealed_keys_come_back_as_they_were(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("seal", folder) == 0
    file = folder / "keys.sealed"
    assert (file.stat().st_mode & 0o777, "two" in file.read_text()) == (0o600, False)
    assert run("open", folder, suffix="-back") == 0
    assert (folder / "env-back").read_text() == ENV
    assert (folder / "records.key-back").read_text() == "0" * 64
    assert (folder / "env-back").stat().st_mode & 0o777 == 0o600
    said = capsys.readouterr().out
    assert "SECRET_KEY, IDENTITY_KEY, records.key" in said
    assert "two" not in said
    # Again over what is there: the same is left, another is never written over.
    assert run("open", folder, suffix="-back") == 0
    (folder / "env-back").write_text("SECRET_KEY=another\n")
    assert run("open", folder, suffix="-back") == 1
    assert (folder / "env-back").read_text() == "SECRET_KEY=another\n"
    assert run("seal", folder) == 1


def test_wrong_passphrase_and_changed_file_open_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run("seal", folder)
    words = folder / "passphrase"
    words.write_text("another passphrase\n")
    assert run("check", folder, "--passphrase-file", str(words)) == 1
    assert "passphrase is wrong" in capsys.readouterr().err
    words.write_text(f"{PASSPHRASE}\n")
    assert run("check", folder, "--passphrase-file", str(words)) == 0
    file = folder / "keys.sealed"
    file.write_text(file.read_text().replace('"format": 1', '"format": 2'))
    assert run("check", folder) == 1
    file.write_text("no keys")
    assert run("check", folder) == 1
    monkeypatch.setenv("KEYS_PASSPHRASE", "short")
    assert run("check", folder) == 1
    assert "12 characters" in capsys.readouterr().err


def test_keys_of_a_container_come_from_its_environment(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "env").unlink()
    for name in sealed_keys.SECRETS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SECRET_KEY", "one")
    assert run("seal", folder) == 1
    assert "IDENTITY_KEY" in capsys.readouterr().err
    monkeypatch.setenv("IDENTITY_KEY", "two")
    assert run("seal", folder) == 0
    assert run("open", folder, suffix="-back") == 0
    assert (folder / "env-back").read_text() == "SECRET_KEY=one\nIDENTITY_KEY=two\n"
