"""How much a page takes in one request. A page that says nothing takes text, and no files."""

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from rectification.policies.uploads import MAX_BYTES, MAX_FILES

View = Callable[..., Any]

TEXT: Final[int] = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
WITH_FILES: Final = MAX_FILES * MAX_BYTES + TEXT
LITTLE: Final = 256 * 1024
"""Five times the longest text of a public form, so that one too long is refused with its words."""


def takes_files(view: View) -> View:
    """As many and as large as `policies.uploads` allows, and the text beside them."""
    view.body_limit = WITH_FILES  # type: ignore[attr-defined]
    return view


def takes_little(view: View) -> View:
    """A page that is open without an account and takes a few sentences."""
    view.body_limit = LITTLE  # type: ignore[attr-defined]
    return view


def files_rule() -> str:
    return _("At most %(count)d files of %(size)d MB each are taken at once.") % {
        "count": MAX_FILES,
        "size": MAX_BYTES // (1024 * 1024),
    }


def limit_of(view: View) -> int:
    return getattr(view, "body_limit", TEXT)
