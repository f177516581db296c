"""Know who somebody is and what they may do: users, roles, sessions, permissions."""
