"""Keep what people say to each other about articles, and notices that tell of it."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_IS_VERSION = sa.text("post_id IS NULL")


def upgrade() -> None:
    """Make the tables; nobody has said anything yet."""
    _make_threads()
    _make_posts()
    op.create_table(
        "mentions",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("post_id", "user_id", name=op.f("pk_mentions")),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_mentions_post_id_posts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_mentions_user_id_users")),
    )
    op.create_index(op.f("ix_mentions_user_id"), "mentions", ["user_id"])
    # SQLite copies the table, and must go on never giving the number of a deleted draft again.
    with op.batch_alter_table("articles", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.add_column(
            sa.Column("open_threads", sa.Integer(), nullable=False, server_default="0")
        )
    with op.batch_alter_table("notices") as batch:
        batch.add_column(sa.Column("post_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            batch.f("fk_notices_post_id_posts"), "posts", ["post_id"], ["id"], ondelete="CASCADE"
        )
        batch.drop_constraint("uq_notices_version", type_="unique")
    op.create_index(
        "uq_notices_version",
        "notices",
        ["user_id", "article_id", "revision_id"],
        unique=True,
        sqlite_where=_IS_VERSION,
        postgresql_where=_IS_VERSION,
    )
    op.create_index("uq_notices_post", "notices", ["post_id", "user_id"], unique=True)


def _make_threads() -> None:
    op.create_table(
        "threads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("heading", sa.String(150), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=True),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("quote", sa.String(300), nullable=False),
        sa.Column("active_at", _MOMENT, nullable=False),
        sa.Column("resolved_at", _MOMENT, nullable=True),
        sa.Column("resolved_by_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_threads")),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_threads_article_id_articles")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name=op.f("fk_threads_revision_id_revisions")
        ),
        sa.ForeignKeyConstraint(
            ["resolved_by_id"], ["users.id"], name=op.f("fk_threads_resolved_by_id_users")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_threads_article", "threads", ["article_id", "active_at"])
    op.create_index(op.f("ix_threads_active_at"), "threads", ["active_at"])


def _make_posts() -> None:
    op.create_table(
        "posts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("edited_at", _MOMENT, nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("hidden_at", _MOMENT, nullable=True),
        sa.Column("hidden_by_id", sa.Integer(), nullable=True),
        sa.Column("hidden_reason", sa.String(300), nullable=False),
        sa.Column("spread_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["threads.id"], name=op.f("fk_posts_thread_id_threads")
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_posts_article_id_articles")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_posts_author_id_users")),
        sa.ForeignKeyConstraint(
            ["hidden_by_id"], ["users.id"], name=op.f("fk_posts_hidden_by_id_users")
        ),
        sqlite_autoincrement=True,
    )
    for name in ("thread_id", "article_id", "author_id"):
        op.create_index(op.f(f"ix_posts_{name}"), "posts", [name])
    op.create_index("ix_posts_waiting", "posts", ["spread_at", "id"])


def downgrade() -> None:
    """Forget all of it."""
    op.execute("DELETE FROM notices WHERE post_id IS NOT NULL")
    op.drop_index("uq_notices_post", "notices")
    op.drop_index("uq_notices_version", "notices")
    with op.batch_alter_table("notices") as batch:
        batch.drop_constraint(batch.f("fk_notices_post_id_posts"), type_="foreignkey")
        batch.drop_column("post_id")
        batch.create_unique_constraint(
            "uq_notices_version", ["user_id", "article_id", "revision_id"]
        )
    with op.batch_alter_table("articles", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_column("open_threads")
    op.drop_table("mentions")
    op.drop_table("posts")
    op.drop_table("threads")
