"""Keep what readers search for, without knowing who, and let editors act on it."""
