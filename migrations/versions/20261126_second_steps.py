"""Sign-in in two steps: attempts, codes of an authenticator app, recovery codes, passkeys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

LEARNER_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OWN = ("sign_in_attempt", "second_step", "totp", "recovery_code", "passkey")


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    _own_table(
        "sign_in_attempt",
        ("token_hash",),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("proof", sa.String(10), nullable=False),
        sa.Column("remember", sa.Boolean(), nullable=False),
        sa.Column("back", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("expires_at", moment, nullable=False),
    )
    _own_table("second_step", (), sa.Column("since", moment, nullable=False))
    _own_table(
        "totp",
        (),
        sa.Column("sealed_secret", sa.Text(), nullable=False),
        sa.Column("confirmed_at", moment, nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
    )
    _own_table("recovery_code", ("code_hash",), sa.Column("code_hash", sa.String(64), nullable=False))
    _own_table(
        "passkey",
        ("id",),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("credential_hash", sa.String(64), nullable=False),
        sa.Column("credential_id", sa.Text(), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("user_handle", sa.String(100), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("transports", sa.String(100), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("last_used_at", moment, nullable=True),
        sa.UniqueConstraint(
            "learner_id", "credential_hash", name=op.f("uq_passkey_learner_id_credential_hash")
        ),
    )
    op.create_table(
        "passkey_directory",
        sa.Column("credential_hash", sa.String(64), nullable=False),
        sa.Column("learner_id", LEARNER_ID, nullable=False),
        sa.PrimaryKeyConstraint("credential_hash", name=op.f("pk_passkey_directory")),
    )
    op.create_index(op.f("ix_passkey_directory_learner_id"), "passkey_directory", ["learner_id"])
    op.create_table(
        "used_challenge",
        sa.Column("challenge_hash", sa.String(64), nullable=False),
        sa.Column("expires_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("challenge_hash", name=op.f("pk_used_challenge")),
    )
    op.create_index(op.f("ix_used_challenge_expires_at"), "used_challenge", ["expires_at"])


def downgrade() -> None:
    factors = sum(_count(table) for table in ("totp", "passkey"))
    if factors:
        raise RuntimeError(f"this would lose {factors} passkeys and authenticator apps")
    op.drop_table("used_challenge")
    op.drop_table("passkey_directory")
    for table in reversed(OWN):
        op.drop_table(table)


def _own_table(name: str, more_keys: tuple[str, ...], *columns: sa.SchemaItem) -> None:
    """Creates a table of learners' own rows, whose keys begin with the learner."""
    op.create_table(
        name,
        sa.Column("learner_id", LEARNER_ID, autoincrement=False, nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f(f"fk_{name}_learner_id_learner"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("learner_id", *more_keys, name=op.f(f"pk_{name}")),
    )


def _count(table: str) -> int:
    found = op.get_bind().execute(sa.text(f"SELECT count(*) FROM {table}"))  # a name above
    return int(found.scalar_one())
