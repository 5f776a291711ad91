"""Reports of unexpected errors to Sentry, where SENTRY_DSN says where to; else nothing is imported.

A report has the traceback with its code, the route, the id of the request and the release. The text of an
error may hold what somebody typed, so only its type is sent, and no request, cookie, address or variable.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask, current_app, g, has_request_context, request

import webapp.setting_values as are
from webapp.config import BadSetting, milepost_version
from webapp.web.site.seen_requests import NO_ROUTE

SETTING = "SENTRY_DSN"
NOT_INSTALLED = "nothing, or the package with its extra: pip install 'milepost[sentry]'"
_NAME = "milepost.sentry"
# What a report consists of; whatever else the library adds is taken out.
SENT = frozenset(
    {"event_id", "timestamp", "platform", "level", "release", "environment", "exception", "tags", "sdk"}
)
OF_EXCEPTION = frozenset({"type", "module", "stacktrace", "mechanism"})


def init_error_reports(app: Flask, dsn: str) -> None:
    """Prepares reports; raises BadSetting."""
    if not dsn:
        return
    try:
        import sentry_sdk
        from sentry_sdk.utils import BadDsn
    except ImportError as error:
        raise BadSetting(SETTING, NOT_INSTALLED) from error
    try:
        client = sentry_sdk.Client(
            dsn,
            release=f"milepost@{milepost_version()}",
            default_integrations=False,
            auto_enabling_integrations=False,
            include_local_variables=False,
            include_source_context=True,
            max_breadcrumbs=0,
            server_name="",
            before_send=_scrubbed,  # type: ignore[arg-type]  # an event is a dictionary
        )
    except BadDsn as error:
        raise BadSetting(SETTING, are.PROJECT) from error
    app.extensions[_NAME] = client


def report_error(error: BaseException) -> None:
    """Reports an error that nobody expected, if the site has somebody to report it to."""
    client = current_app.extensions.get(_NAME)
    if client is None:
        return
    from sentry_sdk.utils import event_from_exception

    event, hint = event_from_exception(error, client_options=client.options)
    event["tags"] = _tags()
    client.capture_event(event, hint)


def _tags() -> dict[str, str]:
    if not has_request_context():
        return {}
    route = request.url_rule.rule if request.url_rule else NO_ROUTE
    return {"route": route, "request": g.get("request_id", "")}


def _scrubbed(event: Mapping[str, Any], hint: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in event.items() if name in SENT}
    for raised in kept.get("exception", {}).get("values", []):
        for name in set(raised) - OF_EXCEPTION:
            del raised[name]
        for frame in (raised.get("stacktrace") or {}).get("frames", []):
            frame.pop("vars", None)
    return kept
