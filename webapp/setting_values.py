"""What the settings may be: functions from the text of a setting to its value, which raise Unusable with
what was expected.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from webapp.language import read_locale

POSTGRESQL = "postgresql://user:pass@host:5432/name"
# As SQLAlchemy reads the address of a database; a password may hold everything but @.
DATABASE = re.compile(
    r"(?P<scheme>[a-z]+)(?P<driver>\+\w+)?://(?:[^:/@]*(?::[^@]*)?@)?"
    r"(?P<host>\[[^/?\]]+\]|[^/:?@\[\]]*)(?::(?P<port>[^/?]*))?(?:/(?P<name>[^?]*))?(?:\?.*)?"
)
DRIVERS: dict[str, set[str | None]] = {
    "sqlite": {None, "+pysqlite"},
    "postgresql": {None, "+psycopg"},
    "postgres": {None},
}
ROADMAPS = "roadmaps"
PROJECT = "the address of a project, such as https://key@sentry.example.org/1"


class Unusable(ValueError):
    """The text of a setting cannot be used; the message says what was expected."""


def instance_folder(root: Path) -> Callable[[str], Path]:
    """Returns the function for a folder that the site writes to, which is made if it is missing."""

    def read(text: str) -> Path:
        try:
            path = (root / text).resolve()
            path.mkdir(parents=True, exist_ok=True)
        except (OSError, ValueError, RuntimeError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise Unusable(f"a folder that can be written to, and {text} cannot: {reason}") from error
        if not os.access(path, os.W_OK | os.X_OK):
            raise Unusable(f"a folder that can be written to, and {path} cannot: Permission denied")
        return path

    return read


def content_folder(root: Path) -> Callable[[str], Path]:
    """Returns the function for a folder that holds roadmaps, or is still empty."""

    def read(text: str) -> Path:
        # Links are followed when the content is read: another release may be linked there by then.
        path = Path(os.path.abspath(root / text))  # resolve() would follow them
        try:
            if not path.is_dir():
                raise Unusable(f"a folder that exists, and {path} is none (an empty one will do)")
            if not (path / ROADMAPS).is_dir():
                _check_tree_near(path)
        except (OSError, ValueError) as error:
            raise error if isinstance(error, Unusable) else Unusable("a folder that can be read") from error
        return path

    return read


def _check_tree_near(path: Path) -> None:
    inside = sorted(p for p in path.iterdir() if not p.name.startswith("."))
    if not inside:
        return
    above = (tree for tree in (path.parent, path.parent.parent) if tree / ROADMAPS in {path, path.parent})
    below = (folder for folder in inside if (folder / ROADMAPS).is_dir())
    near = next(above, None) or next(below, None)
    meant = f" (did you mean {near}?)" if near else ""
    raise Unusable(f"a folder with {ROADMAPS}/ in it, and {path} has none{meant}")


def database_address(root: Path, instance: Path) -> Callable[[str], str]:
    """Returns the function for the address of a database, SQLite's with an absolute path."""

    def read(text: str) -> str:
        if not text:
            return f"sqlite:///{instance / 'milepost.db'}"
        found = DATABASE.fullmatch(text)
        if not found or found["driver"] not in DRIVERS.get(found["scheme"], set()):
            raise Unusable(f"sqlite:///path or {POSTGRESQL}, with %40 for @ in the password")
        if found["scheme"] == "sqlite":
            return _sqlite(text, root)
        port = found["port"]
        if port is not None and not _is_port(port):
            raise Unusable(f"{POSTGRESQL}, where the port is a number and @ in the password is %40")
        return text

    return read


def _sqlite(text: str, root: Path) -> str:
    scheme, _, rest = text.partition("://")
    name, mark, query = rest.partition("?")
    if name in {"", "/"} or not name.startswith("/"):
        raise Unusable("sqlite:///path, with three slashes and the path of a file")
    if ":memory:" in name:
        raise Unusable("sqlite:///path of a file, because nothing of one in memory is kept")
    path = root / name[1:]
    if path.is_dir():
        raise Unusable(f"sqlite:///path of a file, and {path} is a folder")
    if not path.parent.is_dir():
        raise Unusable(f"sqlite:///path in a folder that exists, and {path.parent} is none")
    return f"{scheme}:///{path}{mark}{query}"


def site_address(text: str) -> str:
    """Returns the address of the site without a final slash."""
    parts = _split(text)
    usable = parts and parts.scheme in {"http", "https"} and parts.hostname and parts.path in {"", "/"}
    if not parts or not usable or set("?#@ \\") & set(text) or not _is_host(parts.hostname or ""):
        raise Unusable("an address such as https://learn.example.org, without a path")
    return text.rstrip("/")


