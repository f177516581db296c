"""What a merge of two texts looks at beside their lines: labels, and what was moved."""
