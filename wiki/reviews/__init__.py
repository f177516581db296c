"""Review drafts: an editor takes one, returns it with words, and its author answers."""
