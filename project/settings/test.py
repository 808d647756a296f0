"""The suite: SQLite in a file of its own, or what `DATABASE_URL` names. Reads no `.env`."""

import os
import tempfile
from pathlib import Path

from project.settings.base import *  # noqa: F403
from project.settings.base import (
    BROKER_URL,
    CACHES,
    CELERY_BROKER_TRANSPORT_OPTIONS,
    DATABASES,
)

SECRET_KEY = "the-suite-signs-with-this-key-and-nothing-else-does-0123456789"
IDENTITY_KEY = "dGhlLXN1aXRlLWVuY3J5cHRzLXdpdGgtdGhpcy1rZXk="
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]

# A file, not memory: races and servers need several connections. One per process, for xdist.
SCRATCH = Path(tempfile.gettempdir()) / f"rectification-test-{os.getpid()}"
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": f"{SCRATCH}.sqlite3"}
DATABASES["default"]["CONN_MAX_AGE"] = 0
CACHES["default"]["KEY_PREFIX"] = f"test-{os.getpid()}"
if CACHES["default"]["BACKEND"].endswith("RedisCache"):
    # A test that empties the cache empties a whole database of the server: one for each worker.
    _worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    _server = CACHES["default"]["LOCATION"].rpartition("/")[0]
    CACHES["default"]["LOCATION"] = f"{_server}/{1 + _worker % 15}"
MEDIA_ROOT = f"{SCRATCH}-media"
WAITING_DIR = f"{SCRATCH}-waiting"
CHECKPOINT_DIR = f"{SCRATCH}-checkpoints"
RECORDS_KEY_FILE = f"{SCRATCH}-keys/records.key"

if BROKER_URL.startswith("filesystem:"):
    CELERY_BROKER_URL = "memory://"
    CELERY_BROKER_TRANSPORT_OPTIONS.clear()

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# The client of the suite logs in without a request; the lock-out has tests that switch it on.
AXES_ENABLED = False
# Static files are looked up when asked for; a client of the suite costs no scan.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
# To a browser, whose clock goes on, files of a frozen day are old: it would fetch them each time.
WHITENOISE_MAX_AGE = 10**9
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
