"""Read figures, and the audit log with the names of what it mentions."""
