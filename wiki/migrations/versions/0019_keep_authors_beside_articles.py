"""Keep the accounts that were chosen as authors beside an article, since rights ask for them."""

from collections import defaultdict

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take them from the newest list of each article."""
    op.add_column(
        "articles", sa.Column("author_ids", sa.JSON(), nullable=False, server_default="[]")
    )
    connection = op.get_bind()
    authors = sa.table(
        "article_authors", *map(sa.column, ("article_id", "from_number", "place", "user_id"))
    )
    articles = sa.table("articles", sa.column("id"), sa.column("author_ids", sa.JSON()))
    lists: defaultdict[int, dict[int, list[int]]] = defaultdict(dict)
    for row in connection.execute(sa.select(authors).order_by(authors.c.place)).all():
        chosen = lists[row.article_id].setdefault(row.from_number, [])
        if row.user_id is not None:
            chosen.append(row.user_id)
    for article_id, found in lists.items():
        own = articles.c.id == article_id
        newest = sorted(set(found[max(found)]))
        connection.execute(sa.update(articles).where(own).values(author_ids=newest))


def downgrade() -> None:
    """The lists stay."""
    with op.batch_alter_table("articles") as batch:
        batch.drop_column("author_ids")
