import pytest
from flask import Flask, g
from wtforms import StringField
from wtforms.validators import DataRequired

from wiki.errors import EditConflict, InvalidInput, TooComplex, WikiError
from wiki.web.forms import WikiForm


class TermForm(WikiForm):
    term = StringField("Term", [DataRequired("Write it.")])
    body = StringField("Text")


@pytest.mark.parametrize(
    ("error", "field", "at_fields", "above"),
    [
        (InvalidInput("No.", {"term": "Too long."}), "", {"term": ["Too long."]}, []),
        (InvalidInput("No.", {"term": "Too long."}), "body", {"term": ["Too long."]}, []),
        (InvalidInput("No.", {"kind": "Unknown."}), "", {}, ["Unknown."]),
        (InvalidInput("No.", {"kind": "Unknown."}), "body", {"body": ["Unknown."]}, []),
        (InvalidInput("No."), "", {}, ["No."]),
        (TooComplex("No."), "body", {"body": ["No."]}, []),
        (EditConflict("No."), "", {}, ["No."]),
    ],
)
def test_messages_stand_at_their_fields_or_above_the_form(
    app: Flask, error: WikiError, field: str, at_fields: dict[str, list[str]], above: list[str]
) -> None:
    with app.test_request_context():
        form = TermForm()
        form.show(error, field)
        assert {found.name: found.errors for found in form if found.errors} == at_fields
        assert form.form_errors == above


def test_what_a_validator_said_already_is_not_said_twice(app: Flask) -> None:
    with app.test_request_context():
        form = TermForm(meta={"csrf": False})
        form.validate()
        form.show(InvalidInput("No.", {"term": "Write it."}))
        form.show(InvalidInput("No.", {"term": "Too short."}))
        assert form.term.errors == ["Write it.", "Too short."]


def test_messages_are_in_the_readers_language(app: Flask) -> None:
    with app.test_request_context():
        g.language = "sv"
        form = TermForm()
        form.show(InvalidInput("Write a name."))
        assert form.form_errors == ["Skriv ett namn."]
