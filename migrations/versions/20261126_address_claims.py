"""Addresses that several accounts have named and nobody has verified."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "address_claim",
        sa.Column("folded", sa.String(254), nullable=False),
        sa.Column("learner_id", KEY, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("folded", "learner_id", name="pk_address_claim"),
    )
    op.create_index("ix_address_claim_learner_id", "address_claim", ["learner_id"])


def downgrade() -> None:
    op.drop_table("address_claim")
