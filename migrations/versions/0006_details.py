"""details."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "read_detail",
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("text_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["change_id"], ["directory_change.id"], name=op.f("fk__read_detail__change_id__directory_change")
        ),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["service.id"],
            name=op.f("fk__read_detail__service_id__service"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("service_id", "kind", "item_id", name=op.f("pk__read_detail")),
    )
    with op.batch_alter_table("read_detail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix__read_detail__text_id"), ["text_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("read_detail", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix__read_detail__text_id"))

    op.drop_table("read_detail")
