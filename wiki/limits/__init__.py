"""How often a client may do something, over all processes and nodes."""
