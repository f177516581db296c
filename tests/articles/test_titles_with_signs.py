"""A `#` in a link begins a section, unless an article has it in its title."""

from flask import Flask

from tests.articles.linked import body_of, hrefs, read
from tests.builders import Person, make_article
from wiki.articles.actions.archive import pair_articles
from wiki.articles.actions.save import rename_article, save_article
from wiki.articles.models import Article
from wiki.articles.text import check_text
from wiki.db import db
from wiki.pairs.queries.beginning import begin_translation

_GOALS = "Vi vill att fler delar på det som finns i byn."


def test_an_exact_title_with_a_sign_wins_over_a_section(context: Flask, editor: Person) -> None:
    make_article("Tit", editor)
    sign = make_article("Tit#elx", editor)
    make_article("Lag om", editor)
    assert read(editor, "[[Tit#elx]] [[Tit#Mål]] [[Lag#Om]]") == [
        "/sv/tit-elx",
        "/sv/tit#s-mal",
        "missing",
    ]
    linking = make_article("Annan", editor, body="[[Tit#elx]]")
    rename_article(sign, "Ny titel", editor.viewer)
    assert body_of(linking) == "[[Ny titel|Tit#elx]]"
    assert hrefs(linking) == ["/sv/ny-titel"]


def test_a_section_of_an_article_with_a_sign_in_its_title_is_led_to(
    context: Flask, editor: Person
) -> None:
    make_article("Om", editor)
    make_article("Om #metoo", editor)
    make_article("Vad är C#?", editor)
    assert read(editor, "[[Om #metoo#Mål]] [[Om#metoo#Mål]] [[Vad är C#?#Mål]] [[Om#a#b]]") == [
        "/sv/om-metoo#s-mal",
        "/sv/om#s-mal",
        "/sv/vad-ar-c#s-mal",
        "/sv/om#s-b",
    ]


def test_a_rename_does_not_take_links_to_a_longer_title(context: Flask, editor: Person) -> None:
    short = make_article("Om", editor)
    longer = make_article("Om #metoo", editor)
    words = "[[Om]] [[Om #metoo]] [[Om #metoo|x]] [[Om#Mål]] [[Om #metoo#Mål]]"
    linking = make_article("Annan", editor, body=words)
    before = hrefs(linking)
    assert before == [
        "/sv/om",
        "/sv/om-metoo",
        "/sv/om-metoo",
        "/sv/om#s-mal",
        "/sv/om-metoo#s-mal",
    ]
    rename_article(short, "Ny", editor.viewer)
    assert body_of(linking) == (
        "[[Ny|Om]] [[Om #metoo]] [[Om #metoo|x]] [[Ny#Mål|Om: Mål]] [[Om #metoo#Mål]]"
    )
    assert hrefs(linking) == [
        address.replace("/om#", "/ny#") for address in ["/sv/ny", *before[1:]]
    ]
    rename_article(longer, "Om #a#b", editor.viewer)
    assert body_of(linking).endswith(
        "[[Om #a#b|x]] [[Ny#Mål|Om: Mål]] [[Om #a#b#Mål|Om #metoo: Mål]]"
    )
    assert hrefs(linking)[-1] == "/sv/om-a-b#s-mal"


def test_a_renamed_section_of_an_article_with_a_sign_is_followed(
    context: Flask, editor: Person
) -> None:
    article_id = make_article("Om #metoo", editor, body=f"## Mål\n\n{_GOALS}")
    linking = make_article("Annan", editor, body="[[Om #metoo#Mål]] [[Om #metoo]]")
    text = check_text("concept", "Om #metoo", "", f"## Syfte\n\n{_GOALS}", {})
    save_article(article_id, text, 1, editor.viewer, publish=True)
    assert body_of(linking) == "[[Om #metoo#Syfte]] [[Om #metoo]]"


def test_a_translation_begins_with_links_to_the_longer_title(
    context: Flask, editor: Person
) -> None:
    short, english = make_article("Om", editor), make_article("About", editor, language="en")
    pair_articles(short, english, editor.viewer)
    make_article("Om #metoo", editor)
    source = make_article("Annan", editor, body="[[Om]] [[Om #metoo]] [[Om#Mål]]")
    begun = begin_translation(db.session.get_one(Article, source), editor.viewer)
    assert "[[About]] [[sv:Om #metoo|Om #metoo]] [[About]]" in begun.text.body
    assert begun.left == ["Om #metoo"]
