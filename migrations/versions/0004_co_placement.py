"""co_placement."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "co_placement",
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["staff.id"], name=op.f("fk__co_placement__ended_by_id__staff")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["staff.id"], name=op.f("fk__co_placement__entered_by_id__staff")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk__co_placement__person_id__person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__co_placement")),
    )
    with op.batch_alter_table("co_placement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix__co_placement__person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("co_placement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix__co_placement__person_id"))

    op.drop_table("co_placement")
