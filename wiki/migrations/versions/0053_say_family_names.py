"""Let people say which part of their name is the family name."""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; until somebody says it, the family name is guessed as before."""
    with op.batch_alter_table("users") as batch:
        batch.add_column(
            sa.Column("family", sa.String(length=100), nullable=False, server_default="")
        )


def downgrade() -> None:
    """Forget what people said."""
    with op.batch_alter_table("users") as batch:
        batch.drop_column("family")
