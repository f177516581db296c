"""What a process needs of Python itself: garbage collection, deferred imports, archives' errors."""
