"""Test the wiki; `docs/testing.md` says how the suite is built."""
