"""`/metrics`: measurements for Prometheus, for whoever has the token or is on this machine."""

from __future__ import annotations

import hmac
import ipaddress
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, request

from webapp.doctor.site import is_local
from webapp.web.metrics.gauges import DatabaseGauges, gauges_of_content
from webapp.web.site.client_address import forwarded_addresses
from webapp.web.site.extensions import db
from webapp.web.site.metrics import CONTENT_TYPE
from webapp.web.site.process_metrics import measure_process
from webapp.web.site.services import catalog, services, settings

bp = Blueprint("metrics", __name__)
NO_STORE = {"Cache-Control": "no-store"}
REFUSED = "Set METRICS_TOKEN, and send it as a bearer token; docs/operate.md says more.\n"
# With one of these a request has passed a proxy.
PROXIED = ("X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "X-Real-IP", "Via")
_NAME = "milepost.database_gauges"


@bp.get("/metrics")
def show() -> Response:
    """Answers with all measurements, as Prometheus reads them."""
    if not (_has_token() if settings().metrics_token else _is_from_here()):
        headers = NO_STORE | {"WWW-Authenticate": "Bearer"}
        return Response(REFUSED, 401, mimetype="text/plain", headers=headers)
    measure_process(current_app)
    gauges: DatabaseGauges = current_app.extensions.setdefault(_NAME, DatabaseGauges())
    kept = len(services().catalog_store.stale)
    found = [*gauges_of_content(catalog(), kept), *gauges.look_up(db.session())]
    return Response(services().metrics.render(found), content_type=CONTENT_TYPE, headers=NO_STORE)


def _has_token() -> bool:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    expected = settings().metrics_token.encode()
    return kind.lower() == "bearer" and hmac.compare_digest(token.strip().encode(), expected)


def _is_from_here() -> bool:
    """Returns whether a program on this machine asks, and not somebody through a proxy on this machine.

    A proxy that TRUSTED_PROXIES does not count may hide everybody, so a public site needs it or a token.
    """
    is_public = not is_local(urlsplit(settings().site_url).hostname or "")
    if is_public and not settings().trusted_proxies:
        return False
    is_proxied = forwarded_addresses(request.environ) or any(name in request.headers for name in PROXIED)
    return not is_proxied and _is_loopback(request.remote_addr or "") and is_local(_name_of_host())


def _name_of_host() -> str:
    return urlsplit(f"//{request.host}").hostname or ""


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
