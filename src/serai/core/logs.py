"""Structured logs without personal data: a closed list of keys may pass, free text is not logged."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

# What a log line may carry. Anything else is dropped by name, so that a new personal field cannot slip in.
SAFE = frozenset(
    """event level logger timestamp method route status ms request_id event_id handler error task worker job rows
    count table port version attempt code""".split()  # noqa: SIM905 - a list of words reads as words
)
SHAPES = [
    (re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"), "<email>"),
    (re.compile(r"(?<![\w-])(?=[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z])[A-Z0-9]{7,}(?![\w-])"), "<document>"),
    (re.compile(r"(?<![\w-])\+?\d[\d ()-]{7,}\d(?![\w-])"), "<number>"),
]


def redact(text: str) -> str:
    """Text with e-mail addresses, document numbers and telephone numbers taken out."""
    for shape, label in SHAPES:
        text = shape.sub(label, text)
    return text


def only_safe(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """structlog processor: drop what is not on the list, redact what is."""
    dropped = [key for key in event if key not in SAFE]
    for key in dropped:
        del event[key]
    keep = {"timestamp", "request_id", "event_id"}  # digits by nature
    return {k: redact(v) if isinstance(v, str) and k not in keep else v for k, v in event.items()}


def _foreign(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Lines of libraries: the unformatted message only, since arguments and tracebacks hold values."""
    record: logging.LogRecord | None = event.get("_record")
    if record is not None and not event.get("_from_structlog"):
        if record.name != "uvicorn.error":  # its arguments are addresses of this machine
            event["event"] = str(record.msg).split("\n", 1)[0]
        event["logger"] = record.name
        if record.exc_info and record.exc_info[0]:
            event["error"] = record.exc_info[0].__name__
    return event


def configured(*, development: bool) -> dict[str, Any]:
    """The LOGGING setting; configures structlog as well."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    renderer: Any = (
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
        if development
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": [*shared, _foreign],
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, only_safe, renderer],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"serai": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "serai"}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            # Access lines carry paths with ids; our middleware logs routes instead.
            "uvicorn.access": {"level": "WARNING"},
            "django.request": {"level": "ERROR"},
            "django_tasks": {"level": "WARNING"},
            "django_tasks_db": {"level": "WARNING"},
        },
    }
