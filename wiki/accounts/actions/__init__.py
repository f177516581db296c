"""Change accounts, each action in one transaction with its permission check."""
