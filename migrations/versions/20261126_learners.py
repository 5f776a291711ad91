"""Learners: who carries marks is split from what proves who they are, and every key begins with the learner.

Rows are copied out, the tables made anew, and the rows copied back, with the same statements on SQLite and
PostgreSQL. Sessions, links by mail, marks and the journal keep working: tokens of 0.1.0, which do not name
their learner, are found by `token_directory`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import context, op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

LEARNER_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
OLD = (
    "user_session",
    "password_reset",
    "topic_mark",
    "progress_event",
    "progress_act",
    "sign_in_try",
    "user_account",
)
NEW = (
    "session",
    "password_reset",
    "topic_mark",
    "progress_event",
    "progress_act",
    "sign_in_try",
    "token_directory",
    "address_directory",
    "username_directory",
    "password",
    "email_address",
    "account",
    "learner",
)


def upgrade() -> None:
    with _copied(OLD):
        _make_learners()
        _make_directories()
        _make_progress()
        _make_tries()
        for statement in UP:
            op.execute(statement)
        _continue_after("learner", "id")
        _continue_after("sign_in_try", "id")


def downgrade() -> None:
    _refuse_what_0001_cannot_keep()
    with _copied(NEW):
        _make_tables_of_0001()
        for statement in DOWN:
            op.execute(statement)
        for table in ("user_account", "user_session", "progress_event", "sign_in_try"):
            _continue_after(table, "id")


UP = (
    "INSERT INTO learner (id, kind, time_zone, locale, created_at) SELECT id, 'account', '', '', created_at FROM copy_user_account",
    "INSERT INTO account (learner_id, username, is_admin, created_at) SELECT id, username, is_admin, created_at FROM copy_user_account",
    "INSERT INTO email_address (learner_id, folded, address, is_primary, verified_at)"
    " SELECT id, email_folded, email, true, NULL FROM copy_user_account",
    "INSERT INTO password (learner_id, hash, changed_at) SELECT id, password_hash, password_changed_at FROM copy_user_account",
    "INSERT INTO username_directory (folded, learner_id) SELECT username_folded, id FROM copy_user_account",
    "INSERT INTO address_directory (folded, learner_id) SELECT email_folded, id FROM copy_user_account",
    "INSERT INTO session (learner_id, id, token_hash, created_at, authenticated_at, last_seen_at, expires_at,"
    " remember, user_agent) SELECT user_id, CAST(id AS VARCHAR(32)), token_hash, created_at, created_at, last_seen_at,"
    " expires_at, remember, user_agent FROM copy_user_session",
    "INSERT INTO password_reset (learner_id, token_hash, expires_at) SELECT user_id, token_hash, expires_at FROM copy_password_reset",
    "INSERT INTO token_directory (token_hash, learner_id) SELECT token_hash, user_id FROM copy_user_session",
    "INSERT INTO token_directory (token_hash, learner_id) SELECT token_hash, user_id FROM copy_password_reset",
    "INSERT INTO topic_mark (learner_id, roadmap, topic_id, status, marked_at)"
    " SELECT user_id, roadmap, topic_id, status, marked_at FROM copy_topic_mark",
    "INSERT INTO progress_act (learner_id, id, key, deed, kind, at, undone_by)"
    " SELECT user_id, id, key, '', kind, at, undone_by FROM copy_progress_act",
    'INSERT INTO progress_event (learner_id, number, act_id, roadmap, topic_id, "before", "after", at)'
    ' SELECT user_id, id, act_id, roadmap, topic_id, "before", "after", at FROM copy_progress_event',
    "INSERT INTO sign_in_try (id, key, at) SELECT id, key, at FROM copy_sign_in_try",
)

DOWN = (
    "INSERT INTO user_account (id, username, username_folded, email, email_folded, password_hash, is_admin, created_at,"
    " password_changed_at) SELECT a.learner_id, a.username, u.folded, e.address, e.folded, p.hash, a.is_admin,"
    " a.created_at, p.changed_at FROM copy_account a JOIN copy_username_directory u ON u.learner_id = a.learner_id"
    " JOIN copy_email_address e ON e.learner_id = a.learner_id JOIN copy_password p ON p.learner_id = a.learner_id",
    "INSERT INTO user_session (id, user_id, token_hash, created_at, last_seen_at, expires_at, remember, user_agent)"
    " SELECT row_number() OVER (ORDER BY created_at, learner_id, id), learner_id, token_hash, created_at, last_seen_at,"
    " expires_at, remember, user_agent FROM copy_session",
    "INSERT INTO password_reset (token_hash, user_id, expires_at) SELECT token_hash, learner_id, expires_at FROM copy_password_reset",
    "INSERT INTO topic_mark (user_id, roadmap, topic_id, status, marked_at)"
    " SELECT learner_id, roadmap, topic_id, status, marked_at FROM copy_topic_mark",
    "INSERT INTO progress_act (id, user_id, key, kind, at, undone_by)"
    " SELECT id, learner_id, key, kind, at, undone_by FROM copy_progress_act",
    'INSERT INTO progress_event (id, user_id, act_id, roadmap, topic_id, "before", "after", at)'
    " SELECT row_number() OVER (ORDER BY at, learner_id, number), learner_id, act_id, roadmap, topic_id,"
    ' "before", "after", at FROM copy_progress_event',
    "INSERT INTO sign_in_try (id, key, at) SELECT id, key, at FROM copy_sign_in_try",
)


@contextmanager
def _copied(tables: tuple[str, ...]) -> Iterator[None]:
    """Copies tables out and drops them, so that others can have their names; the copies go at the end."""
    for table in tables:
        op.execute(f"CREATE TABLE copy_{table} AS SELECT * FROM {table}")
    # Those that refer to others come first: dropping a table empties, on SQLite, those that refer to it.
    for table in tables:
        op.drop_table(table)
    yield
    for table in tables:
        op.drop_table(f"copy_{table}")


def _continue_after(table: str, column: str) -> None:
    """Lets new ids follow the copied ones; SQLite does so by itself."""
    if op.get_bind().dialect.name == "postgresql":
        highest = f"(SELECT coalesce(max({column}), 0) + 1 FROM {table})"
        op.execute(f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), {highest}, false)")


def _refuse_what_0001_cannot_keep() -> None:
    counted = op.get_bind().execute(
        sa.text(
            "SELECT (SELECT count(*) FROM learner l WHERE NOT EXISTS (SELECT 1 FROM account a WHERE a.learner_id = l.id)"
            " OR NOT EXISTS (SELECT 1 FROM password p WHERE p.learner_id = l.id)),"
            " (SELECT count(*) FROM email_address WHERE NOT is_primary)"
        )
    )
    without_password, further_addresses = counted.one()
    if without_password or further_addresses:
        raise RuntimeError(
            f"this would lose {without_password} learners without an account or a password"
            f" and {further_addresses} further e-mail addresses: the older schema has no place for them"
        )


def _own(name: str, *parts: sa.schema.SchemaItem, key: tuple[str, ...] = ()) -> None:
    """Makes a table of a learner's own data, whose primary key begins with the learner."""
    op.create_table(
        name,
        sa.Column("learner_id", LEARNER_ID, autoincrement=False, nullable=False),
        *parts,
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f(f"fk_{name}_learner_id_learner"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("learner_id", *key, name=op.f(f"pk_{name}")),
    )


def _make_learners() -> None:
    op.create_table(
        "learner",
        sa.Column("id", LEARNER_ID, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("time_zone", sa.String(64), nullable=False),
        sa.Column("locale", sa.String(35), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learner")),
        sqlite_autoincrement=True,
    )
    _own(
        "account",
        sa.Column("username", sa.String(30), nullable=False),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    _own(
        "email_address",
        sa.Column("folded", sa.String(254), nullable=False),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.Column("verified_at", MOMENT, nullable=True),
        key=("folded",),
    )
    _own(
        "password",
        sa.Column("hash", sa.String(255), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
    )
    _own(
        "session",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("authenticated_at", MOMENT, nullable=False),
        sa.Column("last_seen_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("remember", sa.Boolean(), nullable=False),
        sa.Column("user_agent", sa.String(200), nullable=False),
        sa.UniqueConstraint("learner_id", "token_hash", name=op.f("uq_session_learner_id_token_hash")),
        key=("id",),
    )
    _own(
        "password_reset",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        key=("token_hash",),
    )


def _make_directories() -> None:
    for name, column, length in (
        ("username_directory", "folded", 30),
        ("address_directory", "folded", 254),
        ("token_directory", "token_hash", 64),
    ):
        op.create_table(
            name,
            sa.Column(column, sa.String(length), nullable=False),
            sa.Column("learner_id", LEARNER_ID, nullable=False),
            sa.PrimaryKeyConstraint(column, name=op.f(f"pk_{name}")),
        )
        op.create_index(op.f(f"ix_{name}_learner_id"), name, ["learner_id"])


def _make_progress() -> None:
    _own(
        "topic_mark",
        sa.Column("roadmap", sa.String(100), nullable=False),
        sa.Column("topic_id", sa.String(64), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("marked_at", MOMENT, nullable=False),
        key=("roadmap", "topic_id"),
    )
    _own(
        "progress_act",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("key", sa.String(64), nullable=True),
        sa.Column("deed", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("undone_by", sa.String(32), nullable=True),
        sa.UniqueConstraint("learner_id", "key", name=op.f("uq_progress_act_learner_id_key")),
        key=("id",),
    )
    op.create_index(op.f("ix_progress_act_learner_id_at"), "progress_act", ["learner_id", "at"])
    _own(
        "progress_event",
        sa.Column("number", LEARNER_ID, autoincrement=False, nullable=False),
        sa.Column("act_id", sa.String(32), nullable=False),
        sa.Column("roadmap", sa.String(100), nullable=False),
        sa.Column("topic_id", sa.String(64), nullable=False),
        sa.Column("before", sa.String(10), nullable=False),
        sa.Column("after", sa.String(10), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        key=("number",),
    )
    op.create_index(op.f("ix_progress_event_learner_id_act_id"), "progress_event", ["learner_id", "act_id"])


def _make_tries() -> None:
    op.create_table(
        "sign_in_try",
        sa.Column("id", LEARNER_ID, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_try")),
    )
    op.create_index(op.f("ix_sign_in_try_key_at"), "sign_in_try", ["key", "at"])
    op.create_index(op.f("ix_sign_in_try_at"), "sign_in_try", ["at"])


def _make_tables_of_0001() -> None:
    older = context.script.get_revision("0001")
    assert older is not None  # it stands in the same folder
    older.module.upgrade()
