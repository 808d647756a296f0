"""What holds in every environment. Values that differ come from dev.py, test.py and prod.py."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from project.logs import LOGGING_CONFIGURATION
from project.settings import env
from project.settings.broker import transport_options

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = BASE_DIR / "var"

# --- The product -------------------------------------------------------------------------------

DEBUG = False
DEMO = env.flag("DEMO", default=False)
BEHIND_PROXY = False
# Shown on the login page and printed at the start; the demo answers on this machine only.
DEMO_PASSWORD = "songlan-demo"
# Secretaries of general branches approve in their branches; off, the liaison leader does.
GENERAL_BRANCHES_APPROVE = env.flag("GENERAL_BRANCHES_APPROVE", default=True)
# What stands before the year in the number of a closure (销号单号).
CLOSURE_MARK = env.text("CLOSURE_MARK", "松问销")
ORDER_MARK = env.text("ORDER_MARK", "松问督")
LOOK_BACK_SHARE = env.percent("LOOK_BACK_SHARE", default=20, at_least=20)
SIMILAR_MONTHS = env.number("SIMILAR_MONTHS", default=12)

# --- Applications ------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "project.apps.ProjectConfig",
    "rectification",
    "workflows",
    "viewflow",
    "viewflow.workflow",
    "guardian",
    "simple_history",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "csp",
    "django_htmx",
    "django_include_bootstrap",
]

MIDDLEWARE = [
    "project.middleware.RequestId",
    "project.middleware.RequestLog",
    "project.middleware.LoopbackOnlyDemo",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "project.middleware.ResponseHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "project.middleware.FormsInUtf8",
    "project.middleware.WithoutSession",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "project.too_large.BodyLimit",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "rectification.web.door.Door",
    "project.language.ChosenLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "project.urls"
WSGI_APPLICATION = "project.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rectification.web.context.navigation",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Data --------------------------------------------------------------------------------------

# No ATOMIC_REQUESTS: under IMMEDIATE every transaction is a writer, and reading must not queue.
DATABASES = {"default": env.database("DATABASE_URL", default=f"sqlite:///{VAR_DIR}/db.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_CACHE_URL = env.text("CACHE_URL", "")
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": _CACHE_URL}
    if _CACHE_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

# Attachments lie here and are handed out by a view that asks the policies, never by a URL.
MEDIA_ROOT = env.text("MEDIA_ROOT", str(VAR_DIR / "media"))
MEDIA_URL = ""
# Files that wait between preview and confirmation of an import; a job empties it every hour.
WAITING_DIR = env.text("WAITING_DIR", str(VAR_DIR / "waiting"))
# Signed checkpoints of the records, to be copied elsewhere; the key that signs them lies apart.
CHECKPOINT_DIR = env.text("CHECKPOINT_DIR", str(VAR_DIR / "checkpoints"))
RECORDS_KEY_FILE = env.text("RECORDS_KEY_FILE", str(VAR_DIR / "keys" / "records.key"))
# A folder with the office's own licensed fonts for papers as pdf; without one, free ones.
PAPER_FONTS = env.text("PAPER_FONTS", "")
FILE_UPLOAD_PERMISSIONS = 0o640
# A ClamAV daemon, as a path or as host:port; empty: files are not scanned. See services.scanning.
CLAMAV_SOCKET = env.text("CLAMAV_SOCKET", "")
CLAMAV_SECONDS = env.number("CLAMAV_SECONDS", default=30)
# Of one request: text in memory, files beyond the second measure on the disk. What a page takes
# altogether stands in rectification.web.bodies.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# --- What leaves the house: nothing, unless it is set --------------------------------------------

# The office's own mail server. Without one no mail is promised and none is sent.
_MAIL = env.mail("EMAIL_URL")
MAIL_ON = bool(_MAIL)
EMAIL_BACKEND = _MAIL.get("EMAIL_BACKEND", "django.core.mail.backends.dummy.EmailBackend")
EMAIL_HOST = _MAIL.get("EMAIL_HOST", "localhost")
EMAIL_PORT = _MAIL.get("EMAIL_PORT", 25)
EMAIL_HOST_USER = _MAIL.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = _MAIL.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = _MAIL.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _MAIL.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 5
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", None if MAIL_ON else "office@localhost")
# Where the site is reached, for the link in mail and chat; without it they name no address.
SITE_URL = env.web_address("SITE_URL")
# The robot of a work chat: address, form of its messages, and the secret that DingTalk may want.
CHAT_URL = env.web_address("CHAT_URL")
CHAT_FORMAT = env.one_of("CHAT_FORMAT", "json", "wecom", "dingtalk")
CHAT_SECRET = env.text("CHAT_SECRET", "")

# --- Accounts ----------------------------------------------------------------------------------

AUTH_USER_MODEL = "rectification.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None
GUARDIAN_RAISE_403 = False
VIEWFLOW = {"AUTOREGISTER": False}

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username",)},
    },
    {
        "NAME": "rectification.policies.passwords.EnoughCharacters",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
    {"NAME": "rectification.policies.passwords.HabitValidator"},
]
ACCOUNT_LINK_LIFETIME = timedelta(hours=24)
# The name an authenticator shows beside the code.
OTP_TOTP_ISSUER = "问题整改"
LOGIN_URL = "rectification:login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "rectification:login"

# In the database, so that it holds on every machine with and without a shared cache. Counted for
# name and address together: whoever fails elsewhere cannot keep the holder out, and tries during
# the pause do not make it longer. Rows last as long as the pause (rectification.tasks).
AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# Fields of our forms that a failed check of the password must not leave in its table.
AXES_SENSITIVE_PARAMETERS = [
    "username",
    "ip_address",
    "new_password",
    "new_password_again",
    "code",
    "key",
]
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "project.proxy.client_address"
AXES_LOCKOUT_CALLABLE = "rectification.web.views.accounts.locked_out"

# --- Sessions, cookies, headers ----------------------------------------------------------------

# A session ends after so long without a request, and after so long in any case.
SESSION_IDLE_LIMIT = timedelta(minutes=env.number("SESSION_IDLE_MINUTES", default=30))
SESSION_COOKIE_AGE = env.number("SESSION_HOURS", default=10) * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "rectification.web.kept.page_out_of_date"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

# --- Language and time -------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# --- Static files ------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = env.text("STATIC_ROOT", str(VAR_DIR / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "project.static_files.MountedAppsFinder",
]

# --- Celery: transport only, the database is the truth -----------------------------------------

BROKER_URL = env.text("BROKER_URL", "filesystem://localhost/")
CELERY_BROKER_URL = BROKER_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_RESULT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300
# Above the longest task, so that nothing running is delivered a second time.
CELERY_VISIBILITY_TIMEOUT = 600
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 10.0
CELERY_WORKER_ENABLE_SOFT_SHUTDOWN_ON_IDLE = True
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True

BROKER_DIR = VAR_DIR / "broker"
CELERY_BROKER_TRANSPORT_OPTIONS = transport_options(
    BROKER_URL, folder=BROKER_DIR, visibility=CELERY_VISIBILITY_TIMEOUT
)
CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS = {"visibility_timeout": CELERY_VISIBILITY_TIMEOUT}

# --- Logging -----------------------------------------------------------------------------------

LOGGING = LOGGING_CONFIGURATION
