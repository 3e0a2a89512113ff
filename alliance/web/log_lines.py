"""Logs of named fields, a line of JSON each, so that no sentence can carry what somebody wrote."""

from typing import Any

import structlog
from django.http import HttpRequest

from alliance.web.crash_log import WordlessFormatter
from alliance.web.routes import route_of

_traceback = WordlessFormatter()


def _without_words(logger: Any, name: str, event: dict[str, Any]) -> dict[str, Any]:
    """In place of an exception: where and of which kind, never its message."""
    raised = event.pop("exc_info", None)
    if isinstance(raised, tuple) and raised[1] is not None:
        event["exception"] = _traceback.formatException(raised)
    return event


def _without_address(logger: Any, name: str, event: dict[str, Any]) -> dict[str, Any]:
    """Django quotes the address, which may hold the secret of a link; the route says enough."""
    record, values = event["_record"], event.pop("positional_args", ())
    request = getattr(record, "request", None)
    if isinstance(request, HttpRequest):
        # "Forbidden (%s): %s": what, and the address last.
        event["event"] = str(record.msg).rpartition(":")[0].replace("%s", "{}").format(*values)
        event["route"] = route_of(request)
    return event


_SHARED: list[Any] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def formatter(*, is_json: bool) -> dict[str, Any]:
    """For Django's LOGGING: JSON for machines, plain lines for a terminal."""
    last: Any = structlog.dev.ConsoleRenderer(colors=False)
    if is_json:
        last = structlog.processors.JSONRenderer()
    return {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": _SHARED,
        "pass_foreign_args": True,
        "processors": [
            _without_words,
            _without_address,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            last,
        ],
    }


def set_up() -> None:
    """Let structlog's own loggers go through the same handlers as all others."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def logging_settings(*, is_json: bool, level: str) -> dict[str, Any]:
    """Django's LOGGING: to the console, and without the words of exceptions."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"wordless": formatter(is_json=is_json)},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "wordless"}},
        "root": {"handlers": ["console"], "level": level},
    }
