"""Notes, ticks on resources, favorites, public profiles and links to one's progress."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

LEARNER_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = ("note", "resource_tick", "favorite", "profile", "opened_roadmap", "share_link")


def upgrade() -> None:
    _create(
        "note",
        ("roadmap", "topic_id"),
        sa.Column("roadmap", sa.String(100), nullable=False),
        sa.Column("topic_id", sa.String(64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("writer", sa.String(36), nullable=False),
    )
    _create(
        "resource_tick",
        ("roadmap", "topic_id", "resource"),
        sa.Column("roadmap", sa.String(100), nullable=False),
        sa.Column("topic_id", sa.String(64), nullable=False),
        sa.Column("resource", sa.String(32), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("ticked_at", sa.DateTime(timezone=True), nullable=False),
    )
    _create(
        "favorite",
        ("roadmap", "topic_id"),
        sa.Column("roadmap", sa.String(100), nullable=False),
        sa.Column("topic_id", sa.String(64), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
    )
    _create(
        "profile",
        (),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("may_be_indexed", sa.Boolean(), nullable=False),
    )
    _create("opened_roadmap", ("roadmap",), sa.Column("roadmap", sa.String(100), nullable=False))
    _create(
        "share_link",
        ("token_hash",),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("roadmap", sa.String(100), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
    )


def _create(name: str, key: tuple[str, ...], *columns: sa.Column[object]) -> None:
    op.create_table(
        name,
        sa.Column("learner_id", LEARNER_ID, autoincrement=False, nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f(f"fk_{name}_learner_id_learner"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("learner_id", *key, name=op.f(f"pk_{name}")),
    )


def downgrade() -> None:
    for name in TABLES:
        rows = op.get_bind().execute(sa.text(f"SELECT count(*) FROM {name}")).scalar_one()
        if rows:
            raise RuntimeError(
                f"this would lose {rows} rows of {name}: the older schema has no place for them"
            )
    for name in TABLES:
        op.drop_table(name)
