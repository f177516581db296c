"""Read the search page as a reader does."""

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.page import Page


def titles(client: FlaskClient, address: str) -> list[str]:
    """Return the titles of the hits, in order."""
    answer = client.get(address)
    assert answer.status_code == 200
    return Page(answer).texts("ol.hits h2.item-title > a")


def direct_answers(client: FlaskClient, address: str) -> list[str]:
    """Return the names of the topics, universities and events that stand before all hits."""
    page = Page(client.get(address))
    answers = page.texts(".search-answers h2.item-title > a")
    assert page.texts("h2.item-title > a")[: len(answers)] == answers
    return answers


def counts(text: str) -> dict[str, int]:
    """Return the facets' values with their counts."""
    page = Page(text)
    values = zip(page.all(".facet-text"), page.texts(".facet-text + .count"), strict=True)
    return {value.own_text: int(count) for value, count in values}


def also_searched(answer: TestResponse) -> str:
    """Return the words that were searched for too, as the page says."""
    return Page(answer).one("p:lexbor-contains('Söktes också:')").text.partition(":")[2]
