"""Keep what people watch, what was published, and what they are told of it."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables; what is published already is no news."""
    _make_watches()
    _make_publications()
    _make_notices()


def _make_watches() -> None:
    op.create_table(
        "watches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("query", sa.String(300), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_watches"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_watches_user_id_users"),
        sa.UniqueConstraint("user_id", "kind", "target_id", "query", name="uq_watches_target"),
    )
    op.create_index("ix_watches_target", "watches", ["kind", "target_id"])
    op.create_table(
        "notice_settings",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("rhythm", sa.String(10), nullable=False),
        sa.Column("mailed_at", _MOMENT),
        sa.PrimaryKeyConstraint("user_id", name="pk_notice_settings"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_notice_settings_user_id_users"),
    )


def _make_publications() -> None:
    op.create_table(
        "publications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("spread_at", _MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_publications"),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name="fk_publications_article_id_articles",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("article_id", "revision_id", name="uq_publications_version"),
    )
    op.create_index("ix_publications_waiting", "publications", ["spread_at", "id"])
    op.execute(
        "INSERT INTO publications (article_id, revision_id, created_at, spread_at) "
        "SELECT id, published_id, published_at, published_at FROM articles "
        "WHERE published_id IS NOT NULL AND published_at IS NOT NULL"
    )


def _make_notices() -> None:
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("is_new", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("read_at", _MOMENT),
        sa.Column("mailed_at", _MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_notices_user_id_users"),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name="fk_notices_article_id_articles",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("user_id", "article_id", "revision_id", name="uq_notices_version"),
    )
    op.create_index("ix_notices_unread", "notices", ["user_id", "read_at"])
    op.create_index("ix_notices_unmailed", "notices", ["mailed_at", "user_id"])


def downgrade() -> None:
    """Drop all of them."""
    for table in ("notices", "publications", "notice_settings", "watches"):
        op.drop_table(table)
