"""Serve the wiki: prepare it, run granian, and the command `msi-wiki`."""
