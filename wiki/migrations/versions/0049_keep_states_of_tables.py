"""Keep the state of each table, so that counts hold until a row of theirs changes."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; the first write gives each table a state."""
    op.create_table(
        "table_states",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("state", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_table_states")),
    )


def downgrade() -> None:
    """Forget the states."""
    op.drop_table("table_states")
