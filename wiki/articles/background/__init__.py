"""What the articles do in a thread of the background."""
