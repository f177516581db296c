"""Actions on accounts, each with a permission check and one transaction."""
