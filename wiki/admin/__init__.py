"""Let administrators manage users and see the journal."""
