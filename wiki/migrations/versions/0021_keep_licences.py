"""Keep the licence that authors agreed to with each version."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """All that was saved so far is under CC BY 4.0, as each page has said."""
    op.add_column(
        "revisions", sa.Column("licence", sa.String(20), nullable=False, server_default="cc-by")
    )
    op.add_column(
        "articles", sa.Column("licence", sa.String(20), nullable=False, server_default="")
    )


def downgrade() -> None:
    """Forget what was agreed to."""
    with op.batch_alter_table("articles") as articles:
        articles.drop_column("licence")
    with op.batch_alter_table("revisions") as revisions:
        revisions.drop_column("licence")
