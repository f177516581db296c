"""Say something about an article, change or settle it, and keep order."""
