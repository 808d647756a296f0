"""LibreOffice reads what is made for Word and for Excel: another program than those we use."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

SECONDS: Final = 180


def converted(files: Mapping[str, bytes], to: str, place: Path) -> dict[str, bytes]:
    """Each file, by its whole name, in the other form; `to` names that and its filter.

    All at once: to start the program takes longer than to convert a paper.
    """
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("no LibreOffice is installed")
    for name, content in files.items():
        (place / name).write_bytes(content)
    made = place / "made"
    profile = f"-env:UserInstallation={(place / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", to, "--outdir", str(made)]
    names = [str(place / name) for name in files]
    done = subprocess.run([*command, *names], capture_output=True, timeout=SECONDS, check=True)
    assert b"Error" not in done.stderr
    ending = to.partition(":")[0]
    return {name: (made / name).with_suffix(f".{ending}").read_bytes() for name in files}
