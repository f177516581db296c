"""A `#` in a link begins a section, unless an article has it in its title."""

from flask import Flask

from tests.articles.linked import body_of, hrefs, read
from tests.builders import Person, make_article
from wiki.articles.actions.save import rename_article


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
