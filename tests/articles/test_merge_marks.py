"""Marks of an unfinished merge are refused; an example of such marks in code is text."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

EXAMPLE = "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> main\n"


def fenced(example: str) -> str:
    return f"Så här:\n\n```\n{example}```\n"


@pytest.mark.long
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


@pytest.mark.long
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
