"""Figures: how many articles there are, how fresh they are, and how often they are read."""
