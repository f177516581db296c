"""Hide a draft from others on every route of an article, also on future ones."""

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.builders import Person, log_in, make_article, make_user

TITLE = "Ett hemligt utkast"
SLUG = "ett-hemligt-utkast"
# A log-in page, a missing permission for any article, or a missing page.
REFUSED = {303, 403, 404}
# A form of readers compares the origin, before it looks for the article.
OWN = {"Origin": "http://localhost"}


@pytest.fixture
def owner(app: Flask) -> Person:
    person = make_user(app=app)
    make_article(TITLE, language="sv", author=person, app=app)
    return person


def rules_of_articles(app: Flask) -> list[Rule]:
    """Return every URL rule below an article, and every other rule that takes its slug."""
    prefixes = ("articles.", "revisions.", "events.")
    return [
        rule
        for rule in app.url_map.iter_rules()
        if "slug" in rule.arguments
        if rule.endpoint.startswith(prefixes) or "/articles/" in rule.rule
    ]


def url_of(app: Flask, rule: Rule) -> str:
    with app.test_request_context():
        known = {"language": "sv", "slug": SLUG, "form": "md", "ending": "bib"}
        values = {**dict.fromkeys(rule.arguments, 1), **known}
        built = rule.build(values)
    assert built is not None
    return built[1]


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("role", ["anonymous", "author"])
def test_others_find_no_draft_on_any_address(app: Flask, owner: Person, role: str) -> None:
    client = app.test_client()
    if role != "anonymous":
        log_in(client, make_user(role, app=app))
    open_to_others = []
    for rule in rules_of_articles(app):
        for method in (rule.methods or set()) & {"GET", "POST"}:
            response = client.open(url_of(app, rule), method=method, headers=OWN)
            is_redirected = response.status_code == 303 and "/login?" not in response.location
            if response.status_code not in REFUSED or is_redirected or TITLE in response.text:
                open_to_others.append(f"{method} {rule.endpoint}: {response.status_code}")
    assert open_to_others == []


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("role", ["owner", "editor", "admin"])
def test_those_who_work_on_it_find_it(app: Flask, owner: Person, role: str) -> None:
    client = app.test_client()
    log_in(client, owner if role == "owner" else make_user(role, app=app))
    for suffix in ("", "/edit", "/history", "/revisions/1"):
        response = client.get(f"/sv/articles/{SLUG}{suffix}")
        assert (suffix, response.status_code) == (suffix, 200)
        assert TITLE in response.text


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("role", ["editor", "admin"])
def test_editors_reach_every_page_of_a_draft(app: Flask, owner: Person, role: str) -> None:
    client = app.test_client()
    log_in(client, make_user(role, app=app))
    broken = []
    for rule in rules_of_articles(app):
        if "GET" in (rule.methods or set()):
            response = client.get(url_of(app, rule))
            if response.status_code >= 500:
                broken.append(f"{rule.endpoint}: {response.status_code}")
    assert broken == []
