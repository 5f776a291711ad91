"""Logging to standard error, one line for each event, with times in UTC: as text or as JSON."""

from __future__ import annotations

import json
import logging
import time
from datetime import UTC, datetime

from flask import Flask

from webapp.request_ids import request_id

LONGEST_LINE = 2000  # characters
LONGEST_TRACEBACK = 20_000
TEXT, JSON = "text", "json"
# Facts of an event, to be passed as `extra={FACTS: …}`; in JSON each is a field of its own.
FACTS = "facts"
# Their lines name the request among their facts.
WITH_FACTS = frozenset({"milepost.security", "milepost.access"})
_handler = logging.StreamHandler()


def init_logs(app: Flask, log_format: str) -> None:
    """Writes the site's own loggers to standard error."""
    text = OneLine("%(asctime)sZ %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S")
    _handler.setFormatter(JsonLine() if log_format == JSON else text)
    logger = logging.getLogger("milepost")
    # It says when Redis does not answer and when it does again.
    limits = logging.getLogger("flask-limiter")
    for named in (logger, limits):
        named.handlers[:] = [_handler]
    logger.setLevel(logging.DEBUG if app.debug else logging.INFO)
    limits.setLevel(logging.INFO)
    limits.propagate = False


def take_over_logs() -> None:
    """Writes what libraries log as the site's own lines; call it when the server has set up its own."""
    for name in ("", "gunicorn.error"):
        logging.getLogger(name).handlers[:] = [_handler]
    logging.getLogger("milepost").propagate = False


class OneLine(logging.Formatter):
    """Writes each event as one line of a bounded length; a traceback may follow."""

    converter = staticmethod(time.gmtime)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # the library's name
        """Returns the line of an event, with what is not printable escaped, and the id of its request."""
        line = super().formatMessage(record)
        if len(line) > LONGEST_LINE:
            line = f"{line[:LONGEST_LINE]}… ({len(line)} characters)"
        if record.name not in WITH_FACTS and (number := request_id.get()):
            line = f"{line} (request {number})"
        return "".join(c if c.isprintable() else repr(c)[1:-1] for c in line)


class JsonLine(logging.Formatter):
    """Writes each event as one JSON object on a line, its traceback too."""

    def format(self, record: logging.LogRecord) -> str:
        """Returns the line of an event."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if number := request_id.get():
            line["request"] = number
        facts = getattr(record, FACTS, None)
        line |= facts if facts is not None else {"message": record.getMessage()[:LONGEST_LINE]}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)[-LONGEST_TRACEBACK:]
        return json.dumps(line, ensure_ascii=True)
