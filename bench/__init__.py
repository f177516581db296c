"""Measure what the wiki promises; README.md says how to run each script."""
