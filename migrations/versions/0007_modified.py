"""modified."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# What is known of the past: when a record was imported, and when a change of it came into force.
_KNOWN = """
INSERT INTO directory_modified (subject_id, at)
SELECT subject_id, max(at) FROM (
    SELECT id AS subject_id, imported_at AS at FROM organization WHERE imported_at IS NOT NULL
    UNION ALL SELECT id, imported_at FROM location WHERE imported_at IS NOT NULL
    UNION ALL SELECT id, imported_at FROM service WHERE imported_at IS NOT NULL
    UNION ALL SELECT subject_id, decided_at FROM directory_change
        WHERE decided_at IS NOT NULL AND state = 'in_force'
) AS known GROUP BY subject_id
"""


def upgrade() -> None:
    op.create_table(
        "directory_modified",
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("subject_id", name=op.f("pk__directory_modified")),
    )
    with op.batch_alter_table("directory_modified", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix__directory_modified__at"), ["at"], unique=False)
    op.execute(_KNOWN)


def downgrade() -> None:
    with op.batch_alter_table("directory_modified", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix__directory_modified__at"))

    op.drop_table("directory_modified")
