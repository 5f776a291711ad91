"""A learner's data as files to take along."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from typing import IO

from flask import Blueprint, Response, render_template
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from webapp.db.snapshot import reading_at_once
from webapp.portability.export import SCHEMA_PATH, Origin, write_json, write_marks, write_zip
from webapp.portability.schema import export_schema
from webapp.portability.tables import SECTIONS
from webapp.web.data.access import proven_or_guest
from webapp.web.data.labels import roadmap_labels
from webapp.web.site.extensions import db, limiter
from webapp.web.site.responses import NEVER, shared
from webapp.web.site.security_log import security_event
from webapp.web.site.services import settings
from webapp.web.site.visitor import learner_or_address, signed_in

bp = Blueprint("data_export", __name__)
# An export that is larger waits on the disk instead of in memory until it is sent.
KEPT_IN_MEMORY = 1024 * 1024
CHUNK = 64 * 1024
LIMIT = "30 per hour"


@bp.get("/me/export.json")
@proven_or_guest
@limiter.limit(LIMIT, key_func=learner_or_address)
def as_json() -> BaseResponse:
    """Everything that the site keeps of the learner, as one JSON."""
    who, labels, origin = signed_in(), roadmap_labels(), _origin()

    def write(session: Session, file: IO[bytes]) -> None:
        write_json(session, who.learner_id, labels, origin, file)

    return _download(write, "json", "application/json", origin)


@bp.get("/me/export.csv")
@proven_or_guest
@limiter.limit(LIMIT, key_func=learner_or_address)
def as_csv() -> BaseResponse:
    """The learner's marks as one CSV."""
    who, labels, origin = signed_in(), roadmap_labels(), _origin()

    def write(session: Session, file: IO[bytes]) -> None:
        write_marks(session, who.learner_id, labels, file)

    return _download(write, "csv", "text/csv", origin)


@bp.get("/me/export.zip")
@proven_or_guest
@limiter.limit(LIMIT, key_func=learner_or_address)
def as_zip() -> BaseResponse:
    """A CSV for each table, with the JSON of everything and a text that says what is what."""
    who, labels, origin = signed_in(), roadmap_labels(), _origin()
    readme = render_template("data/readme.txt", origin=origin, sections=SECTIONS, schema=SCHEMA_PATH)

    def write(session: Session, file: IO[bytes]) -> None:
        write_zip(session, who.learner_id, labels, origin, readme, file)

    return _download(write, "zip", "application/zip", origin)


@bp.get(SCHEMA_PATH)
def schema() -> BaseResponse:
    """The JSON Schema of an export, at an address that stays."""
    body = json.dumps(export_schema(settings().site_url), indent=2)
    response = shared(Response(body, mimetype="application/schema+json"))
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _origin() -> Origin:
    return Origin(settings().site_url, datetime.now(UTC))


def _download(
    write: Callable[[Session, IO[bytes]], None], ending: str, mimetype: str, origin: Origin
) -> BaseResponse:
    """Writes a file first and sends it then, so that a slow client holds no connection to the database."""
    file = tempfile.SpooledTemporaryFile(max_size=KEPT_IN_MEMORY)  # noqa: SIM115  # closed when it is sent
    try:
        with reading_at_once(db.session()) as session:
            write(session, file)
    except BaseException:
        file.close()
        raise
    response = _sent(file, mimetype)
    name = f"milepost-{origin.at:%Y-%m-%d}.{ending}"
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    response.headers["Cache-Control"] = NEVER
    response.headers["Vary"] = "Cookie"
    security_event("data_exported", user=signed_in().learner_id, format=ending)
    return response


def _sent(file: IO[bytes], mimetype: str) -> Response:
    size = file.tell()
    file.seek(0)
    if size <= KEPT_IN_MEMORY:
        with file:
            return Response(file.read(), mimetype=mimetype)
    response = Response(iter(lambda: file.read(CHUNK), b""), mimetype=mimetype, direct_passthrough=True)
    response.content_length = size
    response.call_on_close(file.close)
    return response
