"""What the components in `templates/components/` show: plain data, no query and no rule."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.db.models import TextChoices
from django.utils.functional import Promise

from rectification.enums import LightColour as LightColour

Text = str | Promise


@dataclass(frozen=True)
class Light:
    colour: str
    word: Text = ""

    def __post_init__(self) -> None:
        colour = LightColour(self.colour)
        if not self.word:
            object.__setattr__(self, "word", colour.label)


class ActKind(TextChoices):
    """How an act leaves the page."""

    LINK = "link"
    POST = "post"
    SUBMIT = "submit"


@dataclass(frozen=True)
class Act:
    """Something one can do, named by its effect.

    `due`: filled, because it is due now. A link leads to a page; a post acts at once and needs its
    idempotency key; a submit is a button of the surrounding form, known by `name` and `value`.
    """

    label: Text
    url: str = ""
    kind: str = ActKind.LINK
    due: bool = False
    name: str = ""
    value: str = ""
    idempotency_key: str = ""
    about: Text = ""


@dataclass(frozen=True)
class Crumb:
    label: Text
    url: str = ""


@dataclass(frozen=True)
class WhyNot:
    """Why the reader cannot do something: which rule, what to do instead, and who acts."""

    what: Text
    why: Text
    instead: Text = ""
    rule: str = ""
    url: str = ""


@dataclass(frozen=True)
class Turn:
    """Whose turn it is; `holder` is empty when it is the reader's own."""

    step: Text
    task: Text = ""
    holder: Text = ""
    due_on: date | None = None
    provisional: bool = False
    light: Light | None = None
    why: Sequence[Text] = ()
    why_url: str = ""
    on_behalf_of: Text = ""
    acts: Sequence[Act] = ()
    why_not: Sequence[WhyNot] = ()
    urged: Text = ""


@dataclass(frozen=True)
class OpenStep:
    """A further step that is open: which, with whom, until when."""

    line: Text
    why_not: Sequence[WhyNot] = ()


@dataclass(frozen=True)
class Row:
    """One line of a list: of work (with an act) or of cases (with stage and date)."""

    title: Text
    url: str = ""
    light: Light | None = None
    meta: Sequence[Text] = ()
    note: Text = ""
    act: Act | None = None
    stage: Text = ""
    due_on: date | None = None
    tags: Sequence[Text] = ()
    unread: bool = False
    quality: Light | None = None


@dataclass(frozen=True)
class Entry:
    """One thing that happened, or (`ahead`) is going to."""

    title: Text
    at: datetime | date | None = None
    who: Text = ""
    detail: Text = ""
    url: str = ""
    ahead: bool = False


class CellKind(TextChoices):
    TEXT = "text"
    FIGURE = "figure"
    DATE = "date"
    SIGN = "sign"


@dataclass(frozen=True)
class Column:
    label: Text
    kind: str = CellKind.TEXT


@dataclass(frozen=True)
class Cell:
    """`light`, `percent` and `meta` come under the text when they are given."""

    text: Text | int | date = ""
    url: str = ""
    meta: Text = ""
    light: Light | None = None
    percent: int | None = None


@dataclass(frozen=True)
class Tab:
    label: Text
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class NoticeSheet:
    """A published text: `body` is plain text, its lines become paragraphs."""

    title: Text
    body: str
    url: str = ""
    meta: Sequence[Text] = ()
    light: Light | None = None
    act: Act | None = None


@dataclass(frozen=True)
class TreeNode:
    """Something in a tree, with what stands below it."""

    title: Text
    url: str = ""
    meta: Sequence[Text] = ()
    light: Light | None = None
    below: Sequence["TreeNode"] = ()


@dataclass(frozen=True)
class Refusal:
    """Which rule refused, and what to do instead."""

    message: Text
    rule: Text = ""
    way_out: Act | None = None


@dataclass(frozen=True)
class DemoAccount:
    username: str
    name: str
    office: Text
    hint: Text = ""


@dataclass(frozen=True)
class NavItem:
    label: Text
    url: str
    current: bool = False
    count: int = 0


@dataclass(frozen=True)
class Holder:
    """The person behind the session and the office he holds today."""

    name: str = ""
    offices: Sequence[Text] = field(default=())


COUNT_CAP: Final = 99
