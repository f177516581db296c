"""Read the search log for editors and for readers."""
