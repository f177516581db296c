"""Change accounts by what came by mail, each in one transaction."""
