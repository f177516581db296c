"""What editors do to the vocabulary; each deed can be undone."""
