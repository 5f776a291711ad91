"""Health checks for monitoring: liveness and readiness."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from webapp.db.readiness import OK, database_state
from webapp.db.unit_of_work import end_reading
from webapp.doctor.checkup import announced_version, quick_checkup
from webapp.doctor.proxy import HEADER, is_token
from webapp.web.site.client_address import forwarded_addresses
from webapp.web.site.extensions import db, limiter
from webapp.web.site.services import catalog, services, settings

bp = Blueprint("health", __name__)
NO_STORE = {"Cache-Control": "no-store"}


@bp.get("/healthz")
def alive() -> Response:
    """Answers 200 as long as the process is alive."""
    return Response("ok\n", mimetype="text/plain", headers=NO_STORE)


@bp.get("/readyz")
def ready() -> tuple[Response, int, dict[str, str]]:
    """Answers 200 if the database can be written to and there is content, or else 503.

    Errors in the content are listed, but do not make the site unready. The state of each part is public,
    what `flask doctor` says about it is not.
    """
    database = database_state(db.session())
    served = catalog()
    announced = announced_version(settings(), db.session(), database)
    parts = quick_checkup(settings(), db.session(), served, database, announced)
    end_reading(db.session())
    errors = [{"file": f.file, "place": f.place, "message": f.message} for f in served.errors[:50]]
    is_ready = database == OK and bool(served.roadmaps)
    report: dict[str, Any] = {
        "ready": is_ready,
        "database": database,
        "limits": _limits_state(),
        "content": {
            "roadmaps": len(served.roadmaps),
            "version": served.version,
            "announced": announced,
            "errors": errors,
            "kept": services().catalog_store.stale,
        },
        "checks": {result.part: result.state for result in parts},
    }
    if is_token(request.headers.get(HEADER, ""), settings().secret_key):
        report["request"] = _how_it_came()
    return jsonify(report), 200 if is_ready else 503, NO_STORE


def _how_it_came() -> dict[str, Any]:
    """Returns for `flask doctor` what the proxies in front said about its question."""
    return {
        "scheme": request.scheme,
        "host": request.host,
        "addresses": forwarded_addresses(request.environ),
    }


def _limits_state() -> str:
    """Returns "ok", or what is wrong with the Redis that counts for the limits.

    It does not make the site unready: until it answers again, each process counts for itself.
    """
    if not settings().redis_url or limiter.storage.check():
        return OK
    return "Redis is away; each process counts for itself"
