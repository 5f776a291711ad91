"""The site as passkeys know it. They need a host name: an address of digits has none."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import request

from webapp.accounts.passkeys import Site
from webapp.web.site.origins import origin_of
from webapp.web.site.services import settings

LOCAL = "localhost"


@dataclass(frozen=True, slots=True)
class PasskeyHint:
    """Where passkeys do not work: `href` is the same page where they do, or empty."""

    href: str


def passkey_site() -> Site | None:
    """Returns the site for this request, or None where its address allows no passkeys."""
    site_url = settings().site_url
    host = urlsplit(site_url).hostname or ""
    origin = origin_of(site_url)
    if _is_loopback(host):
        # On one's own machine the same site answers at localhost, which is a name.
        if (urlsplit(request.host_url).hostname or "") != LOCAL:
            return None
        host, origin = LOCAL, origin_of(request.host_url)
    elif _is_address(host):
        return None
    return Site(host, settings().site_name, origin, settings().secret_key)


def passkey_hint() -> PasskeyHint:
    """Returns what to say where `passkey_site` is None."""
    host = urlsplit(request.host_url).hostname or ""
    if not _is_loopback(host) or host == LOCAL:
        return PasskeyHint("")
    port = urlsplit(request.host_url).port
    address = f"{request.scheme}://{LOCAL}{f':{port}' if port else ''}"
    return PasskeyHint(address + request.full_path.rstrip("?"))


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_loopback(host: str) -> bool:
    return host == LOCAL or (_is_address(host) and ipaddress.ip_address(host).is_loopback)
