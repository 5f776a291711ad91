"""Files to be imported, accounts to be deleted, and names that are held after a change."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

LEARNER_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "pending_import",
        sa.Column("learner_id", LEARNER_ID, autoincrement=False, nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"],
            ["learner.id"],
            name=op.f("fk_pending_import_learner_id_learner"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("learner_id", name=op.f("pk_pending_import")),
    )
    op.create_table(
        "account_deletion",
        sa.Column("learner_id", LEARNER_ID, autoincrement=False, nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"],
            ["learner.id"],
            name=op.f("fk_account_deletion_learner_id_learner"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("learner_id", name=op.f("pk_account_deletion")),
    )
    op.add_column("username_directory", sa.Column("held_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    leaving = op.get_bind().execute(sa.text("SELECT count(*) FROM account_deletion")).scalar_one()
    if leaving:
        raise RuntimeError(f"{leaving} accounts wait for their deletion: the older schema would forget it")
    held = sa.text("DELETE FROM username_directory WHERE held_until IS NOT NULL")
    op.get_bind().execute(held)
    with op.batch_alter_table("username_directory") as batch:
        batch.drop_column("held_until")
    op.drop_table("account_deletion")
    op.drop_table("pending_import")
