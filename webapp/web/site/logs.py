"""Logging to standard error, one line for each event, with times in UTC."""

from __future__ import annotations

import logging
import time

from flask import Flask


def init_logs(app: Flask) -> None:
    """Writes the site's own loggers to standard error."""
    logger = logging.getLogger("milepost")
    if not logger.handlers:
        handler = logging.StreamHandler()
        formatter = logging.Formatter("%(asctime)sZ %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S")
        formatter.converter = time.gmtime
        handler.setFormatter(formatter)
        logger.addHandler(handler)
    logger.setLevel(logging.DEBUG if app.debug else logging.INFO)
