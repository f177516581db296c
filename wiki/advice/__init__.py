"""Advice on a text: what its writer may want to look at, and what editors find worth improving."""
