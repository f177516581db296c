"""Refuse what is far too long before any work is done on it.

What is counted is memory: work on a text makes copies of it, and the worst ones grow it.
"""

import tracemalloc
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.builders import Person, log_in, make_article, make_tag
from wiki.articles.fields import MOST_TYPED
from wiki.articles.queries.titles import find_by_title
from wiki.articles.steps.render import render_body
from wiki.articles.text import check_body_length, check_comment, check_text, check_title
from wiki.errors import InvalidInput, TooComplex
from wiki.markup.slugs import slugify
from wiki.revisions.actions import check_reason
from wiki.tags.steps.checks import check_term
from wiki.tags.terms import Term

GROWING = "\ufdfa"  # eighteen letters when it is folded
SIZE = 1_300_000


def peak_of(work: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        work()
    except (InvalidInput, TooComplex):
        pass
    finally:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return peak


def post(
    client: FlaskClient, address: str, data: Mapping[str, str], *, multipart: bool = True
) -> TestResponse:
    """Send a form; the test client would write a large one into a file and leave it open."""
    if not multipart:
        return client.post(address, data=data)
    parts = (
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in data.items()
    )
    body = f"{''.join(parts)}--x--\r\n".encode()
    return client.post(address, data=body, content_type="multipart/form-data; boundary=x")


def _check_term_with(name: str, text: str) -> object:
    words: dict[str, Any] = {name: (text,) if name.startswith("synonyms") else text}
    return check_term(replace(Term("topic", "A", "A"), **words))


CHECKS: Mapping[str, Callable[[str], object]] = {
    "title": lambda text: check_text("concept", text, "", "", {}),
    "summary": lambda text: check_text("concept", "A", text, "", {}),
    "body": lambda text: check_text("concept", "A", "", text, {}),
    "fact": lambda text: check_text("concept", "A", "", "", {"definition": text}),
    "new title": check_title,
    "comment": check_comment,
    "preview": check_body_length,
    "slug": slugify,
    "reason": check_reason,
    **{
        f"term: {name}": partial(_check_term_with, name)
        for name in ("label_sv", "slug", "description_en", "synonyms_sv", "contact")
    },
}


@pytest.mark.long
@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
@pytest.mark.parametrize("unit", [GROWING, "\n", "[[", "e\u0301", "&"])
def test_nothing_is_done_with_a_field_of_megabytes(
    context: Flask, check: Callable[[str], object], unit: str
) -> None:
    text = unit * (SIZE // len(unit))
    assert peak_of(lambda: check(text)) < 2_000_000


@pytest.mark.usefixtures("context")
def test_a_text_is_measured_before_its_links_are_looked_for(context: Flask) -> None:
    text = "[[a]] " * 60_000
    assert peak_of(lambda: render_body(text, "sv")) < 3_000_000
    with pytest.raises(TooComplex):
        render_body(text, "sv")


def test_a_title_is_looked_up_by_its_beginning(context: Flask, editor: Person) -> None:
    text = GROWING * SIZE
    assert peak_of(lambda: find_by_title("sv", text, editor.viewer)) < 4_000_000


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("multipart", [True, False])
@pytest.mark.parametrize("name", ["title", "summary", "body", "comment", "definition"])
def test_each_field_says_so_and_nothing_typed_is_lost(
    app: Flask, client: FlaskClient, author: Person, name: str, multipart: bool
) -> None:
    log_in(client, author)
    data = {"title": "A", "body": "Mina ord.", name: "x" * 600_000}
    answer = post(client, "/sv/articles/new?kind=concept", data, multipart=multipart)
    assert answer.status_code == 422
    assert f'id="{name}-error"' in answer.text
    assert "x" * 600_000 in answer.text
    if name != "body":
        assert "Mina ord." in answer.text


@pytest.mark.parametrize("address", ["rename", "translation", "archive"])
def test_a_title_or_reason_of_megabytes_is_refused(
    app: Flask, client: FlaskClient, editor: Person, address: str
) -> None:
    make_article("Alfa", editor, app=app)
    log_in(client, editor)
    data = dict.fromkeys(("title", "reason", "comment"), GROWING * 200_000)
    answer = post(client, f"/sv/articles/alfa/{address}", data)
    assert answer.status_code == 422


def test_a_term_of_megabytes_is_refused(app: Flask, client: FlaskClient, editor: Person) -> None:
    make_tag("natur", app=app)
    log_in(client, editor)
    data = dict.fromkeys(("label_sv", "label_en", "description_sv"), GROWING * 100_000)
    data |= {"synonyms_sv": f"{GROWING * 1_000}\n" * 100}
    answer = post(client, "/sv/tags/new?kind=topic", data)
    assert answer.status_code == 422


def test_a_preview_says_that_the_text_is_too_long(client: FlaskClient, author: Person) -> None:
    log_in(client, author)
    answer = client.post("/sv/articles/preview", data={"body": "x" * 600_000})
    assert "Texten är för lång" in answer.text


@pytest.mark.parametrize("size", [2_200_000, 4_000_000])
def test_a_request_of_megabytes_is_not_even_read(
    client: FlaskClient, author: Person, size: int
) -> None:
    log_in(client, author)
    for name in ("title", "body"):
        for multipart in (True, False):
            data = {name: "x" * size}
            answer = post(client, "/sv/articles/new?kind=concept", data, multipart=multipart)
            assert answer.status_code == 413


def test_the_longest_list_of_facts_can_be_typed() -> None:
    assert MOST_TYPED >= 50 * 300
