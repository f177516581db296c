"""Turn a question into ranked documents of the index."""
