"""Find the entries of one person, and of one kind, without reading the whole audit log."""

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both indexes, with the id last, since the newest entries come first."""
    op.create_index("ix_audit_entries_actor", "audit_entries", ["actor_id", "id"])
    op.create_index("ix_audit_entries_kind", "audit_entries", ["object_type", "action", "id"])


def downgrade() -> None:
    """Drop both."""
    op.drop_index("ix_audit_entries_kind", "audit_entries")
    op.drop_index("ix_audit_entries_actor", "audit_entries")
