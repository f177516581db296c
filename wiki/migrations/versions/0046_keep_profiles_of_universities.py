"""Keep the contacts, social media and logos of universities."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; description, web site and what was written of contacts stay in the term."""
    op.create_table(
        "university_profiles",
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.Column("contacts", sa.JSON(), nullable=False),
        sa.Column("social_media", sa.JSON(), nullable=False),
        sa.Column("logo_light_id", sa.Integer(), nullable=True),
        sa.Column("logo_dark_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("tag_id", name=op.f("pk_university_profiles")),
        sa.ForeignKeyConstraint(
            ["tag_id"],
            ["tags.id"],
            name=op.f("fk_university_profiles_tag_id_tags"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["logo_light_id"],
            ["media_files.id"],
            name=op.f("fk_university_profiles_logo_light_id_media_files"),
        ),
        sa.ForeignKeyConstraint(
            ["logo_dark_id"],
            ["media_files.id"],
            name=op.f("fk_university_profiles_logo_dark_id_media_files"),
        ),
    )
    for column in ("logo_light_id", "logo_dark_id"):
        name = op.f(f"ix_university_profiles_{column}")
        op.create_index(name, "university_profiles", [column])


def downgrade() -> None:
    """Forget them; the pictures stay in the library."""
    op.drop_table("university_profiles")
