"""What all rooms know of several servers, each with an index of its own, on one database."""
