"""Let suggested changes be of title and summary too."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; what was suggested so far leaves both as they are."""
    op.add_column("amendments", sa.Column("title", sa.String(length=200), nullable=True))
    op.add_column("amendments", sa.Column("summary", sa.String(length=500), nullable=True))


def downgrade() -> None:
    """Forget what was suggested of them."""
    # SQLite copies the table, and must go on never giving the number of a row again.
    with op.batch_alter_table("amendments", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_column("summary")
        batch.drop_column("title")
