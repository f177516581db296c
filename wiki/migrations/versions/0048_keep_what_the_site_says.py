"""Keep what the site says of itself: its name, colour, logo, announcement and front page."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of versions; without any, the settings and the program speak."""
    op.create_table(
        "site_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("logo_id", sa.Integer(), nullable=True),
        sa.Column("comment", sa.String(length=200), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_versions")),
        sa.ForeignKeyConstraint(
            ["logo_id"],
            ["media_files.id"],
            name=op.f("fk_site_versions_logo_id_media_files"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_site_versions_author_id_users")
        ),
    )
    for column in ("logo_id", "author_id"):
        op.create_index(op.f(f"ix_site_versions_{column}"), "site_versions", [column])


def downgrade() -> None:
    """Forget them; the settings and the program speak again."""
    op.drop_table("site_versions")
