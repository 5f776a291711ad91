"""Settings, content and the mail server."""

from __future__ import annotations

import ipaddress
import socket
import ssl
from urllib.parse import urlsplit

from webapp.catalog.catalog import Catalog
from webapp.config import Settings
from webapp.doctor.result import LOOK, OK, WRONG, Result, judge

MAIL_SECONDS = 10
MAIL_PORTS = {"smtp": 587, "smtps": 465}
IN_THE_CLEAR = "SITE_URL is http://, so passwords travel in the clear: put TLS in front, and set https://."
LINKS_LEAD_NOWHERE = "HOST is open to others, but SITE_URL is this machine: links lead nowhere; set it."
UNCOUNTED = "SITE_URL is https://, but TRUSTED_PROXIES counts no proxy: set it, see docs/proxy.md."
PORT_IS_OPEN = (
    "HOST is open to others, who can pass the proxy by and name any address as theirs: set 127.0.0.1, or let"
    " a firewall pass the proxy only."
)
OLD_KEY = (
    "SECRET_KEY_PREVIOUS is set: once `flask --app wsgi learners reseal` has run, and no mail of before waits"
    " in `flask --app wsgi jobs list`, take it out."
)


def check_settings(settings: Settings) -> Result:
    """Returns whether the settings fit together; each alone has been checked when the site started."""
    is_public = not is_local(urlsplit(settings.site_url).hostname or "")
    is_reachable, proxies = not is_local(settings.host), settings.trusted_proxies
    key = settings.instance_dir / "secret_key"
    misspelled = "; ".join(
        f"{name} is no setting: did you mean {near}?" for name, near in settings.misspelled
    )
    is_key_open = key.exists() and key.stat().st_mode & 0o077
    return judge(
        "settings",
        [
            (is_public and not settings.is_https, WRONG, IN_THE_CLEAR),
            (is_key_open, WRONG, f"others can read {key}: chmod 600 {key}."),
            (is_reachable and not is_public, LOOK, LINKS_LEAD_NOWHERE),
            (settings.is_https and not proxies, LOOK, UNCOUNTED),
            (is_reachable and proxies, LOOK, PORT_IS_OPEN),
            (settings.secret_key_previous, LOOK, OLD_KEY),
            (misspelled, LOOK, misspelled),
        ],
        f"{settings.site_name} at {settings.site_url}.",
    )


def check_content(catalog: Catalog, announced: str) -> Result:
    """Returns whether there is something to learn, all of it can be served, and other machines have the same.

    `announced` is the version that machines announced last, or empty.
    """
    count, errors = len(catalog.roadmaps), len(catalog.errors)
    differs = (
        f"version {announced} was announced last, and here is {catalog.version}: give all machines the same"
        " content, then run `flask --app wsgi content reload` on one of them."
    )
    names = "`flask --app wsgi content check` names them."
    return judge(
        "content",
        [
            (not count, WRONG, f"there is nothing to serve: look at CONTENT_DIR. {errors} errors; {names}"),
            (errors, LOOK, f"{errors} errors leave something out: {names}"),
            (announced and announced != catalog.version, LOOK, differs),
        ],
        f"{count} roadmaps, version {catalog.version}.",
    )


def check_mail(settings: Settings) -> Result:
    """Returns whether the mail server can be reached; nothing is sent, and nobody signs in."""
    if not settings.mail_url:
        outbox = settings.instance_dir / "outbox"
        state = OK if is_local(urlsplit(settings.site_url).hostname or "") else LOOK
        return Result("mail", state, f"MAIL_URL is not set, so nobody gets any: it is written to {outbox}.")
    parts = urlsplit(settings.mail_url)
    port = parts.port or MAIL_PORTS[parts.scheme]
    shown = f"{parts.hostname}:{port}"
    try:
        greeting = _greeting(parts.hostname or "localhost", port, parts.scheme == "smtps")
    except ssl.SSLCertVerificationError as error:
        return Result("mail", WRONG, f"{shown} has no valid certificate: {error.verify_message}.")
    except OSError as error:
        said = error.strerror or type(error).__name__
        return Result("mail", WRONG, f"{shown} cannot be reached ({said}): look at MAIL_URL.")
    is_mail = greeting.startswith(b"220")
    trouble = (not is_mail, WRONG, f"{shown} does not answer as a mail server: look at MAIL_URL.")
    return judge("mail", [trouble], f"{shown} answers.")


def is_local(host: str) -> bool:
    """Returns whether a name or an address is this machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _greeting(host: str, port: int, is_tls: bool) -> bytes:
    with socket.create_connection((host, port), MAIL_SECONDS) as plain:
        if not is_tls:
            return plain.recv(512)
        with ssl.create_default_context().wrap_socket(plain, server_hostname=host) as link:
            return link.recv(512)
