"""Remember who logs in by which university, and what may be used once."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables; nobody is linked yet."""
    op.create_table(
        "home_identities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_home_identities_user_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_home_identities"),
        sa.UniqueConstraint("issuer", "subject", name="uq_home_identities_issuer_subject"),
    )
    op.create_index("ix_home_identities_user_id", "home_identities", ["user_id"])
    op.create_table(
        "spent_tokens",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_spent_tokens"),
    )
    op.create_index("ix_spent_tokens_until", "spent_tokens", ["until"])


def downgrade() -> None:
    """Forget them; these people log in with their passwords."""
    op.drop_table("spent_tokens")
    op.drop_table("home_identities")