def _is_host(name: str) -> bool:
    try:
        name.encode("idna")
    except UnicodeError:
        return False
    return name.isprintable()


def collector_address(text: str) -> str:
    """Returns the address of a collector of traces without a final slash, or an empty text."""
    parts = _split(text)
    if text and not (parts and parts.scheme in {"http", "https"} and parts.hostname and not parts.query):
        raise Unusable("an address such as http://127.0.0.1:4318")
    return text.rstrip("/")


def project_address(text: str) -> str:
    """Returns the address of a project of Sentry, or an empty text."""
    parts = _split(text)
    if text and not (parts and parts.scheme in {"http", "https"} and parts.hostname and parts.username):
        raise Unusable(PROJECT)
    return text


def redis_address(text: str) -> str:
    """Returns the address of a Redis server, or an empty text."""
    parts = _split(text)
    is_socket = bool(parts and parts.scheme == "unix" and parts.path.strip("/"))
    is_host = bool(
        parts
        and parts.scheme in {"redis", "rediss"}
        and parts.hostname
        and re.fullmatch(r"(?:/\d{0,5})?", parts.path)
    )
    if text and not (is_socket or is_host):
        raise Unusable("an address such as redis://host:6379/0 or unix:///run/redis.sock")
    return text


def mail_server(text: str) -> str:
    """Returns the address of a mail server, or an empty text."""
    parts = _split(text)
    if text and not (
        parts and parts.scheme in {"smtp", "smtps"} and parts.hostname and _ends_with_host(parts)
    ):
        raise Unusable(
            "an address such as smtp://user:pass@host:port, with %23 for #, %2F for /, %3F for ? and"
            " %40 for @ in the password"
        )
    return text


def _ends_with_host(parts: SplitResult) -> bool:
    """Whether nothing follows the host, as if a sign of the password had ended it."""
    return parts.path in {"", "/"} and not parts.fragment and parts.query in {"", "insecure=1", "insecure=0"}


def mail_address(text: str) -> str:
    """Returns a mail address without a name before it, or an empty text."""
    name, _, host = text.rpartition("@")
    is_plain = text.isascii() and text.isprintable() and not set(name + host) & set(" ,<>@")
    if text and not (name and host and is_plain):
        raise Unusable("a plain address such as learn@example.org")
    return text


def issuer(text: str) -> str:
    """Returns the address by which an OpenID Connect provider names itself."""
    parts = _split(text)
    is_private = bool(
        parts and parts.scheme == "http" and parts.hostname in {"127.0.0.1", "::1", "localhost"}
    )
    is_address = bool(parts and parts.hostname and (parts.scheme == "https" or is_private))
    if not is_address or set("?#@ \\") & set(text) or not text.isascii() or len(text) > 255:
        raise Unusable("the provider's own address, such as https://login.example.org/realms/school")
    return text


def client_id(text: str) -> str:
    """Returns the name that a provider has given this site."""
    if not text or not text.isprintable() or not text.isascii() or " " in text or len(text) > 255:
        raise Unusable("the client id that the provider shows for this site")
    return text


def client_secret(text: str) -> str:
    """Returns the secret that a provider has given this site."""
    if not text or not text.isprintable() or not text.isascii() or len(text) > 1000:
        raise Unusable("the client secret that the provider shows for this site")
    return text


def short_text(text: str) -> str:
    """Returns a text of one line."""
    if not text.isprintable() or len(text) > 60:
        raise Unusable("up to 60 printable characters")
    return text


def language(text: str) -> str:
    """Returns the name of a locale."""
    try:
        return read_locale(text)
    except ValueError as error:
        raise Unusable("the name of a language, such as en, de or pt_BR") from error


def host_name(text: str) -> str:
    """Returns a name or an address to listen on."""
    if not text.isascii() or not text.isprintable() or set(text) & set(" /@[]"):
        raise Unusable("a name or an address such as 127.0.0.1 or ::1")
    return text


def one_of(*choices: str) -> Callable[[str], str]:
    """Returns the function for a text that is one of the choices."""

    def read(text: str) -> str:
        if text not in choices:
            raise Unusable(" or ".join(choices))
        return text

    return read


def whole_number(least: int, most: int) -> Callable[[str], int]:
    """Returns the function for a number from `least` to `most`."""

    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
            raise Unusable(f"a whole number from {least} to {most}")
        return int(text)

    return read


def _split(text: str) -> SplitResult | None:
    """Returns the parts of an address, or None if it is none."""
    try:
        parts = urlsplit(text)
        return None if parts.port == 0 else parts
    except ValueError:
        return None


def _is_port(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{1,5}", text)) and 0 < int(text) < 65536
