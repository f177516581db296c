"""Read the figures of the whole wiki or of a university, each kind by few statements."""
