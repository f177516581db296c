"""What a process needs of Python itself: garbage collection, and libraries when they are used."""
