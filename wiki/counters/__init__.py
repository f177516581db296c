"""What the processes of the server count, in files that they share, so that one can tell of all."""
