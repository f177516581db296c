"""Hold the content that a fresh installation ships with."""
