"""Headers of every response."""

from __future__ import annotations

import secrets

from flask import Flask, Response, abort, g, request

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
        g.request_id = secrets.token_hex(8)
        # Each page has one address, so a path with an empty part is unknown. PATH_INFO does not show an empty
        # first part if the server has merged the slashes.
        path, uri = request.environ.get("PATH_INFO", ""), request.environ.get("REQUEST_URI", "")
        if "//" in path or uri.startswith("//"):
            abort(404)

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in FIXED.items():
            response.headers.setdefault(name, value)
        is_open = response.headers.get("Access-Control-Allow-Origin") == "*" or request.path.endswith(".png")
        response.headers.setdefault(
            "Cross-Origin-Resource-Policy", "cross-origin" if is_open else "same-origin"
        )
        if is_https:
            response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        response.headers["X-Request-Id"] = g.get("request_id", "")
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response
