"""One machine, no TLS: `make run`, and working on the code. Reads the file `.env`."""

from pathlib import Path

from project.settings import env

env.read_file(Path(__file__).resolve().parent.parent.parent / ".env")

from project.settings.base import *  # noqa: E402, F403 - the file must be read first

DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.secret("SECRET_KEY")
IDENTITY_KEY = env.fernet_key("IDENTITY_KEY")
ALLOWED_HOSTS = env.items("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")

# Static files straight from the packages: no collectstatic before the first page.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
