"""Records of completion, and the directory by which their codes are found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

LEARNER_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "record",
        sa.Column("learner_id", LEARNER_ID, autoincrement=False, nullable=False),
        sa.Column("roadmap", sa.String(100), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("topic_ids", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_record_learner_id_learner"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("learner_id", "roadmap", name=op.f("pk_record")),
        sa.UniqueConstraint("learner_id", "code", name=op.f("uq_record_learner_id_code")),
    )
    op.create_table(
        "record_directory",
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("learner_id", LEARNER_ID, nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_record_directory")),
    )
    op.create_index(op.f("ix_record_directory_learner_id"), "record_directory", ["learner_id"])


def downgrade() -> None:
    records = op.get_bind().execute(sa.text("SELECT count(*) FROM record")).scalar_one()
    if records:
        raise RuntimeError(f"this would lose {records} records: the older schema has no place for them")
    op.drop_table("record_directory")
    op.drop_table("record")
