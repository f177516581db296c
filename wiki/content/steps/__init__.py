"""Find what a folder writes and store parts of it, inside the transaction of the load."""
