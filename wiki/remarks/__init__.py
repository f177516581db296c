"""Remarks on lines of a draft: said, answered and settled, and found again after later edits."""
