"""Keep which article a translation was made from, and which version of it the two agree with."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; of the pairs that there are nobody has said yet which is the original."""
    with op.batch_alter_table("translations") as batch:
        batch.add_column(sa.Column("original_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("base_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("marked", sa.JSON(), nullable=True))
        batch.add_column(sa.Column("former", sa.JSON(), nullable=True))
        batch.add_column(sa.Column("edition", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("behind", sa.Integer(), nullable=False, server_default="0"))
        batch.create_foreign_key(
            batch.f("fk_translations_original_id_articles"), "articles", ["original_id"], ["id"]
        )
        batch.create_foreign_key(
            batch.f("fk_translations_base_id_revisions"), "revisions", ["base_id"], ["id"]
        )


def downgrade() -> None:
    """Forget all of it."""
    with op.batch_alter_table("translations") as batch:
        batch.drop_constraint(batch.f("fk_translations_base_id_revisions"), type_="foreignkey")
        batch.drop_constraint(batch.f("fk_translations_original_id_articles"), type_="foreignkey")
        for name in ("behind", "edition", "former", "marked", "base_id", "original_id"):
            batch.drop_column(name)
