"""Keep the journal of who did what and when."""
