"""The shared library of sources: what articles cite, stored once as CSL-JSON."""
