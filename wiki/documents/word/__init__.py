"""A Word document made ready for the library that reads it, which passes over some of its XML."""
