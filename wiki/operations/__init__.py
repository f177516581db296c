"""Run an installation: its first start, backup, restore and the server's lock."""
