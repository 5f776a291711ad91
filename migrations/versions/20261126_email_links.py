"""Links by mail that verify an address, confirm another one, or take that back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "email_link",
        sa.Column(
            "learner_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("purpose", sa.String(10), nullable=False),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("learner_id", "token_hash", name="pk_email_link"),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name="fk_email_link_learner_id_learner", ondelete="CASCADE"
        ),
    )


def downgrade() -> None:
    op.drop_table("email_link")
