"""The address that a request comes from, by which limits tell people apart."""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import request

from webapp.accounts.limits import network_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# Set where the proxies in front did not say whom a request comes from.
UNKNOWN = "milepost.unknown_client"
SENT = "milepost.forwarded_addresses"
PROBES = frozenset({"/healthz", "/readyz"})
log = logging.getLogger("milepost.server")


class ForwardedFor:
    """WSGI middleware that notices requests for which the trusted proxies do not send what they should."""

    def __init__(self, app: WSGIApplication, hops: int, site_url: str) -> None:
        self._app = app
        self._hops = hops
        self._site_url = site_url
        self._has_warned = False
        self._has_named_address = False

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Passes the request on; the first of a process that lacks the header is logged as a warning."""
        sent = forwarded_addresses(environ)
        environ[SENT] = sent
        if sent < self._hops:
            environ[UNKNOWN] = True
            # Whoever watches the site may ask it directly.
            if not self._has_warned and environ.get("PATH_INFO") not in PROBES:
                self._has_warned = True
                log.warning(
                    "proxy: TRUSTED_PROXIES is %d, but a request came with %d addresses in X-Forwarded-For;"
                    " limits by network do not apply to such requests, see docs/proxy.md",
                    self._hops,
                    sent,
                )
        elif not self._has_named_address and environ.get("PATH_INFO") not in PROBES:
            self._compare_address(environ)
        return self._app(environ, start_response)

    def _compare_address(self, environ: WSGIEnvironment) -> None:
        """Logs once that the address which a proxy passes on is not SITE_URL."""
        scheme = environ.get("HTTP_X_FORWARDED_PROTO", "").split(",")[-1].strip() or "http"
        came = f"{scheme}://{environ.get('HTTP_HOST', '')}"
        if came.lower() != self._site_url.lower():
            self._has_named_address = True
            log.warning(
                "proxy: SITE_URL is %s, but a request came as %s; see docs/proxy.md", self._site_url, came
            )


def forwarded_addresses(environ: WSGIEnvironment) -> int:
    """Returns how many addresses the proxies in front sent in X-Forwarded-For."""
    noted: int | None = environ.get(SENT)
    if noted is not None:
        return noted
    return len([part for part in environ.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()])


def client_address() -> str:
    """Returns the address that the request came from, or an empty string if it cannot be known.

    It is unknown where a trusted proxy does not send it, and where it is this machine itself: then a proxy
    stands in front that TRUSTED_PROXIES does not count, and everybody would be one person.
    """
    address = request.remote_addr or ""
    network = network_of(address)
    try:
        is_here = ipaddress.ip_network(network).is_loopback
    except ValueError:
        return ""
    return "" if is_here or UNKNOWN in request.environ else address


def client_network() -> str:
    """Returns the network that the request came from, by which limits count people who are unknown."""
    return network_of(client_address())
