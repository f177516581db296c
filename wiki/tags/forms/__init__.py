"""The forms of the vocabulary; the steps check the words."""
