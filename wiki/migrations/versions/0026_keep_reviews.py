"""Keep the reviews of drafts: who looks at one, what was returned with which words."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_ONE_AT_A_TIME = sa.text("closed_at IS NULL AND state IN ('taken', 'returned')")


def upgrade() -> None:
    """Add the table of reviews; drafts that wait go on waiting."""
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_reviews_article_id_articles")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name=op.f("fk_reviews_revision_id_revisions")
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["users.id"], name=op.f("fk_reviews_reviewer_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["users.id"], name=op.f("fk_reviews_answered_by_id_users")
        ),
        sa.CheckConstraint(
            "state IN ('taken', 'returned', 'answered', 'published')",
            name=op.f("ck_reviews_state"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_reviews_article_id", "reviews", ["article_id"])
    op.create_index(
        "uq_reviews_at_work",
        "reviews",
        ["article_id"],
        unique=True,
        sqlite_where=_ONE_AT_A_TIME,
        postgresql_where=_ONE_AT_A_TIME,
    )


def downgrade() -> None:
    """Forget them; drafts that were returned stay off the editors' list."""
    op.drop_table("reviews")
