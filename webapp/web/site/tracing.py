"""Traces by OpenTelemetry, where OTEL_EXPORTER_OTLP_ENDPOINT is set; else nothing of it is imported.

A request is a span with its method, route, status and id; each statement in it is one with its text, in which
values are placeholders. Nothing says who asked: no path, query, header, address, form or value of a database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Flask, Response, g, request
from sqlalchemy import event

from webapp.config import BadSetting, milepost_version
from webapp.web.site.extensions import db
from webapp.web.site.seen_requests import METHODS, NO_ROUTE

if TYPE_CHECKING:
    from opentelemetry.trace import Span, Tracer

SETTING = "OTEL_EXPORTER_OTLP_ENDPOINT"
NOT_INSTALLED = "nothing, or the package with its extra: pip install 'milepost[otel]'"
LONGEST_STATEMENT = 2000
_SPAN, _STARTED = "trace_span", "milepost.span"


def init_tracing(app: Flask, endpoint: str) -> None:
    """Sends a trace of each request to a collector, in batches from a thread. Raises BadSetting."""
    if not endpoint:
        return
    tracer = app.extensions["milepost.tracer"] = _make_tracer(endpoint)

    @app.before_request
    def start() -> None:
        method = request.method if request.method in METHODS else "other"
        route = request.url_rule.rule if request.url_rule else NO_ROUTE
        span = tracer.start_span(f"{method} {route}")
        span.set_attributes({"http.request.method": method, "http.route": route, "request.id": g.request_id})
        setattr(g, _SPAN, span)

    @app.after_request
    def note(response: Response) -> Response:
        if (span := g.get(_SPAN)) is not None:
            span.set_attribute("http.response.status_code", response.status_code)
        return response

    @app.teardown_request
    def end(error: BaseException | None) -> None:
        if (span := g.pop(_SPAN, None)) is not None:
            span.end()

    _trace_statements(app, tracer)


def _make_tracer(endpoint: str) -> Tracer:
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise BadSetting(SETTING, NOT_INSTALLED) from error
    named = Resource({"service.name": "milepost", "service.version": milepost_version()})
    provider = TracerProvider(resource=named)
    exporter = OTLPSpanExporter(endpoint=f"{endpoint}/v1/traces")
    provider.add_span_processor(BatchSpanProcessor(exporter))
    return provider.get_tracer("milepost")


def _trace_statements(app: Flask, tracer: Tracer) -> None:
    def before(conn: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        parent = g.get(_SPAN) if g else None
        if parent is not None and context is not None:
            setattr(context, _STARTED, _statement_span(tracer, parent, statement))

    def after(conn: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        _end_statement(context)

    def failed(context: Any) -> None:
        _end_statement(context.execution_context)

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", before)
        event.listen(db.engine, "after_cursor_execute", after)
        event.listen(db.engine, "handle_error", failed)


def _statement_span(tracer: Tracer, parent: Span, statement: str) -> Span:
    from opentelemetry.trace import set_span_in_context

    span = tracer.start_span(statement.split(None, 1)[0].upper(), context=set_span_in_context(parent))
    span.set_attribute("db.query.text", statement[:LONGEST_STATEMENT])
    return span


def _end_statement(context: Any) -> None:
    span = getattr(context, _STARTED, None)
    if span is not None:
        setattr(context, _STARTED, None)
        span.end()
