"""Pictures and files: stored by their content, re-encoded, described, found again."""
