"""The addresses that templates build."""

import pytest
from flask import Flask, g, render_template_string, url_for

PAGE = "{{ url_for('tags.index') }}"


@pytest.mark.parametrize("root", ["", "/wiki"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_an_address_is_that_of_the_language_and_of_the_mount(
    app: Flask, language: str, root: str
) -> None:
    with app.test_request_context(f"/{language}/", environ_overrides={"SCRIPT_NAME": root}):
        g.language = language
        assert render_template_string(PAGE) == f"{root}/{language}/tags/"
        assert render_template_string(PAGE) == url_for("tags.index")


def test_parts_and_anchors_are_those_of_the_call(app: Flask) -> None:
    page = "{{ url_for('tags.index', q=word, _anchor='a') }} {{ url_for('.index') }}"
    with app.test_request_context("/sv/tags/"):
        g.language = "sv"
        assert render_template_string(page, word="a b") == "/sv/tags/?q=a+b#a /sv/tags/"
        assert render_template_string(page, word="c") == "/sv/tags/?q=c#a /sv/tags/"


def test_a_letter_names_the_host_whatever_a_page_built_before(app: Flask) -> None:
    with app.test_request_context("/sv/"):
        g.language = "sv"
        assert render_template_string(PAGE) == "/sv/tags/"
    app.config["SERVER_NAME"] = "wiki.example.org"
    with app.app_context():
        g.language = "sv"
        assert render_template_string(PAGE) == "http://wiki.example.org/sv/tags/"
