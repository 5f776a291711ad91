"""A plan may be one for the route to a topic."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("study_plan", sa.Column("topic_id", sa.String(64), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("study_plan") as table:
        table.drop_column("topic_id")
