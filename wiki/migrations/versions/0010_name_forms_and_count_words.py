"""Let the audit log say which form made something, and count the words that a version added.

The first keeps a form that is sent twice from making two things; the second says who is an author.
"""

import re
from collections import Counter

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Earlier entries came from forms without an id; the words of earlier versions are counted."""
    op.add_column("audit_entries", sa.Column("form_id", sa.String(32), nullable=True))
    op.create_index("ix_audit_entries_form_id", "audit_entries", ["form_id"])
    op.add_column(
        "revisions",
        sa.Column("words_added", sa.Integer(), nullable=False, server_default=sa.text("0")),
    )
    _count_words(op.get_bind())


def downgrade() -> None:
    """Forget both."""
    with op.batch_alter_table("revisions") as revisions:
        revisions.drop_column("words_added")
    op.drop_index("ix_audit_entries_form_id", "audit_entries")
    with op.batch_alter_table("audit_entries") as entries:
        entries.drop_column("form_id")


def _count_words(connection: sa.Connection) -> None:
    revisions = sa.table(
        "revisions",
        *map(sa.column, ("id", "article_id", "number", "parent_id", "source_hash")),
        *map(sa.column, ("summary", "body_markdown", "words_added")),
    )
    articles = connection.scalars(sa.select(revisions.c.article_id).distinct()).all()
    for article_id in articles:
        _count_words_of(connection, revisions, article_id)


def _count_words_of(connection: sa.Connection, revisions: sa.TableClause, article_id: int) -> None:
    query = sa.select(revisions).where(revisions.c.article_id == article_id)
    words: dict[int, Counter[str]] = {}
    seen: set[str] = set()
    for row in connection.execute(query.order_by(revisions.c.number)).all():
        text = f"{row.summary} {row.body_markdown}"
        words[row.id] = Counter(re.findall(r"\w+", text.casefold()))
        added = (words[row.id] - words.get(row.parent_id, Counter())).total()
        count = 0 if row.source_hash in seen else added
        seen.add(row.source_hash)
        connection.execute(
            sa.update(revisions).where(revisions.c.id == row.id).values(words_added=count)
        )
