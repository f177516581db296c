"""The pages of the library of sources."""
