"""The tests; `docs/testing.md` describes how the suite is built."""
