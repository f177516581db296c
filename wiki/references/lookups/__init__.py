"""Questions to other servers about sources, off unless a setting names servers; no database."""
