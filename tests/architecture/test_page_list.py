"""Check that the list of pages is complete: browser tests visit only what is on it."""

from flask import Flask
from werkzeug.exceptions import NotFound
from werkzeug.routing import MapAdapter

from tests.browser.pages import PAGES

# Endpoints that are not pages of their own.
NO_PAGES = {
    "accounts.own_session": "for the script of the editor",
    "amendments.show": "its address has a number: see the page type of that name",
    "articles.copy": "of an unsaved text: see the page type of that name",
    "articles.drop": 'of a copy with a number by lot: see "unsaved text to be thrown away"',
    "articles.download": "files",
    "articles.peek": "a part of a page: see the page type of the peek",
    "cards.article": "a picture",
    "cards.general": "a picture",
    "entrance.accept": "of a mailed link: see tests/browser/test_mailed_pages.py",
    "entrance.new_address": "of a mailed link: see tests/browser/test_mailed_pages.py",
    "entrance.new_password": "of a mailed link: see tests/browser/test_mailed_pages.py",
    "events.event_ics": "a calendar",
    "events.ics": "a calendar",
    "feeds.articles": "a feed",
    "feeds.tag": "a feed",
    "figures.csv": "a file",
    "figures.report_csv": "a file",
    "home.manifest": "for browsers",
    "machines.choose_language": "leads on",
    "machines.robots": "for machines",
    "machines.sitemap": "for machines",
    "machines.sitemap_part": "for machines",
    "machines.unapi": "for reference managers",
    "metrics.index": "for monitoring",
    "media_files.content": "pictures and files",
    "oidc.link": "after the answer of a university: see tests/browser/test_colleague.py",
    "oidc.start": "leads on",
    "oidc.start_link": "leads on",
    "oidc_answers.callback": "leads on",
    "revisions.citation": "a file",
    "root.choose_language": "leads on",
    "root.change_password": "leads on",
    "root.favicon": "for browsers",
    "root.healthz": "for machines",
    "root.readyz": "for machines",
    "root.security": "for machines",
    "search.opensearch": "for browsers",
    "search.suggestions": "for the script of the search field",
    "articles.sections": "for the script of the editor",
    "desk.suggested": "HTML for the script of the desk's lists",
    "articles.similar": "for the script of the editor",
    "search.titles": "for the script of the editor",
    "admin.audit_csv": "a file",
    "admin.trail_csv": "a file",
    "watching.confirm": "of a mailed link: see tests/browser/test_mailed_pages.py",
    "watching.end": "of a mailed link: see tests/browser/test_mailed_pages.py",
    "watching.stop": "of a mailed link: see tests/browser/test_mailed_pages.py",
    "site_root.accent": "a style sheet",
    "sources.export": "a file",
    "sources.suggestions": "for the script of the editor",
    "talk.people": "for the script of a discussion",
    "second_factor.enter_options": "for the script of passkeys",
    "second_factor.new_options": "for the script of passkeys",
    "second_factor.pass_options": "for the script of passkeys",
    "static": "files",
    "tags.csv": "a file",
    "talk.edit": "its address has a number: see the page type of the post to be changed",
    "talk.hide": "its address has a number: see the page type of the post to be hidden",
    "talk.show": "its address has a number: see the page type of the thread",
    "tags.turtle": "a file",
}


def test_every_page_is_on_the_list(app: Flask) -> None:
    addresses = app.url_map.bind("localhost")
    listed = {_endpoint(addresses, kind.address) for kind in PAGES} - {""}
    answering = {
        rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())
    }
    assert answering - listed == NO_PAGES.keys()


def _endpoint(addresses: MapAdapter, address: str) -> str:
    try:
        return str(addresses.match("/sv" + address.partition("?")[0])[0])
    except NotFound:
        return ""  # the page that reports it
