"""Words put together by the signs of the reader's language."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Choices
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

Text = str | Promise


def listed(words: Iterable[Text]) -> str:
    return _(", ").join(map(str, words))


def listed_apart(words: Iterable[Text]) -> str:
    """For items that are clauses, or hold commas themselves."""
    return _("; ").join(map(str, words))


def labelled(label: Text, text: Text) -> str:
    return _("%(label)s: %(text)s") % {"label": label, "text": text}


def bracketed(text: Text, more: Text) -> str:
    return _("%(text)s (%(more)s)") % {"text": text, "more": more}


def named(choices: type[Choices], value: str) -> str:
    """The label of a stored value, nothing where there is none.

    A tenth of the cost of `get_…_display`, which hashes every translated label anew.
    """
    return str(choices(value).label) if value else ""


def withheld() -> str:
    """The mark for what the reader may not see: the same whether or not there is a value."""
    return _("withheld")


def local_day(value: date | datetime) -> date:
    """The day in Asia/Shanghai."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def full_date(value: date | datetime) -> str:
    """As it is written on paper: 2026年11月23日."""
    return date_format(local_day(value), "DATE_FORMAT")
