"""Give terms scope notes, words that are searched together, and related topics."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

_NOTES = ("scope_note_sv", "scope_note_en")


def upgrade() -> None:
    """Add them empty; all words so far mean the same as their term."""
    for name in _NOTES:
        op.add_column("tags", sa.Column(name, sa.String(2000), nullable=False, server_default=""))
    with op.batch_alter_table("tag_synonyms") as table:
        table.add_column(sa.Column("kind", sa.String(10), nullable=False, server_default="same"))
        table.create_check_constraint(op.f("ck_tag_synonyms_kind"), "kind IN ('same', 'near')")
    op.create_table(
        "tag_relations",
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tag_id", "other_id", name=op.f("pk_tag_relations")),
        sa.ForeignKeyConstraint(
            ["tag_id"],
            ["tags.id"],
            name=op.f("fk_tag_relations_tag_id_tags"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["other_id"],
            ["tags.id"],
            name=op.f("fk_tag_relations_other_id_tags"),
            ondelete="CASCADE",
        ),
        sa.CheckConstraint("tag_id < other_id", name=op.f("ck_tag_relations_order")),
    )
    op.create_index("ix_tag_relations_other_id", "tag_relations", ["other_id"])


def downgrade() -> None:
    """Forget all of it; what was only searched together is no synonym."""
    op.drop_table("tag_relations")
    op.execute("DELETE FROM tag_synonyms WHERE kind = 'near'")
    with op.batch_alter_table("tag_synonyms") as table:
        table.drop_constraint(op.f("ck_tag_synonyms_kind"), type_="check")
        table.drop_column("kind")
    with op.batch_alter_table("tags") as table:
        for name in _NOTES:
            table.drop_column(name)
