"""Run an installation: first start, backup, restore and the server's lock."""
