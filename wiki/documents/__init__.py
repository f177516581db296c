"""Articles from and as documents of word processors."""
