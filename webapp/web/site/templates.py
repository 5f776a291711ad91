"""Settings of Jinja and the variables of every template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, has_request_context, request
from jinja2 import FunctionLoader

from webapp.config import Settings
from webapp.learning.status import STATUSES
from webapp.web.site.dates import format_day
from webapp.web.site.word_widths import are_long_words


@dataclass(frozen=True, slots=True)
class Site:
    """The site's name and address."""

    name: str
    url: str


def init_templates(app: Flask, settings: Settings) -> None:
    """Sets Jinja's options, filters and the variables of every template."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["format_day"] = format_day
    # JSON is neither sorted nor escaped to ASCII. `tojson` escapes what could end a script element.
    app.jinja_env.policies["json.dumps_kwargs"] = {
        "sort_keys": False,
        "ensure_ascii": False,
        "separators": (",", ":"),
    }
    app.jinja_env.globals["takes_accounts"] = settings.sign_up != "closed"
    app.jinja_env.globals["are_long_words"] = are_long_words
    site = Site(settings.site_name, settings.site_url)

    @app.context_processor
    def common() -> dict[str, Any]:
        # A mail of a command is made without a request.
        path = request.path if has_request_context() else ""
        return {"site": site, "request_path": path, "statuses": STATUSES}


def read_templates(app: Flask) -> None:
    """Reads all templates, so that those not used yet stay of the same release when files are replaced.

    They are compiled when they are first used.
    """
    env = app.jinja_env
    loader = env.loader
    if loader is not None:
        sources = {name: loader.get_source(env, name) for name in env.list_templates()}
        env.loader = FunctionLoader(sources.get)
