"""Keep what is known of pictures and files."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; what the files hold is in a folder of the installation."""
    op.create_table(
        "media_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("mark", sa.String(length=32), nullable=False),
        sa.Column("ending", sa.String(length=5), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("widths", sa.JSON(), nullable=False),
        sa.Column("fallback", sa.String(length=20), nullable=False),
        sa.Column("alt_sv", sa.String(length=500), nullable=False),
        sa.Column("alt_en", sa.String(length=500), nullable=False),
        sa.Column("caption_sv", sa.String(length=500), nullable=False),
        sa.Column("caption_en", sa.String(length=500), nullable=False),
        sa.Column("is_decorative", sa.Boolean(), nullable=False),
        sa.Column("credit", sa.String(length=200), nullable=False),
        sa.Column("licence", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_media_files_created_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media_files")),
        sa.UniqueConstraint("mark", name=op.f("uq_media_files_mark")),
        sa.UniqueConstraint("name", name=op.f("uq_media_files_name")),
    )
    op.create_index(op.f("ix_media_files_created_at"), "media_files", ["created_at"])
    op.create_index(op.f("ix_media_files_created_by_id"), "media_files", ["created_by_id"])


def downgrade() -> None:
    """Drop the table; the folder stays."""
    op.drop_table("media_files")
