"""Answer the pages of the vocabulary."""
