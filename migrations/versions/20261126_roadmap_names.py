"""Names of roadmaps are remembered, so that marks are found after a slug or an id has changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "roadmap_name",
        sa.Column("kind", sa.String(4), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("key", sa.String(100), nullable=False),
        sa.Column("distance", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "name", "key", name="pk_roadmap_name"),
    )


def downgrade() -> None:
    op.drop_table("roadmap_name")
