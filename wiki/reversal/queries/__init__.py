"""Find what somebody did and whether it can be undone, by subject."""
