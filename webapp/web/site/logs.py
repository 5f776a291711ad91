"""Logging to standard error, one line for each event, with times in UTC."""

from __future__ import annotations

import logging
import time

from flask import Flask

LONGEST_LINE = 2000  # characters


def init_logs(app: Flask) -> None:
    """Writes the site's own loggers to standard error."""
    logger = logging.getLogger("milepost")
    if not logger.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(OneLine("%(asctime)sZ %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S"))
        logger.addHandler(handler)
        # It says when Redis does not answer and when it does again.
        logging.getLogger("flask-limiter").handlers[:] = [handler]
    logger.setLevel(logging.DEBUG if app.debug else logging.INFO)
    logging.getLogger("flask-limiter").setLevel(logging.INFO)
    logging.getLogger("flask-limiter").propagate = False


class OneLine(logging.Formatter):
    """Writes each event as one line of a bounded length; a traceback may follow."""

    converter = staticmethod(time.gmtime)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # the library's name
        """Returns the line of an event, with what is not printable escaped."""
        line = super().formatMessage(record)
        if len(line) > LONGEST_LINE:
            line = f"{line[:LONGEST_LINE]}… ({len(line)} characters)"
        return "".join(c if c.isprintable() else repr(c)[1:-1] for c in line)
