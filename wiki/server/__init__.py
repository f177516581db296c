"""Serve the wiki: prepare it, run its processes, and the command `msi-wiki`."""
