"""A floor imports the floors below it, and nothing beside or above it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

WEBAPP = Path(__file__).parent.parent / "webapp"
FLASK = {
    "flask",
    "flask_babel",
    "flask_htmx",
    "flask_limiter",
    "flask_login",
    "flask_migrate",
    "flask_sqlalchemy",
    "flask_wtf",
}
OWN = {
    "exports",
    "search",
    "config",
    "provider_settings",
    "providers",
    "setting_values",
    "language",
    "request_ids",
    "sealing",
    "mail",
    "jobs",
    "doctor",
    "backups",
    "portability",
    "habits",
    "operators",
    "learning",
    "catalog",
    "drawing",
    "authoring",
    "db",
    "accounts",
    "progress",
    "syndication",
    "web",
    "app",
    "cli",
}
ALLOWED = {
    "language": set(),
    "request_ids": set(),
    "sealing": set(),
    "setting_values": {"language"},
    "provider_settings": {"setting_values"},
    "config": {"setting_values", "provider_settings"},
    "catalog": {"catalog", "language"},
    "drawing": {"drawing", "catalog"},
    "authoring": {"authoring", "catalog", "drawing"},
    "db": {"db"},
    "accounts": {"accounts", "db", "language", "sealing"},
    "progress": {"progress", "db"},
    "syndication": {"syndication", "catalog"},
    "exports": {"exports", "catalog", "drawing"},
    "search": {"search", "catalog"},
    "jobs": {"jobs", "db", "request_ids"},
    "mail": {"mail", "config", "jobs", "sealing"},
    "providers": {"providers", "provider_settings"},
    "learning": {"learning", "catalog", "progress", "language"},
    "habits": {"habits", "accounts", "catalog", "db", "language", "learning", "progress"},
    "doctor": {"doctor", "accounts", "catalog", "config", "db", "jobs", "provider_settings", "providers"},
    "backups": {"backups", "accounts", "config", "db", "jobs", "progress"},
    "portability": {
        "portability",
        "accounts",
        "db",
        "habits",
        "jobs",
        "language",
        "learning",
        "mail",
        "progress",
    },
    "operators": {"operators", "accounts", "db", "progress"},
    "web": OWN - {"app", "cli"},
    "app": OWN,
    "cli": OWN,
}
WITHOUT_FLASK = OWN - {"web", "app", "cli"}
WITHOUT_SQLALCHEMY = {
    "sealing",
    "config",
    "provider_settings",
    "providers",
    "setting_values",
    "language",
    "request_ids",
    "catalog",
    "drawing",
    "authoring",
    "syndication",
}
MODULES = sorted(WEBAPP.rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""


def floor(path: Path) -> str:
    return path.relative_to(WEBAPP).parts[0].removesuffix(".py")


@pytest.mark.parametrize(
    "path", [p for p in MODULES if floor(p) != "__init__"], ids=lambda p: str(p.relative_to(WEBAPP))
)
def test_imports_only_floors_below(path: Path) -> None:
    here = floor(path)
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "webapp":
            assert len(parts) > 1, "webapp itself holds nothing to import"
            assert parts[1] in ALLOWED[here], f"{here} may not import {name}"
        if here in WITHOUT_FLASK:
            assert parts[0] not in FLASK, f"{here} may not import {name}"
        if here in WITHOUT_SQLALCHEMY:
            assert parts[0] != "sqlalchemy", f"{here} may not import {name}"


def test_no_folder_imports_in_a_circle() -> None:
    arrows: dict[str, set[str]] = {}
    for path in MODULES:
        here = ".".join(path.relative_to(WEBAPP.parent).parent.parts)
        for name in imports(path):
            there = folder_of(name)
            # `webapp/` itself holds the first floor and the last one: they are no folder of one duty.
            if name.startswith("webapp.") and there != here and "webapp" not in {there, here}:
                arrows.setdefault(here, set()).add(there)
    assert not circle(arrows), " imports ".join(circle(arrows))


def folder_of(module: str) -> str:
    """The folder in which an imported module lies, or the package itself."""
    is_folder = (WEBAPP.parent / Path(*module.split("."))).is_dir()
    return module if is_folder else module.rpartition(".")[0]


def circle(arrows: dict[str, set[str]]) -> list[str]:
    """The first circle that is found, or nothing."""
    clean: set[str] = set()

    def follow(here: str, above: tuple[str, ...]) -> list[str]:
        if here in above:
            return [*above[above.index(here) :], here]
        if here in clean:
            return []
        for there in sorted(arrows.get(here, ())):
            if found := follow(there, (*above, here)):
                return found
        clean.add(here)
        return []

    return next((found for here in sorted(arrows) if (found := follow(here, ()))), [])


def test_the_package_imports_nothing() -> None:
    assert not list(imports(WEBAPP / "__init__.py"))


def test_routes_import_no_routes() -> None:
    for path in (WEBAPP / "web").glob("*/routes.py"):
        assert not [n for n in imports(path) if n.startswith("webapp.web.") and n.endswith(".routes")], path


def test_one_library_one_importing_module() -> None:
    wrapped = {
        "frontmatter",
        "yaml",
        "markdown_it",
        "nh3",
        "feedgen",
        "typst",
        "argon2",
        "email_validator",
        "dotenv",
        "smtplib",
        "brotli",
        "gzip",
        "limits",
        "idna",
        "cryptography",
        "backports",
        "pyrage",
        "icalendar",
    }
    users: dict[str, set[Path]] = {}
    for path in MODULES:
        for name in imports(path):
            users.setdefault(name.split(".")[0], set()).add(path)
    for name in wrapped:
        assert len(users.get(name, set())) <= 1, f"{name} is imported by {users[name]}"
