"""Pages for administrators: overview, users, audit log."""
