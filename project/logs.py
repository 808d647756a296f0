"""Logging as JSON lines without personal data.

Messages of exceptions are left out as well: the database quotes the values of a row in them.
So are paths: that of a sheet or of an answer holds the token that opens it.
"""

import logging
from pathlib import Path
from traceback import extract_tb
from types import TracebackType
from typing import Any, Final

import structlog
from structlog.types import EventDict, Processor

from rectification.acting import request_id

PERSONAL: Final = frozenset(
    {"address", "email", "ip", "ip_address", "name", "person", "phone", "user", "username"}
)


def without_personal_data(_logger: Any, _method: str, event: EventDict) -> EventDict:
    for key in PERSONAL & event.keys():
        event[key] = "[left out]"
    return event


def with_request(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """The id that the answer and the events bear; none where it could lead to a reporter."""
    if found := request_id():
        event["request"] = found
    return event


def exception_without_values(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Where it failed and with which class, never with which values."""
    info = event.pop("exc_info", None)
    if not isinstance(info, tuple) or info[0] is None:
        return event
    event["exception"] = info[0].__name__
    event["frames"] = _frames(info[2])
    return event


class RouteOnly(logging.Filter):
    """Puts the route where Django quotes the path of the request that broke down."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if request is not None and isinstance(record.args, tuple):
            match = request.resolver_match
            route = match.route if match is not None else "?"
            record.args = tuple(route if arg == request.path else arg for arg in record.args)
        return True


def _frames(trace: TracebackType | None) -> list[str]:
    return [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in extract_tb(trace)]


SHARED: Final[list[Processor]] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    without_personal_data,
    with_request,
]

structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        *SHARED,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)

LOGGING_CONFIGURATION: Final[dict[str, Any]] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "structlog.stdlib.ProcessorFormatter",
            "foreign_pre_chain": SHARED,
            "processors": [
                exception_without_values,
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        },
    },
    "filters": {"route_only": {"()": RouteOnly}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Replaces Django's own handlers, which print paths and tracebacks with values.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # Quotes the path of what was not found; the request log has the route.
        "django.request": {"level": "ERROR", "filters": ["route_only"]},
        # Quotes the path of a refused form and what was sent; the request log has the status.
        "django.security": {"level": "CRITICAL"},
        "django.server": {"handlers": [], "level": "CRITICAL", "propagate": True},
        # Logs user names and addresses; the attempts are kept in its tables.
        "axes": {"level": "CRITICAL"},
        "celery": {"level": "WARNING"},
        "viewflow": {"level": "WARNING"},
    },
}
