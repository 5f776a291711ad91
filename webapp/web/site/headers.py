"""Headers of every response."""

from __future__ import annotations

from flask import Flask, Response, abort, g, request

from webapp.request_ids import new_request_id, request_id
from webapp.web.site.seen_requests import NO_ROUTE, REQUEST_ID, name_route

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
FIXED = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
}


def init_headers(app: Flask, is_https: bool) -> None:
    """Gives every request an id and every response the security headers."""

    @app.before_request
    def name_request() -> None:
        g.request_id = request.environ.get(REQUEST_ID) or new_request_id()
        request_id.set(g.request_id)
        name_route(request.environ, request.url_rule.rule if request.url_rule else NO_ROUTE)
        # Each page has one address, so a path with an empty part is unknown. PATH_INFO does not show an empty
        # first part if the server has merged the slashes.
        path, uri = request.environ.get("PATH_INFO", ""), request.environ.get("REQUEST_URI", "")
        if "//" in path or uri.startswith("//"):
            abort(404)

    @app.teardown_request
    def forget_request(_: BaseException | None) -> None:
        # The thread goes on to answer others.
        request_id.set("")

    @app.after_request
    def add_headers(response: Response) -> Response:
        given = {name.lower() for name, _ in response.headers}
        for name, value in FIXED.items():
            if name.lower() not in given:
                response.headers.add(name, value)
        is_shared = response.headers.get("Access-Control-Allow-Origin") == "*"
        policy = "cross-origin" if is_shared or request.path.endswith(".png") else "same-origin"
        response.headers.setdefault("Cross-Origin-Resource-Policy", policy)
        if is_https:
            response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        response.headers["X-Request-Id"] = g.get("request_id", "")
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response
