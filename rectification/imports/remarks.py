"""What an import says about a file, a sheet or a row: a code, words, the column at fault.

The codes and what they mean: docs/how-to/import-a-roster.md.
"""

from dataclasses import dataclass

from rectification.wording import labelled


@dataclass(frozen=True)
class Remark:
    """E- and F- refuse, W- warn, I- note. `field` is the column as the file names it."""

    code: str
    text: str
    field: str = ""

    @property
    def refuses(self) -> bool:
        return self.code.startswith(("E-", "F-"))

    def __str__(self) -> str:
        return labelled(self.code, self.text)

    @property
    def reason(self) -> str:
        """As scripts read it: the code ends at the first colon, whatever the language."""
        return f"{self.code}: {self.text}"


class FileRefused(Exception):
    """The file as a whole is refused; nothing of it was judged."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.remark = Remark(code, text)
