"""Count the versions of each term, so that an edit of an older one can be refused."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Call what every term says now its first version."""
    op.add_column(
        "tags", sa.Column("version", sa.Integer(), nullable=False, server_default=sa.text("1"))
    )


def downgrade() -> None:
    """Forget the numbers."""
    with op.batch_alter_table("tags") as tags:
        tags.drop_column("version")
