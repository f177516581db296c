"""Store which article each link leads to, and the slug of each title."""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

articles = sa.table(
    "articles",
    sa.column("id", sa.Integer),
    sa.column("language", sa.String),
    sa.column("slug", sa.String),
    sa.column("title_slug", sa.String),
    sa.column("head_id", sa.Integer),
    sa.column("published_id", sa.Integer),
    sa.column("archived_at", sa.DateTime),
)
revisions = sa.table("revisions", sa.column("id", sa.Integer), sa.column("title", sa.String))
redirects = sa.table(
    "redirects",
    sa.column("language", sa.String),
    sa.column("slug", sa.String),
    sa.column("article_id", sa.Integer),
)
links = sa.table(
    "links",
    sa.column("id", sa.Integer),
    sa.column("source_id", sa.Integer),
    sa.column("target_language", sa.String),
    sa.column("target_slug", sa.String),
    sa.column("target_title", sa.String),
    sa.column("target_id", sa.Integer),
)
_WHOLE_LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "đ": "d", "ł": "l", "ħ": "h", "ı": "i"}
)


def upgrade() -> None:
    """Fold every title as addresses are, and let each link lead where its address leads."""
    op.add_column(
        "articles",
        sa.Column("title_slug", sa.String(100), nullable=False, server_default=""),
    )
    op.create_index("ix_articles_title", "articles", ["language", "title_slug"])
    with op.batch_alter_table("links") as table:
        table.drop_constraint(
            op.f("uq_links_source_id_target_language_target_slug"), type_="unique"
        )
        table.alter_column("target_title", type_=sa.String(300), existing_nullable=False)
        table.add_column(sa.Column("target_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_links_target_id_articles"), "articles", ["target_id"], ["id"]
        )
        table.create_index(op.f("ix_links_source_id"), ["source_id"])
        table.create_index(op.f("ix_links_target_id"), ["target_id"])
    _fold_titles()
    _find_targets()


def _fold_titles() -> None:
    connection = op.get_bind()
    shown = sa.func.coalesce(articles.c.published_id, articles.c.head_id)
    rows = connection.execute(
        sa.select(articles.c.id, revisions.c.title).join(revisions, revisions.c.id == shown)
    ).all()
    for article_id, title in rows:
        connection.execute(
            articles.update().where(articles.c.id == article_id).values(title_slug=_slugify(title))
        )


def _slugify(title: str) -> str:
    """Return the slug of a title as it was made when this migration was written."""
    for _ in range(2):
        title = unicodedata.normalize("NFKD", title).casefold().translate(_WHOLE_LETTERS)
    title = "".join(letter for letter in title if not unicodedata.combining(letter))
    slug = "-".join(re.findall(r"[a-z0-9]+", title))
    return slug if len(slug) <= 80 else slug[:81].rpartition("-")[0] or slug[:80]


def _find_targets() -> None:
    is_public = sa.and_(articles.c.published_id.is_not(None), articles.c.archived_at.is_(None))
    own = (
        sa.select(articles.c.id)
        .where(
            articles.c.language == links.c.target_language,
            articles.c.slug == links.c.target_slug,
            is_public,
        )
        .scalar_subquery()
    )
    former = (
        sa.select(redirects.c.article_id)
        .join(articles, articles.c.id == redirects.c.article_id)
        .where(
            redirects.c.language == links.c.target_language,
            redirects.c.slug == links.c.target_slug,
            is_public,
        )
        .scalar_subquery()
    )
    op.execute(links.update().values(target_id=sa.func.coalesce(own, former)))


def downgrade() -> None:
    """Name targets by their addresses alone; of links with the same address, one is kept."""
    first = (
        sa.select(sa.func.min(links.c.id))
        .group_by(links.c.source_id, links.c.target_language, links.c.target_slug)
        .scalar_subquery()
    )
    op.execute(links.delete().where(links.c.id.not_in(first)))
    op.execute(links.update().values(target_title=sa.func.substr(links.c.target_title, 1, 200)))
    with op.batch_alter_table("links") as table:
        table.drop_index(op.f("ix_links_target_id"))
        table.drop_index(op.f("ix_links_source_id"))
        table.drop_constraint(op.f("fk_links_target_id_articles"), type_="foreignkey")
        table.drop_column("target_id")
        table.alter_column("target_title", type_=sa.String(200), existing_nullable=False)
        table.create_unique_constraint(
            op.f("uq_links_source_id_target_language_target_slug"),
            ["source_id", "target_language", "target_slug"],
        )
    op.drop_index("ix_articles_title", "articles")
    with op.batch_alter_table("articles") as table:
        table.drop_column("title_slug")
