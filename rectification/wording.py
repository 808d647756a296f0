"""Words put together by the signs of the reader's language."""

from collections.abc import Iterable

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
