"""Serve the wiki: prepare it, run gunicorn, and the command `msi-wiki`."""
