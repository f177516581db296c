"""Remember the names of pictures and files that were removed from the library."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; nothing was ever removed so far."""
    op.create_table(
        "removed_files",
        sa.Column("name", sa.String(100), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_removed_files")),
    )


def downgrade() -> None:
    """Drop the table: older versions then say that the name is unknown."""
    op.drop_table("removed_files")
