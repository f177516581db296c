"""Put hostile texts through every door of the wiki; no page may hold anything active afterwards."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.builders import Person, log_in, make_article, make_tag, make_user
from tests.content.folders import article, load, write
from tests.documents.docx_files import docx, paragraph, run
from tests.markup.payloads import BROKEN, ELEMENTS, ENTITIES, FOREIGN, HANDLERS, MARKDOWN
from tests.media.pictures import picture
from tests.page import Page

# Each is tried everywhere in tests/markup; here a few of each kind go through each door.
TEXTS = [
    text
    for group in (ELEMENTS, HANDLERS, FOREIGN, BROKEN, ENTITIES, MARKDOWN)
    for text in group[::7]
    if all(sign >= " " or sign == "\n" for sign in text)  # others are refused
]
LINES = [
    "<img src=x onerror=alert(1)>",
    '" autofocus onfocus="alert(1)',
    "'><script>alert(1)</script>",
    "</title></textarea></script><svg onload=alert(1)>",
    "[x](javascript:alert(1))",
]
EVIL = "".join(LINES)
URL = "javascript:alert(1)"
BODY = "\n\n".join([*TEXTS, *LINES, f"[a]({URL}) <{URL}> ![b]({URL})"])
_UNSAFE_TAGS = {"iframe", "object", "embed", "base", "style", "applet", "frame", "portal", "math"}
_ADDRESSES = {"href", "src", "action", "formaction", "xlink:href", "data", "poster", "cite"}


def assert_nothing_active(html: str, place: str) -> None:
    """Assert that a whole page has only our own scripts, and neither handlers nor bad addresses."""
    for node in LexborHTMLParser(html).css("*"):
        assert node.tag not in _UNSAFE_TAGS, (place, node.html)
        if node.tag == "script":
            _check_script(node, place)
        if node.tag == "meta":
            assert "http-equiv" not in node.attributes, (place, node.html)
        for name, value in node.attributes.items():
            assert not name.startswith("on"), (place, node.html)
            assert name not in ("style", "srcdoc"), (place, node.html)
            if name in _ADDRESSES:
                address = "".join(sign for sign in value or "" if sign > " ").lower()
                assert not address.startswith(("javascript:", "vbscript:", "data:")), (place, value)


def _check_script(node: LexborNode, place: str) -> None:
    if node.attributes.get("type") == "application/ld+json":
        assert "<" not in node.text(), (place, node.html)
        return
    assert (node.attributes.get("src") or "").startswith("/static/js/"), (place, node.html)
    assert not node.text().strip(), (place, node.html)


@dataclass
class Site:
    """A wiki with an author, an editor and a reader."""

    app: Flask
    people: dict[str, Person]
    clients: dict[str, FlaskClient]
    folder: Path

    def look(self, who: str, *addresses: str) -> None:
        """Open pages as somebody, and check each."""
        for address in addresses:
            answer = self.clients[who].get(address)
            assert answer.status_code == 200, (address, answer.status_code)
            assert_nothing_active(answer.text, address)

    def send(self, who: str, address: str, **data: object) -> str:
        """Send a form that may be refused, check the page, and return where it leads to."""
        answer = self.clients[who].post(address, data=data)
        assert answer.status_code in (200, 303, 422), (address, answer.status_code)
        if answer.content_type.startswith("text/html"):
            assert_nothing_active(answer.text, address)
        return answer.location or ""


@pytest.fixture
def site(app: Flask, tmp_path: Path) -> Site:
    app.config["MEDIA_DIR"] = str(tmp_path / "media")
    names = ("author", "editor")
    people = {name: make_user(name, f"Asta {EVIL}"[:80], app=app) for name in names}
    clients = {name: app.test_client() for name in (*names, "reader")}
    for name in names:
        log_in(clients[name], people[name])
    return Site(app, people, clients, tmp_path)


def save(site: Site) -> None:
    facts = dict.fromkeys(("challenge", "novelty", "place", "beneficiaries", "spread"), EVIL)
    form = {"summary": EVIL[:300], "body": BODY, "comment": EVIL[:200], "intent": "save", **facts}
    for number, title in enumerate(LINES[:2]):  # brackets are refused in a title
        edit = site.send("author", "/sv/articles/new?kind=case", title=f"{title} {number}", **form)
        page = edit.removesuffix("/edit")
        assert page, title
        site.look("author", edit, page, f"{page}/history", "/sv/account", "/sv/account/articles")
        assert site.send("editor", f"{page}/publication", number="1")
        changed = {**form, "title": f"{title} {number}", "body": f"{BODY}\n\nMer.", "base": "1"}
        assert site.send("editor", edit, **{**changed, "intent": "publish"})
        site.look("reader", page, f"{page}/history", f"{page}/cite", f"{page}/peek")
        site.look("reader", f"{page}/backlinks", f"{page}/revisions/1")
        site.look("editor", f"{page}/compare?from=1&to=2", f"{page}/rename", f"{page}/authors")
    site.look("reader", "/sv/", "/sv/articles/", "/sv/changes", "/sv/timeline")
    site.look("editor", "/sv/desk/", "/sv/desk/wanted", "/sv/desk/unlinked")


def preview(site: Site) -> None:
    for address in ("/sv/articles/preview", "/sv/try"):
        for text in [BODY, *LINES]:
            site.send("author", address, body=text)


def paste(site: Site) -> None:
    for html in (*TEXTS[::12], *LINES, f"<a href='{URL}'>x</a><p onclick=alert(1)>y</p>"):
        answer = site.clients["author"].post("/sv/clipboard", data={"html": html, "body": ""})
        assert answer.content_type == "application/json", html
        if answer.status_code == 200:
            site.send("author", "/sv/articles/preview", body=answer.get_json()["words"])


def open_document(site: Site) -> None:
    words = "".join(paragraph(run(text)) for text in (*TEXTS, *LINES) if text.isprintable())
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="link" TargetMode="External" Type="http://schemas.openxmlformats.org/'
        f'officeDocument/2006/relationships/hyperlink" Target="{URL}"/></Relationships>'
    )
    link = f'<w:hyperlink r:id="link">{run("x")}</w:hyperlink>'
    file = docx(
        paragraph(run(EVIL), style="Rubrik") + paragraph(link) + words,
        parts={"word/_rels/document.xml.rels": links},
    )
    site.send(
        "author",
        "/sv/articles/new?kind=concept",
        title="",
        body="",
        intent="open",
        document=(BytesIO(file), f"{EVIL}.docx"),
    )


def add_sources(site: Site) -> None:
    bibtex = f"@book{{a, title = {{{LINES[0]}}}, author = {{{LINES[0]}}}, url = {{{URL}}}}}"
    ris = f"TY  - BOOK\nTI  - {EVIL}\nAU  - {EVIL}\nUR  - {URL}\nER  -\n"
    csl = [{"type": "book", "title": EVIL, "author": [{"literal": EVIL}], "publisher": EVIL}]
    texts = (bibtex, ris, site.app.json.dumps(csl), EVIL, *LINES)
    for number, text in enumerate(texts):
        site.send("author", "/sv/sources/new", text=text)
        form = {"text": text, "entry": ["0"], "skip_broken": "y", "form_id": f"{number:032}"}
        site.send("author", "/sv/sources/imports", **form)
    site.send("author", "/sv/sources/form", title=EVIL, authors=EVIL, url=URL, kind="book")
    shown = Page(site.clients["reader"].get("/sv/sources/")).values("main a[href]", "href")
    pages = sorted({link for link in shown if link.startswith("/sv/sources/")})
    site.look("reader", "/sv/sources/", *pages[:6])
    keys = [page.rpartition("/")[2] for page in pages]
    cited = "; ".join(f"@{key}" for key in keys)
    make_article("Citerar", site.people["editor"], body=f"Se [{cited}].", app=site.app)
    site.look("reader", "/sv/articles/citerar")


def describe_media(site: Site) -> None:
    file = (BytesIO(picture()), f"{LINES[0]}.jpg")
    page = site.send("author", "/sv/media/", file=file)
    words = dict.fromkeys(("alt_sv", "alt_en", "caption_sv", "caption_en"), EVIL[:200])
    assert site.send("author", page, version="1", credit=EVIL[:200], licence="cc-by", **words)
    name = page.rpartition("/")[2]
    body = f"![](media:{name})\n\n![{EVIL}](media:{name})\n\n[{LINES[0]}](media:{name})"
    make_article("Visar", site.people["editor"], body=body, app=site.app)
    site.look("author", "/sv/media/", page, f"{page}/deletion")
    site.look("reader", "/sv/articles/visar")


def write_template(site: Site) -> None:
    base = Page(site.clients["editor"].get("/sv/desk/templates/case")).one("[name=base]")["value"]
    body = f"## Ett\n\n%% {EVIL}\n\n{BODY}"
    assert site.send("editor", "/sv/desk/templates/case", body=body, base=base)
    site.look("editor", "/sv/desk/templates", "/sv/desk/templates/case")
    site.look("author", "/sv/articles/new?kind=case&start=template")


def propose(site: Site) -> None:
    tag = make_tag("ett", app=site.app, label_sv=LINES[0], label_en=LINES[0])
    make_article("Bryggan", site.people["author"], body="Ord.", app=site.app)
    page = "/sv/articles/bryggan/tags"
    assert site.send("author", f"{page}/proposals", tags=[str(tag)], reason=EVIL[:300])
    site.look("author", page, "/sv/account/articles")
    site.look("editor", "/sv/desk/proposals", page)
    row = Page(site.clients["editor"].get("/sv/desk/proposals")).all("[name=proposals]")[0]["value"]
    data = {"proposals": [row], "answer": EVIL[:300], "intent": "refuse"}
    assert site.send("editor", "/sv/desk/proposals", **data)
    site.look("author", page, "/sv/account/articles")
    site.look("reader", "/sv/tags/", "/sv/tags/ett")


def introduce(site: Site) -> None:
    make_article("Bryggan", site.people["editor"], body="Ord.", app=site.app)
    site.send("editor", "/sv/account/profile", about=BODY[:900], orcid=EVIL[:40], has_page="y")
    assert site.send("editor", "/sv/account/profile", about=EVIL[:500], orcid="", has_page="y")
    site.send("editor", "/sv/account/name", name=EVIL[:80])
    shown = Page(site.clients["reader"].get("/sv/articles/bryggan"))
    people = {link["href"] for link in shown.all("a[href*='/people/']")}
    site.look("reader", "/sv/articles/bryggan", *people)
    site.look("editor", "/sv/account", "/sv/account/profile")


def keep_copies(site: Site) -> None:
    form = {"title": EVIL, "body": BODY, "form_id": "1" * 32}
    site.send("author", "/sv/copies?kind=case", **form)
    site.look("author", "/sv/account", "/sv/articles/new?kind=case", f"/sv/copies/{'1' * 32}")


def load_content(site: Site) -> None:
    tags = f"- slug: ett\n  kind: topic\n  label: {{sv: {LINES[0]!r}, en: {LINES[0]!r}}}\n"
    files = {"articles/sv/ett.md": article("'<b onclick=alert(1)>'", body=BODY)}
    with site.app.app_context():
        load(write(site.folder / "content", {"tags.yaml": tags, **files}))
    site.look("reader", "/sv/articles/", "/sv/articles/ett", "/sv/tags/ett")


def ask(site: Site) -> None:
    for text in (*LINES, EVIL, URL):
        for address in (
            "/sv/search?q=",
            "/sv/articles/new?title=",
            "/sv/articles/?kind=case&topic=",
        ):
            answer = site.clients["author"].get(address + quote(text))
            assert answer.status_code < 500, address
            assert_nothing_active(answer.text, address)


DOORS: Sequence[Callable[[Site], None]] = [
    save,
    preview,
    paste,
    open_document,
    add_sources,
    describe_media,
    write_template,
    propose,
    introduce,
    keep_copies,
    load_content,
    ask,
]


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_nothing_active_comes_through(site: Site, door: Callable[[Site], None]) -> None:
    door(site)


@pytest.mark.parametrize(
    "html",
    [
        "<p onclick=alert(1)>",
        "<script>alert(1)</script>",
        "<a href=' java\nscript:alert(1)'>x</a>",
        "<iframe></iframe>",
        "<script src=//evil.example/x.js></script>",
        "<script type=application/ld+json><!--</script>",
    ],
)
def test_what_is_active_is_noticed(html: str) -> None:
    with pytest.raises(AssertionError):
        assert_nothing_active(html, "")
