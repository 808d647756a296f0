"""Pages on which nobody is logged in: whoever has a session there is not asked who he is."""

from collections.abc import Callable
from typing import Any

View = Callable[..., Any]


def ignores_session(view: View) -> View:
    """The session's cookie is dropped before anything reads it (`project.middleware`)."""
    view.ignores_session = True  # type: ignore[attr-defined]
    return view
