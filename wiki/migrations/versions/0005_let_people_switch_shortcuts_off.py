"""Let everybody with an account switch single-key shortcuts off."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the setting; until somebody changes theirs, shortcuts work."""
    op.add_column(
        "users",
        sa.Column("has_shortcuts", sa.Boolean(), nullable=False, server_default=sa.true()),
    )


def downgrade() -> None:
    """Forget who switched them off."""
    with op.batch_alter_table("users") as users:
        users.drop_column("has_shortcuts")
