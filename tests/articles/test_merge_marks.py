"""Marks of an unfinished merge are refused; an example of such marks in code is text."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, make_article
from wiki.articles.merge import has_markers

EXAMPLE = "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> main\n"


def fenced(example: str) -> str:
    return f"Så här:\n\n```\n{example}```\n"


@pytest.mark.parametrize(
    "body",
    [
        fenced(EXAMPLE),
        f"~~~~ text\n{EXAMPLE}~~~~\n",
        f"```\n{EXAMPLE}",  # a fence that stays open is code to the end of the text
        f"```\nannat\n```\n\n```diff\n{EXAMPLE}```\n",
        "".join(f"    {line}\n" for line in EXAMPLE.splitlines()),
        "`<<<<<<< HEAD` och `>>>>>>> main`",
        "kod `a\n<<<<<<< HEAD\nb` slut",
        "- punkt\n\n  ```\n  <<<<<<< HEAD\n  ```\n",
        "> <<<<<<< HEAD",
        "<<<<<<<",
        "<<<<<<<< HEAD",
        "=======",
    ],
)
def test_an_example_of_marks_is_text(app: Flask, editing: FlaskClient, body: str) -> None:
    data = {"title": "Exempel", "body": body}
    assert editing.post("/sv/articles/new?kind=concept", data=data).status_code == 303
    assert "slagit ihop" not in editing.post("/sv/articles/preview", data={"body": body}).text


@pytest.mark.parametrize(
    "body",
    [
        EXAMPLE,
        "Text\n\n<<<<<<< din text\na\n",
        "b\n>>>>>>> texten som sparades under tiden\n",
        fenced(EXAMPLE) + EXAMPLE,
        # A fence that only one side has does not hide the marks.
        "<<<<<<< din text\n```\n=======\n>>>>>>> den andra\n```\n",
    ],
)
def test_marks_that_are_left_are_refused(app: Flask, editing: FlaskClient, body: str) -> None:
    data = {"title": "Exempel", "body": body}
    answer = editing.post("/sv/articles/new?kind=concept", data=data)
    assert answer.status_code == 422
    assert "slagit ihop" in editing.post("/sv/articles/preview", data={"body": body}).text


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_conflict_in_a_code_block_has_to_be_finished(
    app: Flask, editing: FlaskClient, editor: Person, language: str
) -> None:
    make_article("Kod", editor, body="```\na\n```", language=language, app=app)
    url = f"/{language}/articles/kod/edit"
    assert editing.post(url, data={"title": "Kod", "body": "```\nb\n```", "base": "1"}).status_code
    answer = editing.post(url, data={"title": "Kod", "body": "```\nc\n```", "base": "1"})
    assert answer.status_code == 409
    form = {"title": "Kod", "base": "2"}
    body = answer.text.split('id="body"')[1].split("</textarea>")[0].partition(">")[2]
    body = body.replace("&lt;", "<").replace("&gt;", ">")
    assert has_markers(body, {"din text", "your text"})
    for other in ("sv", "en"):
        marked = {**form, "body": body}
        assert editing.post(f"/{other}/articles/new?kind=concept", data=marked).status_code == 422
    assert editing.post(url, data={**form, "body": "```\nb\nc\n```"}).status_code == 303
