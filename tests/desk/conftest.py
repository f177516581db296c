"""Give the tests of the desk their fixtures."""

from tests.fixtures.search_log import log, school

__all__ = ["log", "school"]  # fixtures that these tests share with those of the search log
