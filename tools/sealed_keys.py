"""The keys of an installation in one file that a passphrase opens: never beside a backup.

    python -m tools.sealed_keys seal /media/usb/keys.sealed
    python -m tools.sealed_keys check /media/usb/keys.sealed
    python -m tools.sealed_keys open /media/usb/keys.sealed

In it are `.env` (in a container: what its environment says) and the key that signs the records.
The passphrase is asked for, or comes from `--passphrase-file` or from KEYS_PASSPHRASE. Needs no
settings, for these begin with the keys.
"""

import argparse
import base64
import getpass
import json
import os
import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from tools import environment

FORMAT: Final = 1
COST: Final = 1 << 17
"""Of scrypt with blocks of 8: 128 MB for each try."""
SHORTEST: Final = 12
SECRETS: Final = (
    "SECRET_KEY",
    "IDENTITY_KEY",
    "POSTGRES_PASSWORD",
    "DATABASE_URL",
    "EMAIL_URL",
    "CHAT_URL",
    "CHAT_SECRET",
)
NEEDED: Final = SECRETS[:2]


def main(given: list[str] | None = None) -> int:
    options = _options(given)
    try:
        passphrase = _passphrase(options.passphrase_file, twice=options.do == "seal")
        if options.do == "seal":
            _write(options.file, sealed(_keys(options.env, options.key), passphrase))
            print(f"{options.file}: keep it apart from every backup, its passphrase apart from it.")
            return 0
        keys = opened(options.file.read_text(), passphrase)
        print(f"Sealed on {keys['at']}: {', '.join(names_in(keys))}.")
        if options.do == "open":
            for path, content in ((options.env, keys["env"]), (options.key, keys["records_key"])):
                _put_back(path, content)
    except (OSError, ValueError) as error:
        print(f"sealed_keys: {error}", file=sys.stderr)
        return 1
    return 0


def sealed(keys: dict[str, str], passphrase: str) -> str:
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    head = {"cost": COST, "format": FORMAT, "nonce": _text(nonce), "salt": _text(salt)}
    cipher = AESGCM(_derived(passphrase, salt, COST))
    content = cipher.encrypt(nonce, json.dumps(keys).encode(), _line(head))
    return json.dumps({**head, "sealed": _text(content)}, sort_keys=True)


def opened(file: str, passphrase: str) -> dict[str, str]:
    """Raises ValueError where passphrase or file is wrong: which of them nobody can tell."""
    try:
        told: dict[str, Any] = json.loads(file)
        content = base64.b64decode(told.pop("sealed"))
        salt, nonce = base64.b64decode(told["salt"]), base64.b64decode(told["nonce"])
        if told["format"] != FORMAT or told["cost"] > COST:
            raise ValueError("a form that this version does not know")
        cipher = AESGCM(_derived(passphrase, salt, told["cost"]))
        return dict(json.loads(cipher.decrypt(nonce, content, _line(told))))
    except (InvalidTag, KeyError, TypeError, AttributeError, json.JSONDecodeError) as error:
        raise ValueError("the passphrase is wrong, or the file was changed") from error


def names_in(keys: dict[str, str]) -> list[str]:
    """What is in it, without any value."""
    named = [line.partition("=")[0].strip() for line in keys["env"].splitlines()]
    return [
        *(name for name in named if name and not name.startswith("#")),
        *(["records.key"] if keys["records_key"] else []),
    ]


def _keys(env: Path, key: Path) -> dict[str, str]:
    """Refuses what could not open a house again."""
    if env.is_file():
        lines = env.read_text(encoding="utf-8")
    else:
        lines = "".join(f"{name}={os.environ[name]}\n" for name in SECRETS if os.environ.get(name))
    keys = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "env": lines,
        "records_key": key.read_text() if key.is_file() else "",
    }
    if missing := [name for name in NEEDED if name not in names_in(keys)]:
        raise ValueError(f"{', '.join(missing)} stands neither in {env} nor in the environment")
    return keys


def _put_back(path: Path, content: str) -> None:
    """Nothing is written over: another key may be the only one of something else."""
    if not content:
        return
    if path.exists():
        if path.read_text(encoding="utf-8") != content:
            raise ValueError(f"{path} is there and says something else; move it aside")
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(path, content)
    print(f"Written: {path}")


def _write(path: Path, content: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _passphrase(file: Path | None, *, twice: bool) -> str:
    if file is not None:
        given = file.read_text(encoding="utf-8").rstrip("\n")
    elif "KEYS_PASSPHRASE" in os.environ:
        given = os.environ["KEYS_PASSPHRASE"]
    else:
        given = getpass.getpass("Passphrase: ")
        if twice and getpass.getpass("Again: ") != given:
            raise ValueError("the two are not the same")
    if len(given) < SHORTEST:
        raise ValueError(f"a passphrase has {SHORTEST} characters or more")
    return given


def _derived(passphrase: str, salt: bytes, cost: int) -> bytes:
    return Scrypt(salt=salt, length=32, n=cost, r=8, p=1).derive(passphrase.encode())


def _line(head: dict[str, Any]) -> bytes:
    return json.dumps(head, sort_keys=True).encode()


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _options(given: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("do", choices=("seal", "check", "open"))
    parser.add_argument("file", type=Path)
    parser.add_argument("--env", type=Path, default=environment.FILE)
    parser.add_argument("--key", type=Path, help="the key of the records; RECORDS_KEY_FILE")
    parser.add_argument("--passphrase-file", type=Path)
    options = parser.parse_args(given)
    if options.key is None:
        named = os.environ.get("RECORDS_KEY_FILE") or (
            environment.read("RECORDS_KEY_FILE") if environment.FILE.is_file() else ""
        )
        options.key = Path(named or environment.ROOT / "var" / "keys" / "records.key")
    return options


if __name__ == "__main__":
    sys.exit(main())
