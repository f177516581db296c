"""The pages of the second factor: one module for each moment at which it is asked for."""
