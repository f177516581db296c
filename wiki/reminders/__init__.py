"""Reminders of what waits for somebody: an article to be checked, a draft returned or taken."""
