"""touched: on which version of the directory a choice rests, in plain; ways from offices; what is to be done once."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "office_way",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=False),
        sa.Column("means", sa.String(), nullable=False),
        sa.Column("minutes", sa.Double(), nullable=False),
        sa.Column("server", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("between", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["location_id"],
            ["location.id"],
            name=op.f("fk__office_way__location_id__location"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk__office_way__office_id__office")),
        sa.PrimaryKeyConstraint("office_id", "location_id", "means", name=op.f("pk__office_way")),
    )
    chores = op.create_table(
        "chore",
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk__chore")),
    )
    # An empty database has nothing to be done.
    for name, table in (("count_outcomes", "referral"), ("date_choices", "plan_step")):
        there = sa.exists().select_from(sa.table(table))
        op.execute(chores.insert().from_select(["name"], sa.select(sa.literal(name)).where(there)))
    with op.batch_alter_table("plan_step", schema=None) as batch_op:
        batch_op.add_column(sa.Column("directory_version", sa.Integer(), nullable=True))
        batch_op.create_index(
            "ix__plan_step__resting",
            ["service_id", "plan_id", "person_id", "directory_version"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("plan_step", schema=None) as batch_op:
        batch_op.drop_index("ix__plan_step__resting")
        batch_op.drop_column("directory_version")
    op.drop_table("chore")
    op.drop_table("office_way")
