"""A real office behind a TLS proxy. Everything that is secret or local must be set."""

from pathlib import Path

from project.settings import env

env.read_file(Path(__file__).resolve().parent.parent.parent / ".env")

from project.settings.base import *  # noqa: E402, F403 - the file must be read first

DEBUG = False
DEMO = False
SECRET_KEY = env.secret("SECRET_KEY")
IDENTITY_KEY = env.fernet_key("IDENTITY_KEY")
DATABASES = {"default": env.database("DATABASE_URL")}
_HOSTS = env.items("ALLOWED_HOSTS")
# The health checks of the containers ask on the loopback address.
ALLOWED_HOSTS = [*_HOSTS, "127.0.0.1"]
CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in _HOSTS]

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
LANGUAGE_COOKIE_SECURE = True
BEHIND_PROXY = env.flag("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
