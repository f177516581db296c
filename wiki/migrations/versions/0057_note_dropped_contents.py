"""Note what deleted pictures and files held, until it is deleted too."""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "dropped_contents",
        sa.Column("mark", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_dropped_contents")),
    )


def downgrade() -> None:
    """Forget the notes: what they name stays in the store."""
    op.drop_table("dropped_contents")
