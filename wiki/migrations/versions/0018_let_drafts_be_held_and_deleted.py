"""Let authors take drafts back from the editors, and delete them."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Every draft still waits; the outbox may name articles that are deleted."""
    with op.batch_alter_table("articles", **_remade(never_again=True)) as articles:
        articles.add_column(sa.Column("held_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("index_outbox", **_remade(never_again=True)) as outbox:
        outbox.drop_constraint(op.f("fk_index_outbox_article_id_articles"), type_="foreignkey")


def downgrade() -> None:
    """Let all drafts wait."""
    outbox_table = sa.table("index_outbox", sa.column("article_id"))
    articles_table = sa.table("articles", sa.column("id"))
    known = sa.select(articles_table.c.id)
    op.execute(sa.delete(outbox_table).where(outbox_table.c.article_id.not_in(known)))
    with op.batch_alter_table("index_outbox", **_remade(never_again=True)) as outbox:
        outbox.create_foreign_key(
            op.f("fk_index_outbox_article_id_articles"), "articles", ["article_id"], ["id"]
        )
    with op.batch_alter_table("articles", **_remade(never_again=False)) as articles:
        articles.drop_column("held_at")


def _remade(*, never_again: bool) -> dict[str, object]:
    """Make SQLite copy a table, and never give the number of a deleted row again, or do.

    PostgreSQL never does.
    """
    if op.get_bind().dialect.name != "sqlite":
        return {}
    return {"recreate": "always", "table_kwargs": {"sqlite_autoincrement": never_again}}
