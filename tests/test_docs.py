"""The documentation names what there is: every setting, command and table, and only files that exist."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from webapp.accounts import models as account_models
from webapp.cli.backups import backup, copy, restore
from webapp.cli.content import content
from webapp.cli.doctor import doctor
from webapp.cli.jobs import jobs
from webapp.cli.learners import learners
from webapp.cli.mail import mail
from webapp.db.base import Base
from webapp.jobs import models as job_models
from webapp.progress import models as progress_models

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTENT_README = (ROOT / "content/README.md").read_text(encoding="utf-8")
OPERATORS = (jobs, learners, mail)
WHOLE_SITE = (doctor, backup, restore, copy)
OPERATE = (ROOT / "docs/operate.md").read_text(encoding="utf-8")
# `webapp/config.py` reads each setting by its name, as a string or as the first thing after `values`.
SETTINGS = sorted(
    set(
        re.findall(
            r'(?:values(?:\.get\(|\[|, )|BadSetting\(\s*)"([A-Z][A-Z_]+)"',
            (ROOT / "webapp/config.py").read_text(encoding="utf-8"),
        )
    )
)
# Importing the models fills the metadata of `Base`.
MODELS = (account_models, progress_models, job_models)
GENERATED = "webapp/translations/"
# The files that the examples of recipes make.
EXAMPLES = re.compile(
    r"/about/|mail/welcome\.|mail/outbox\.|/admin/(?:test_)?backups(?:_\w+)?\.py$|/(?:test_)?(?:count|markdown)\.py$"
)
PAGES = (
    "README.md",
    "CONTRIBUTING.md",
    "docs/browsers.md",
    "docs/style.md",
    "docs/scale.md",
    "docs/proxy.md",
    "docs/operate.md",
    "docs/upgrade.md",
    "docs/data.md",
    "docs/sign-in.md",
    "docs/security.md",
)
PATH = re.compile(r"`((?:webapp|templates|static|tests|docs|deploy|bench|content)/[\w./@-]*\w|[A-Z]+\.md)`")
COMMAND = re.compile(r"`[^`]*-m pytest ([^`]+)`")


def test_the_settings_are_found() -> None:
    assert {"DATABASE_URL", "PROMOTION", "SECRET_KEY_FILE", "MAIL_FROM", "WORKERS"} <= set(SETTINGS)


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_is_in_the_readme(name: str) -> None:
    rows = [line.split("|")[1] for line in README.splitlines() if line.startswith("| `")]
    assert any(f"`{name}`" in row for row in rows), f"{name} is in no row of the README's table"


@pytest.mark.parametrize("name", sorted(content.commands))
def test_every_command_is_in_the_content_readme(name: str) -> None:
    assert f"| `content {name}" in CONTENT_README


@pytest.mark.parametrize("name", [f"{group.name} {name}" for group in OPERATORS for name in group.commands])
def test_every_command_of_operators_is_in_their_page(name: str) -> None:
    assert f"`flask --app wsgi {name}" in OPERATE


@pytest.mark.parametrize("command", WHOLE_SITE, ids=lambda command: command.name)
def test_what_looks_after_the_whole_site_is_in_the_page_of_operators(command: click.Command) -> None:
    name = "db copy" if command is copy else command.name
    assert f"flask --app wsgi {name}" in OPERATE
    options = [name for option in command.params for name in option.opts if name.startswith("--")]
    assert [name for name in options if name not in OPERATE] == []


@pytest.mark.parametrize(
    "command",
    [*(command for group in (content, *OPERATORS) for command in group.commands.values()), *WHOLE_SITE],
    ids=lambda command: command.name,
)
def test_every_command_explains_itself_and_its_options(command: click.Command) -> None:
    assert command.help
    assert all(option.help for option in command.params if isinstance(option, click.Option))


@pytest.mark.parametrize(
    "target", ["run", "test", "engines", "image", "check", "dev", "bench", "format", "lock", "messages"]
)
def test_every_target_of_make_is_explained(target: str) -> None:
    pages = README + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert re.search(rf"\bmake {target}\b", pages)


@pytest.mark.parametrize("page", PAGES)
def test_the_files_that_a_page_names_exist(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    run = {word for command in COMMAND.findall(text) for word in command.split() if "/" in word}
    named = run | {path for path in PATH.findall(text) if not path.startswith(GENERATED)}
    missing = [path for path in sorted(named) if not (ROOT / path).exists()]
    assert [path for path in missing if not EXAMPLES.search(path)] == []


def test_every_table_has_its_place_in_the_page_on_scale() -> None:
    text = (ROOT / "docs/scale.md").read_text(encoding="utf-8")
    assert [
        table for table in Base.metadata.tables if f"`{table}`" not in text and f"'{table}'" not in text
    ] == []


def test_each_release_in_the_changelog_has_its_sections_once_and_no_line_twice() -> None:
    releases = re.split(r"^## ", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.M)[1:]
    for release in releases:
        headings = re.findall(r"^### (.+)", release, flags=re.M)
        assert headings == [name for name in ("Added", "Changed", "Fixed") if name in headings], release[:20]
        lines = re.findall(r"^- .+", release, flags=re.M)
        assert sorted(set(lines)) == sorted(lines), release[:20]
