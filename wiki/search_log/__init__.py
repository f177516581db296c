"""The search log: what readers search for, without persons, and how editors answer it."""
