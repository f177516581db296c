"""The reader of pages that tests use: as strict as it says, and forms as browsers send them."""

import pytest

from tests.page import Page

FORM = """
  <form action="/save" method="post">
    <input type="hidden" name="base" value="2"> <input name="title" value="A &amp; B">
    <input type="checkbox" name="forms" value="a" checked>
    <input type="checkbox" name="forms" value="b">
    <input type="checkbox" name="forms" value="c" checked>
    <input type="radio" name="kind" value="x">
    <input type="radio" name="kind" value="y" checked>
    <input type="checkbox" name="told" checked>
    <textarea name="body">\n\nOrd\nmer</textarea> <input name="off" value="1" disabled>
    <select name="stage"><option value="1">Ett<option value="2" selected>Två</select>
    <select name="first"><option>Ett<option>Två</select>
    <select name="none" multiple><option>Ett</select>
    <button name="intent" value="save">Spara</button> <input type="submit" name="x" value="Skicka">
  </form>
"""


def test_a_form_is_sent_as_a_browser_sends_it() -> None:
    assert list(Page(FORM).one("form").sent().items(multi=True)) == [
        ("base", "2"),
        ("title", "A & B"),
        ("forms", "a"),
        ("forms", "c"),
        ("kind", "y"),
        ("told", "on"),
        ("body", "\r\nOrd\r\nmer"),
        ("stage", "2"),
        ("first", "Ett"),
    ]


@pytest.mark.parametrize("selector", ["p", "h1"])
def test_what_is_missing_or_doubled_is_not_taken(selector: str) -> None:
    with pytest.raises(AssertionError):
        Page("<p>a</p><p>b</p>").one(selector)


def test_an_attribute_that_is_missing_is_not_taken_for_an_empty_one() -> None:
    link = Page("<a href>b</a>").one("a")
    assert (link["href"], link.get("rel", "none"), link.has("rel")) == ("", "none", False)
    with pytest.raises(AssertionError):
        link["rel"]


def test_words_are_read_without_marks_and_spare_spaces() -> None:
    page = Page("<main>  Ett <b>två</b>\n <i>&lt;tre&gt;</i></main>")
    assert page.text == page.one("main").text == "Ett två <tre>"
    assert page.one("main").own_text == "Ett"
    assert page.texts("b, i") == ["två", "<tre>"]
    assert page.one("b").all("b") == []
