"""What the matrix needs around it."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache


@pytest.fixture
def quick(settings: Any, tmp_path: Any) -> Iterator[None]:
    """Sessions without rows, and nothing counted from one scene to the next."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    settings.MEDIA_ROOT = str(tmp_path)
    requests = logging.getLogger("project.request")
    requests.disabled = True
    cache.clear()
    yield
    cache.clear()
    requests.disabled = False
