"""The words of mail and chat. Nothing given to these functions knows a case or a person."""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rectification.notifications import KINDS
from rectification.selectors.digests import Digest, Standing
from rectification.wording import labelled


def digest_words(digest: Digest) -> tuple[str, str]:
    """Subject and body."""
    return _("Your day: steps and messages"), "\n".join([*_lines(digest), "", *_way_in("inbox")])


def immediate_words(kind: str) -> tuple[str, str]:
    body = [str(KINDS[kind].text), "", *_way_in("messages")]
    return _("A message for you"), "\n".join(body)


def standing_words(standing: Standing) -> str:
    told = _("Cases with a step due today: %(due)d, overdue: %(late)d. Please log in and see.")
    words = told % {"due": standing.due_today, "late": standing.overdue}
    return "\n".join([words, *([_address("inbox")] if settings.SITE_URL else [])])


def _lines(digest: Digest) -> Iterator[str]:
    if digest.overdue:
        yield _("Overdue: %(count)d") % {"count": digest.overdue}
    for day, count in digest.due.items():
        yield _("Due %(day)s: %(count)d") % {"day": _day(day), "count": count}
    if digest.unread:
        yield _("Unread messages: %(count)d") % {"count": sum(digest.unread.values())}
    for kind, count in digest.unread.items():
        known = KINDS.get(kind)
        if known is not None and not known.inside:
            yield "  " + labelled(str(known.text).rstrip("。."), str(count))


def _way_in(page: str) -> Iterator[str]:
    yield _("Please log in and see.")
    if settings.SITE_URL:
        yield _address(page)
    yield ""
    yield _("Mail can be changed or switched off under “My account”.")


def _address(page: str) -> str:
    return settings.SITE_URL.rstrip("/") + reverse(f"rectification:{page}")


def _day(day: date) -> str:
    return str(date_format(day, "DATE_FORMAT"))
