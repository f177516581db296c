"""What every request or response passes through, whichever view answers."""
