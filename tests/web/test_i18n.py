"""Templates whose texts are translated when they are compiled, not when they are shown."""

import pytest
from flask import Flask, g, render_template
from jinja2 import DictLoader
from markupsafe import Markup

from wiki.web.i18n import LanguageEnvironment, init_i18n

SOURCES = {
    "plain.html": '{{ _("Save") }}',
    "named.html": '{{ _("Version %(number)s", number=number) }}',
    "inside.html": '{{ _("Version %(number)s", number=_("Save")) }}',
    "chosen.html": "{{ _(words) }}",
    "many.html": '{{ ngettext("One article", "%(num)s articles", count) }}',
    "unknown.html": '{{ _("No catalogue has 100 %% of this") }}',
    "attribute.html": "<p title=\"{{ _('Save') }}\">",
    "outer.html": '{% extends "base.html" %}{% block body %}{{ _("Save") }}{% endblock %}',
    "base.html": '{{ _("Search") }}: {% block body %}{% endblock %}',
}


@pytest.fixture
def app() -> Flask:
    """The smallest application with these templates, and with the languages of the wiki."""
    app = Flask("tests")
    app.jinja_environment = LanguageEnvironment
    init_i18n(app)
    app.jinja_env.loader = DictLoader(SOURCES)
    return app


def shown(app: Flask, language: str, name: str, **values: object) -> str:
    with app.test_request_context():
        g.language = language
        return render_template(f"{name}.html", **values)


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "values", "swedish", "english"),
    [
        ("plain", {}, "Spara", "Save"),
        ("named", {"number": 7}, "Version 7", "Version 7"),
        ("named", {"number": "<b>"}, "Version &lt;b&gt;", "Version &lt;b&gt;"),
        ("named", {"number": Markup("<b>")}, "Version <b>", "Version <b>"),
        ("inside", {}, "Version Spara", "Version Save"),
        ("chosen", {"words": "Save"}, "Spara", "Save"),
        ("many", {"count": 1}, "En artikel", "One article"),
        ("many", {"count": 2}, "2 artiklar", "2 articles"),
        ("unknown", {}, "No catalogue has 100 % of this", "No catalogue has 100 % of this"),
        ("attribute", {}, '<p title="Spara">', '<p title="Save">'),
        ("outer", {}, "Sök: Spara", "Search: Save"),
    ],
)
def test_a_text_is_in_the_language_of_the_response(
    app: Flask, name: str, values: dict[str, object], swedish: str, english: str
) -> None:
    assert shown(app, "sv", name, **values) == swedish
    assert shown(app, "en", name, **values) == english
    assert shown(app, "sv", name, **values) == swedish


def test_a_text_that_is_known_is_not_looked_up(app: Flask) -> None:
    """Without the translation when it is compiled, the text would be looked up here."""
    asked: list[str] = []

    def look_up(text: str) -> str:
        asked.append(text)
        return text

    app.jinja_env.globals["gettext"] = look_up
    for name in ("plain", "inside", "outer"):
        shown(app, "sv", name)
    assert asked == []
    shown(app, "sv", "chosen", words="Save")
    assert asked == ["Save"]
