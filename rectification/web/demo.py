"""The accounts of the demonstration, read from the file that `make run` prints."""

from django.conf import settings

from rectification.web.parts import DemoAccount


def demo_accounts() -> list[DemoAccount]:
    """One account a line: user name, name, office, and in brackets what he is there to show."""
    path = settings.BASE_DIR / "fixtures" / "demo" / "accounts.txt"
    if not path.is_file():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    parts = [line.split(maxsplit=2) for line in lines if not line.startswith("#")]
    return [DemoAccount(*part) for part in parts if len(part) == 3]
