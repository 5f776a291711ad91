"""Who learners are at providers, and the sign-ins there that have come to an end."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

LEARNER_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "identity",
        sa.Column("learner_id", LEARNER_ID, autoincrement=False, nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("issuer", sa.String(255), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("connected_at", MOMENT, nullable=False),
        sa.Column("last_used_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("learner_id", "id", name="pk_identity"),
        sa.UniqueConstraint("learner_id", "issuer", "subject", name="uq_identity_learner_id_issuer_subject"),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name="fk_identity_learner_id_learner", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "identity_directory",
        sa.Column("identity_hash", sa.String(64), nullable=False),
        sa.Column("learner_id", LEARNER_ID, nullable=False),
        sa.PrimaryKeyConstraint("identity_hash", name="pk_identity_directory"),
    )
    op.create_index("ix_identity_directory_learner_id", "identity_directory", ["learner_id"])
    op.create_table(
        "used_state",
        sa.Column("id", LEARNER_ID, nullable=False),
        sa.Column("state_hash", sa.String(64), nullable=False),
        sa.Column("used_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_used_state"),
        sa.UniqueConstraint("state_hash", name="uq_used_state_state_hash"),
    )


def downgrade() -> None:
    op.drop_table("used_state")
    op.drop_table("identity_directory")
    op.drop_table("identity")
