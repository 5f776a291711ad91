"""`flask --app wsgi backup`, `restore` and `db copy`: the whole site in a file, and in another database."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate.cli import db as database


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--keep",
    metavar="7d,4w,6m",
    help="Delete older backups beside it, but for the newest of each of so many days, weeks, months.",
)
@click.option(
    "--encrypt-to",
    "recipient",
    default="",
    metavar="age1…",
    help="A public key of age; only its owner can read the backup.",
)
@with_appcontext
def backup(file: Path, keep: str | None, recipient: str) -> None:
    """Write the database and what the instance needs into one file, while the site runs.

    Where FILE is a folder, the backup is named by its time. With --keep it is one, and is made if it is
    missing.
    """
    from webapp.backups.backup import Versions, make_backup
    from webapp.backups.errors import BackupError
    from webapp.backups.retention import backups_beside, make_folder, read_rules, to_delete
    from webapp.config import milepost_version
    from webapp.web.site.services import catalog, settings

    try:
        rules = read_rules(keep) if keep else []
        if rules:
            make_folder(file)
        versions = Versions(milepost_version(), catalog().version)
        target, manifest = make_backup(settings(), file, versions, recipient)
    except BackupError as error:
        raise click.ClickException(str(error)) from error
    size, schema = target.stat().st_size, manifest.schema or "none"
    click.echo(f"{target}: {size:,} bytes, {manifest.proof.all_rows:,} rows, schema {schema}")
    if count := manifest.proof.differing:
        click.echo(f"of {count} learners the journal does not give the marks", err=True)
    for path in to_delete(backups_beside(target), rules) if rules else ():
        path.unlink(missing_ok=True)
        click.echo(f"{path}: deleted")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--identity",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The file with the key of age that decrypts it.",
)
@click.option("--check", "is_check", is_flag=True, help="Read and check the file, and restore nothing.")
@with_appcontext
def restore(file: Path, identity: Path | None, is_check: bool) -> None:
    """Restore a backup into an empty database, and prove that it is what was backed up.

    Stop the site first.
    """
    from webapp.backups.errors import BackupError
    from webapp.backups.restore import check_backup, restore_backup
    from webapp.db.migrations import known_revisions
    from webapp.web.site.extensions import db
    from webapp.web.site.services import settings

    known = known_revisions(Path(current_app.extensions["migrate"].directory))
    try:
        if is_check:
            manifest = check_backup(file, settings().instance_dir, identity)
        else:
            db.engine.dispose()
            manifest = restore_backup(settings(), file, known, identity)
    except BackupError as error:
        raise click.ClickException(str(error)) from error
    made = f"made {manifest.made_at:%Y-%m-%d %H:%M:%S} UTC by Milepost {manifest.milepost}"
    rows = f"{manifest.proof.all_rows:,} rows in {len(manifest.proof.rows)} tables"
    click.echo(f"{file}: {made}, content {manifest.content}, {rows}")
    if is_check:
        click.echo("its checksums are right; nothing was restored")
        return
    click.echo("restored: row counts, marks and the replayed journal are those of the backup")
    if manifest.schema != known[0]:
        click.echo(f"its schema is {manifest.schema or 'none'}; now run `flask --app wsgi db upgrade`")
    if settings().secret_key != (settings().instance_dir / "secret_key").read_text(encoding="utf-8").strip():
        click.echo(
            "the secret key is that of the backup from the next start on, unless SECRET_KEY or"
            " SECRET_KEY_FILE names another"
        )


@database.command("copy")  # type: ignore[untyped-decorator]  # the library ships no types
@click.option("--to", "target", metavar="URL", required=True, help="The other database, an empty one.")
@with_appcontext
def copy(target: str) -> None:
    """Copy everything into another, empty database, from SQLite to PostgreSQL or back; check it row by row.

    Stop the site first: what is written meanwhile is not copied.
    """
    from webapp.backups.copying import copy_database
    from webapp.backups.errors import BackupError
    from webapp.config import FILES, ROOT
    from webapp.setting_values import Unusable, database_address
    from webapp.web.site.services import settings

    try:
        url = database_address(ROOT, settings().instance_dir)(target)
        counts = copy_database(settings().database_url, url, FILES / "migrations")
    except Unusable as error:
        raise click.ClickException(f"--to: expected {error}") from error
    except BackupError as error:
        raise click.ClickException(str(error)) from error
    for name, count in counts.items():
        click.echo(f"{name}: {count:,}")
    click.echo("Every row is the same in both. Set DATABASE_URL to the other one, and start the site.")
