"""Settings from the environment or `.env`: one frozen object; a value that cannot be used stops start-up
by its name.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

from webapp.language import read_locale

ROOT = Path(__file__).resolve().parent.parent
WEAK_SECRETS = frozenset({"secret", "dev", "changeme", "change-me", "password", "test", "milepost"})
SHORTEST_SECRET = 16
STRONG = f"at least {SHORTEST_SECRET} characters that nobody can guess"


class BadSetting(Exception):
    """A setting that cannot be used: its name, and what was expected."""

    def __init__(self, name: str, expected: str) -> None:
        super().__init__(f"{name}: expected {expected}")
        self.name = name


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that an operator can set; names as in the README, paths absolute, `site_url` without a
    final slash.
    """

    database_url: str
    content_dir: Path
    site_url: str
    site_name: str
    language: str
    secret_key: str
    redis_url: str
    mail_url: str
    mail_from: str
    trusted_proxies: int
    keeps_promotion: bool
    instance_dir: Path
    host: str
    port: int
    workers: int

    @property
    def is_https(self) -> bool:
        """Whether the site is served under https, so that cookies are Secure and HSTS is sent."""
        return self.site_url.startswith("https://")


def read_settings(environ: Mapping[str, str] | None = None, root: Path = ROOT) -> Settings:
    """The settings of `environ` over those of `.env` in `root`; raises BadSetting for a value that cannot
    be used.
    """
    if environ is None:
        environ = os.environ
    values = {**{k: v or "" for k, v in dotenv_values(root / ".env").items()}, **environ}
    instance = Path(values.get("INSTANCE_DIR") or root / "instance").resolve()
    instance.mkdir(parents=True, exist_ok=True)
    return Settings(
        database_url=_database_url(values.get("DATABASE_URL", ""), root, instance),
        content_dir=_content_dir(values.get("CONTENT_DIR") or "content", root),
        site_url=_site_url(values.get("SITE_URL") or "http://127.0.0.1:8000"),
        site_name=_site_name(values.get("SITE_NAME") or "Milepost"),
        language=_language(values.get("LANGUAGE") or "en"),
        secret_key=_secret_key(values, instance),
        redis_url=_url(values, "REDIS_URL", ("redis", "rediss", "unix"), "redis://host:6379/0"),
        mail_url=_mail_url(values),
        mail_from=_mail_from(values.get("MAIL_FROM", "")),
        trusted_proxies=_number(values, "TRUSTED_PROXIES", 0, 0, 10),
        keeps_promotion=_choice(values, "PROMOTION", ("keep", "drop")) == "keep",
        instance_dir=instance,
        host=_host(values.get("HOST") or "127.0.0.1"),
        port=_number(values, "PORT", 8000, 1, 65535),
        workers=_number(values, "WORKERS", min(4, os.cpu_count() or 1), 1, 64),
    )


def _database_url(value: str, root: Path, instance: Path) -> str:
    if not value:
        return f"sqlite:///{instance / 'milepost.db'}"
    scheme = value.split(":", 1)[0].split("+", 1)[0]
    if scheme not in {"sqlite", "postgresql", "postgres"} or "://" not in value:
        raise BadSetting("DATABASE_URL", "sqlite:///path or postgresql://user:pass@host/name")
    if value.startswith("sqlite:///") and not value.startswith("sqlite:////") and ":memory:" not in value:
        return f"sqlite:///{root / value.removeprefix('sqlite:///')}"
    return value


def _content_dir(value: str, root: Path) -> Path:
    # Links are followed when the content is read: another release may be linked there by then.
    path = Path(os.path.abspath(root / value))  # resolve() would follow them
    if not path.is_dir():
        raise BadSetting("CONTENT_DIR", f"a folder that exists, and {path} is none")
    return path


def _site_url(value: str) -> str:
    try:
        parts = urlsplit(value)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.path in {"", "/"}
        usable = usable and not parts.query and not parts.fragment and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise BadSetting("SITE_URL", "an address such as https://learn.example.org, without a path")
    return value.rstrip("/")


def _site_name(value: str) -> str:
    if not value.isprintable() or len(value) > 60:
        raise BadSetting("SITE_NAME", "up to 60 printable characters")
    return value


def _language(value: str) -> str:
    try:
        return read_locale(value)
    except ValueError as error:
        raise BadSetting("LANGUAGE", "the name of a language, such as en, de or pt_BR") from error


def _secret_key(values: Mapping[str, str], instance: Path) -> str:
    named = values.get("SECRET_KEY", "")
    if not named and values.get("SECRET_KEY_FILE"):
        try:
            named = Path(values["SECRET_KEY_FILE"]).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise BadSetting("SECRET_KEY_FILE", "a readable text file that holds the key") from error
        if not named:
            raise BadSetting("SECRET_KEY_FILE", "a file that is not empty")
    if named:
        if _is_weak(named):
            raise BadSetting("SECRET_KEY", STRONG)
        return named
    return _kept_secret(instance / "secret_key")


def _kept_secret(path: Path) -> str:
    if not path.exists():
        _make_secret(path)
    try:
        stored = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting("SECRET_KEY", f"a readable text file at {path}") from error
    if _is_weak(stored):
        # A disk that was full leaves an empty file, and cookies would be signed with nothing.
        raise BadSetting(
            "SECRET_KEY", f"{STRONG} in {path}; remove the file and start again, and everybody signs in anew"
        )
    return stored


def _make_secret(path: Path) -> None:
    """Writes a new key whole, or not at all; of several processes that start at once, the first one's
    stays.
    """
    unfinished = path.with_name(f"{path.name}.{secrets.token_hex(8)}.part")
    try:
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(unfinished, path)
    except OSError as error:
        raise BadSetting(
            "INSTANCE_DIR", f"a folder in which the secret key can be written: {error.strerror}"
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)


def _is_weak(key: str) -> bool:
    return len(key) < SHORTEST_SECRET or key.lower() in WEAK_SECRETS or len(set(key)) < 6


def _url(values: Mapping[str, str], name: str, schemes: tuple[str, ...], example: str) -> str:
    value = values.get(name, "")
    if value and urlsplit(value).scheme not in schemes:
        raise BadSetting(name, f"an address such as {example}")
    return value


def _mail_url(values: Mapping[str, str]) -> str:
    value = _url(values, "MAIL_URL", ("smtp", "smtps"), "smtp://user:pass@host:port")
    if value:
        parts = urlsplit(value)
        try:
            usable = bool(parts.hostname) and parts.port != 0 and not parts.fragment
        except ValueError:
            usable = False
        if not usable:
            raise BadSetting(
                "MAIL_URL",
                "an address such as smtp://user:pass@host:port, with %23 for # and %40 for @ in the password",
            )
    return value


def _mail_from(value: str) -> str:
    name, at, host = value.rpartition("@")
    if value and not (
        name
        and at
        and host
        and value.isascii()
        and value.isprintable()
        and not set(value) & set(" ,<>@") - {"@"}
    ):
        raise BadSetting("MAIL_FROM", "a plain address such as learn@example.org")
    return value


def _choice(values: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    value = values.get(name) or choices[0]
    if value not in choices:
        raise BadSetting(name, " or ".join(choices))
    return value


def _number(values: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    value = values.get(name) or str(default)
    if not (value.isascii() and value.isdecimal()) or not least <= int(value) <= most:
        raise BadSetting(name, f"a whole number from {least} to {most}")
    return int(value)


def _host(value: str) -> str:
    if not value.isascii() or not value.isprintable() or set(value) & set(" /@[]"):
        raise BadSetting("HOST", "a name or an address such as 127.0.0.1 or ::1")
    return value
