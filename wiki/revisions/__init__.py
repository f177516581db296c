"""Store every text that was ever saved, and compare any two."""
