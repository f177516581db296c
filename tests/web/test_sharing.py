"""Read the head of each type of page as search engines and social media do."""

import html.parser
from dataclasses import dataclass, field
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from tests.builders import make_article, make_tag, make_user, put_on
from wiki.accounts.models import Role

PAGES = [
    "/",
    "/about",
    "/articles/",
    "/articles/bryggor",
    "/articles/bryggor/history",
    "/articles/bryggor/backlinks",
    "/articles/bryggor/cite",
    "/tags/",
    "/tags/odling",
    "/universities/malmo-university",
    "/events/",
    "/changes",
    "/search",
    "/search?q=bryggor",
    "/search/help",
    "/shortcuts",
    "/login",
]
# One element for each author and each tag.
REPEATED = {"author", "citation_author", "citation_keywords", "DC.creator", "DC.subject"}


@dataclass
class Head(html.parser.HTMLParser):
    """Collect the meta elements of a page by name, and its links by relation."""

    meta: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    title: str = ""
    twice: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Record a meta or a link element."""
        given = {name: value or "" for name, value in attrs}
        name = given.get("property") or given.get("name", "")
        if tag == "meta" and name and name != "theme-color":
            if name in self.meta and name not in REPEATED:
                self.twice.append(name)
            self.meta[name] = given.get("content", "")
        if tag == "link":
            self.links[given["rel"]] = given["href"]


def head(client: FlaskClient, address: str) -> Head:
    answer = client.get(address)
    assert answer.status_code == 200, address
    found = Head()
    found.feed(answer.get_data(as_text=True).partition("</head>")[0])
    assert found.twice == []
    return found


@pytest.fixture
def filled(app: Flask) -> Flask:
    editor = make_user(Role.EDITOR, app=app)
    for language, title in (("sv", "Bryggor"), ("en", "Bryggor")):
        article_id = make_article(
            title, editor, language=language, summary='Kort "sagt" <b>', app=app
        )
    for tag in (make_tag("odling", app=app), make_tag("malmo-university", "university", app=app)):
        put_on(article_id, tag, app=app)
    return app


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_type_of_page_can_be_shared(client: FlaskClient, language: str, page: str) -> None:
    found = head(client, f"/{language}{page}")
    own = f"http://localhost/{language}{page.partition('?')[0]}"
    assert found.links["canonical"] == found.meta["og:url"] == own
    assert found.meta["og:title"]
    assert len(found.meta["description"]) >= 20 or page.startswith("/articles/bryggor")
    assert found.meta["og:description"] == found.meta["description"]
    assert found.meta["og:site_name"] == "Mötesplats Social Innovation"
    assert found.meta["og:locale"] == {"sv": "sv_SE", "en": "en_GB"}[language]
    assert found.meta["twitter:card"] == "summary_large_image"
    assert found.meta["og:image:alt"]
    image = Image.open(BytesIO(client.get(found.meta["og:image"]).data))
    size = (int(found.meta["og:image:width"]), int(found.meta["og:image:height"]))
    assert image.size == size == (1200, 630)


@pytest.mark.usefixtures("filled")
def test_an_article_says_what_it_is(client: FlaskClient) -> None:
    found = head(client, "/sv/articles/bryggor")
    assert found.meta["og:type"] == "article"
    assert found.meta["og:title"] == "Bryggor"
    assert found.meta["og:description"] == 'Kort "sagt" <b>'
    assert found.meta["og:image:alt"] == "Bryggor · Mötesplats Social Innovation"
    assert "og:locale:alternate" not in found.meta  # the two are not translations of each other
    about = head(client, "/sv/about")
    assert (about.meta["og:type"], about.meta["og:locale:alternate"]) == ("website", "en_GB")


@pytest.mark.long
@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/sv/articles/?page=2", "/sv/articles/?page=2"),
        ("/sv/articles/?page=1", "/sv/articles/"),
        ("/sv/articles/?page=2&kind=case", "/sv/articles/"),
        ("/sv/articles/?page=²", "/sv/articles/"),
        ("/sv/articles/bryggor?utm_source=x", "/sv/articles/bryggor"),
        ("/sv/articles/bryggor/revisions/1", "/sv/articles/bryggor"),
    ],
)
def test_one_address_for_one_page(client: FlaskClient, address: str, canonical: str) -> None:
    assert head(client, address).links["canonical"] == f"http://localhost{canonical}"


def test_an_error_has_no_address_and_no_card(client: FlaskClient) -> None:
    page = client.get("/sv/finns-inte").get_data(as_text=True)
    assert "og:" not in page
    assert "canonical" not in page


@pytest.mark.parametrize(("language", "name"), [("sv", "Kunskap"), ("en", "Knowledge")])
def test_the_manifest_names_the_wiki_and_its_icons(
    client: FlaskClient, language: str, name: str
) -> None:
    address = head(client, f"/{language}/").links["manifest"]
    answer = client.get(address)
    assert answer.mimetype == "application/manifest+json"
    assert "Set-Cookie" not in answer.headers
    manifest = answer.get_json()
    assert manifest["name"] == "Mötesplats Social Innovation Wiki"
    assert manifest["short_name"] == "MSI Wiki"
    assert manifest["description"].startswith(name)
    assert (manifest["lang"], manifest["start_url"]) == (language, f"/{language}/")
    assert {entry["purpose"] for entry in manifest["icons"]} == {"any", "maskable"}
    for entry in manifest["icons"]:
        with client.get(entry["src"]) as icon:
            side = Image.open(BytesIO(icon.data)).size
        assert "x".join(map(str, side)) == entry["sizes"]


def test_every_icon_of_the_head_is_there(client: FlaskClient) -> None:
    links = head(client, "/sv/").links
    for relation, kind in (
        ("icon", "image/svg+xml"),
        ("alternate icon", "image/png"),
        ("apple-touch-icon", "image/png"),
    ):
        with client.get(links[relation]) as answer:
            assert (answer.status_code, answer.mimetype) == (200, kind)
