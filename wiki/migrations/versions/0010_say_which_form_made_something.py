"""Let the audit log say which form made something, so that a form sent twice makes one thing."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Earlier entries came from forms without an id."""
    op.add_column("audit_entries", sa.Column("form_id", sa.String(32), nullable=True))
    op.create_index("ix_audit_entries_form_id", "audit_entries", ["form_id"])


def downgrade() -> None:
    """Forget the ids."""
    op.drop_index("ix_audit_entries_form_id", "audit_entries")
    with op.batch_alter_table("audit_entries") as entries:
        entries.drop_column("form_id")
