"""Find texts by what they mean, where the operator wants it: vectors, and how near they are."""
