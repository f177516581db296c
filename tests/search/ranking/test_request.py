"""SearchRequest: the value behind every URL of the search page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.urls import iri_to_uri

from wiki.search.ranking.request import SearchRequest


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ({}, SearchRequest()),
        ({"q": "  social \n innovation "}, SearchRequest(q="social innovation")),
        ({"kind": "case", "topic": "health"}, SearchRequest(kind="case", topic="health")),
        ({"q": "x", "year": " 2022 "}, SearchRequest(q="x", year="2022")),
        ({"sort": "newest"}, SearchRequest(sort="newest")),
        ({"sort": "worst"}, SearchRequest()),
        ({"page": "3"}, SearchRequest(page=3)),
        ({"page": "1000000000"}, SearchRequest(page=10)),
        ({"page": "-1"}, SearchRequest()),
        ({"page": "0"}, SearchRequest()),
        ({"page": "٣"}, SearchRequest()),
        ({"page": "two", "unknown": "x"}, SearchRequest()),
        ({"q": "a" * 401}, SearchRequest(q="a" * 400, was_cut=True)),
    ],
)
def test_from_args(args: dict[str, str], expected: SearchRequest) -> None:
    assert SearchRequest.from_args(args) == expected


def test_one_filter_more_or_less_starts_on_the_first_page() -> None:
    asked = SearchRequest(q="skola", kind="case", page=4)
    assert asked.toggled("topic", "health").url("/sv/search") == (
        "/sv/search?q=skola&topic=health&kind=case"
    )
    assert asked.toggled("kind", "case").url("/sv/search") == "/sv/search?q=skola"
    assert asked.toggled("kind", "event").kind == "event"
    assert (
        asked.toggled("year", "2022").url("/sv/search") == "/sv/search?q=skola&kind=case&year=2022"
    )
    assert asked.without_filters().url("/sv/search") == "/sv/search?q=skola"


def test_the_url_keeps_order_and_page() -> None:
    asked = SearchRequest(q="å & ä", sort="newest", page=2)
    assert asked.url("/en/search") == "/en/search?q=%C3%A5+%26+%C3%A4&sort=newest&page=2"
    assert SearchRequest().url("/en/search") == "/en/search"


@given(st.dictionaries(st.sampled_from(["q", "kind", "topic", "sort", "page"]), st.text()))
def test_any_arguments_are_a_request(args: dict[str, str]) -> None:
    asked = SearchRequest.from_args(args)
    assert 1 <= asked.page <= 10
    assert len(asked.q) <= 400


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_a_request_is_read_back_from_its_own_url(text: str) -> None:
    from werkzeug.test import EnvironBuilder
    from werkzeug.wrappers import Request

    asked = SearchRequest.from_args({"q": text, "kind": "case", "page": "2"})
    query = iri_to_uri(asked.url("/")).partition("?")[2]
    args = Request(EnvironBuilder(query_string=query).get_environ()).args
    again = SearchRequest.from_args(args)
    assert (again.q, again.kind, again.page) == (asked.q, asked.kind, asked.page)
