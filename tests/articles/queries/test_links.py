"""Find wanted titles and orphans."""

import pytest

from tests.builders import Person, make_article
from wiki.accounts.viewer import ANONYMOUS
from wiki.articles.actions.archive import archive_article
from wiki.articles.actions.save import rename_article
from wiki.articles.queries.links import (
    Wanted,
    count_orphans,
    list_orphans,
    list_wanted,
)

pytestmark = pytest.mark.usefixtures("context")


def test_missing_targets_of_public_texts_are_wanted(author: Person, editor: Person) -> None:
    make_article("Ett", editor, body="[[Delning]] [[en:Sharing]] [[Två]]")
    make_article("Två", editor, body="[[Delning|delar]]")
    make_article("Utkastet", author, body="[[Hemligheten]]")
    assert list_wanted(ANONYMOUS) == [
        Wanted("sv", "delning", "Delning", 2),
        Wanted("en", "sharing", "Sharing", 1),
    ]
    make_article("Delning", author, body="a")
    assert len(list_wanted(ANONYMOUS)) == 2
    make_article("Sharing", editor, language="en", body="a")
    assert [wanted.slug for wanted in list_wanted(ANONYMOUS)] == ["delning"]


def test_a_redirect_is_not_wanted_until_its_article_is_archived(editor: Person) -> None:
    article_id = make_article("Målet", editor, body="a")
    rename_article(article_id, "Slutet", editor.viewer)
    make_article("Källan", editor, body="[[Målet]]")
    assert list_wanted(ANONYMOUS) == []
    archive_article(article_id, "Fel", editor.viewer)
    assert [wanted.slug for wanted in list_wanted(ANONYMOUS)] == ["malet"]


def test_an_orphan_is_linked_by_no_other_public_text(author: Person, editor: Person) -> None:
    article_id = make_article("Målet", editor, body="Om [[Målet]] självt.")
    make_article("Utkastet", author, body="[[Målet]]")
    assert [orphan.title for orphan in list_orphans(ANONYMOUS).items] == ["Målet"]
    make_article("Källan", editor, body="[[Målet]]")
    assert [orphan.title for orphan in list_orphans(ANONYMOUS).items] == ["Källan"]
    rename_article(article_id, "Slutet", editor.viewer)
    make_article("Another", editor, language="en", body="[[sv:Målet]] [[sv:Källan]]")
    assert [orphan.title for orphan in list_orphans(ANONYMOUS).items] == ["Another"]
    assert count_orphans(ANONYMOUS) == 1
