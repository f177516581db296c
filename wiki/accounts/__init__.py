"""Users, roles, sessions and permissions."""
