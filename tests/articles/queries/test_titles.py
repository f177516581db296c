"""Find articles by their titles, and list the titles that a viewer may choose."""

import pytest

from tests.builders import Person, make_article
from wiki.accounts.viewer import ANONYMOUS
from wiki.articles.queries.titles import (
    find_by_title,
    list_similar_titles,
    list_untranslated_titles,
)

pytestmark = pytest.mark.usefixtures("context")


def test_similar_titles_share_words(author: Person, editor: Person) -> None:
    make_article("Delningsekonomi", editor, body="a")
    make_article("Delningsekonomi i kommuner", editor, body="a")
    make_article("Delningsekonomi som utkast", author, body="a")
    make_article("Tvätt", editor, body="a")
    found = list_similar_titles("sv", ["delningsekonomi", "i", "kommuner"], ANONYMOUS)
    assert {article.title for article in found} == {"Delningsekonomi", "Delningsekonomi i kommuner"}
    assert list_similar_titles("sv", ["i", "som", "%"], ANONYMOUS) == []
    assert list_similar_titles("sv", ["%%%%", "____"], ANONYMOUS) == []


def test_only_visible_titles_can_be_chosen(author: Person, editor: Person) -> None:
    make_article("Öppet", editor, body="a")
    make_article("Hemligt", author, body="a")
    assert list_untranslated_titles("sv", ANONYMOUS) == ["Öppet"]
    assert list_untranslated_titles("sv", author.viewer) == ["Hemligt", "Öppet"]
    assert find_by_title("sv", "Hemligt", ANONYMOUS) is None
    found = find_by_title("sv", "  hemligt ", author.viewer)
    assert found is not None
    assert found.slug == "hemligt"
