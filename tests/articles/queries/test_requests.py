"""What is asked for and not written yet is for authors."""

import pytest
from flask import Flask

from tests.builders import Person
from wiki.accounts.viewer import ANONYMOUS
from wiki.articles.queries.requests import count_requests
from wiki.errors import NotAllowed


def test_a_remembered_count_is_still_for_authors_only(context: Flask, author: Person) -> None:
    assert count_requests(author.viewer) == 0
    with pytest.raises(NotAllowed):
        count_requests(ANONYMOUS)
