"""Sites by which people may sign in, such as GitHub or a company's own, as the settings name them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

import webapp.setting_values as are
from webapp.setting_values import Unusable

OPENID, GITHUB = "openid", "github"
GITHUB_SITE, GITHUB_API = "https://github.com", "https://api.github.com"
GOOGLE_ISSUER = "https://accounts.google.com"
# Addresses below /login that are no provider's.
RESERVED = frozenset({"SECOND_STEP", "RECOVERY_CODE", "PASSKEY", "PASSKEYS", "CODE", "NEW"})
SHORT_FORMS = ("GITHUB", "GOOGLE")
NAMED = re.compile(r"OIDC_([A-Z0-9_]+?)_(?:ISSUER|CLIENT_ID|CLIENT_SECRET|CLIENT_SECRET_FILE|LABEL)")
NAME = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*")
LONGEST_NAME = 20
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Provider:
    """A site by which people may sign in.

    `name` is part of addresses. Identities belong to `issuer`, whatever the name becomes. `api` is GitHub's.
    """

    name: str
    label: str
    kind: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    api: str = ""


class SettingTexts(Protocol):
    """The texts of all settings, as `webapp.config` reads them."""

    def names(self) -> Iterable[str]:
        """Returns the names of everything that is set."""

    def get(self, name: str, read: Callable[[str], Value], default: str = "") -> Value:
        """Returns a setting as `read` reads its text."""


def read_providers(values: SettingTexts) -> tuple[Provider, ...]:
    """Returns the providers in the order in which pages offer them: short forms first, then by name."""
    given = set(values.names())
    named = sorted({found[1] for name in given if (found := NAMED.fullmatch(name))})
    short = [name for name in SHORT_FORMS if _is_named(given, name)]
    known = [_known(values, name) for name in short]
    return (*known, *(_openid(values, name, short) for name in named))


def _is_named(given: set[str], name: str) -> bool:
    return bool(given & {f"{name}_CLIENT_ID", f"{name}_CLIENT_SECRET", f"{name}_CLIENT_SECRET_FILE"})


def _known(values: SettingTexts, name: str) -> Provider:
    client = (values.get(f"{name}_CLIENT_ID", are.client_id), _secret(values, name))
    if name == "GITHUB":
        return Provider("github", "GitHub", GITHUB, GITHUB_SITE, *client, api=GITHUB_API)
    return Provider("google", "Google", OPENID, GOOGLE_ISSUER, *client)


def _openid(values: SettingTexts, name: str, short: list[str]) -> Provider:
    prefix = f"OIDC_{name}"
    return Provider(
        name=values.get(f"{prefix}_ISSUER", _name_checked(name, short), name),
        label=values.get(f"{prefix}_LABEL", are.short_text, name.replace("_", " ").title()),
        kind=OPENID,
        issuer=values.get(f"{prefix}_ISSUER", are.issuer),
        client_id=values.get(f"{prefix}_CLIENT_ID", are.client_id),
        client_secret=_secret(values, prefix),
    )


def _name_checked(name: str, short: list[str]) -> Callable[[str], str]:
    def read(_: str) -> str:
        if not NAME.fullmatch(name) or len(name) > LONGEST_NAME:
            raise Unusable(f"a name of at most {LONGEST_NAME} letters and digits, such as OIDC_SCHOOL_ISSUER")
        if name in RESERVED:
            raise Unusable(f"another name than {name}, which the site itself uses")
        if name in short:
            raise Unusable(f"another name than {name}, because {name}_CLIENT_ID is set too")
        return name.lower().replace("_", "-")

    return read


def _secret(values: SettingTexts, prefix: str) -> str:
    from_file = values.get(f"{prefix}_CLIENT_SECRET_FILE", _secret_of_file)
    return from_file or values.get(f"{prefix}_CLIENT_SECRET", are.client_secret)


def _secret_of_file(path: str) -> str:
    if not path:
        return ""
    try:
        return are.client_secret(Path(path).read_text(encoding="utf-8").strip())
    except (OSError, ValueError) as error:
        raise Unusable(f"a readable text file that holds the secret, and {path} is none") from error
