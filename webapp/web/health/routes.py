"""For those who watch over the site: alive, ready, and counters."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from webapp.db.readiness import OK, database_state
from webapp.db.unit_of_work import end_reading
from webapp.web.site.extensions import db
from webapp.web.site.services import catalog, services

bp = Blueprint("health", __name__)
NO_STORE = {"Cache-Control": "no-store"}


@bp.get("/healthz")
def alive() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain", headers=NO_STORE)


@bp.get("/readyz")
def ready() -> tuple[Response, int, dict[str, str]]:
    """The database can be written to and there is content; what content check found wrong is named, and
    does not stop the site.
    """
    database = database_state(db.session())
    end_reading(db.session())
    served = catalog()
    errors = [{"file": f.file, "place": f.place, "message": f.message} for f in served.errors[:50]]
    is_ready = database == OK and bool(served.roadmaps)
    report = {
        "ready": is_ready,
        "database": database,
        "content": {
            "roadmaps": len(served.roadmaps),
            "version": served.version,
            "errors": errors,
            "kept": services().catalog_store.kept,
        },
    }
    return jsonify(report), 200 if is_ready else 503, NO_STORE
