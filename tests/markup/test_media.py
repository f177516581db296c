"""Names of pictures and files become figures and downloads; what is not known is marked."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from wiki.markup.clean import clean
from wiki.markup.inline.media import Media, find_media
from wiki.markup.render import Rendered, render

MARK = "a" * 32
BRIDGE = Media(
    f"/media/{MARK}/960.jpg",
    f"/media/{MARK}/480.webp 480w, /media/{MARK}/960.webp 960w",
    960,
    640,
    alt="En <brygga>",
    caption='Bryggan & "hamnen"',
    credit="Anna Lind",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/",
)
ORNAMENT = Media(f"/media/{MARK}/90.png", f"/media/{MARK}/90.webp 90w", 90, 60, is_decorative=True)
REPORT = Media(f"/media/{MARK}/rapport.pdf", caption="Rapporten", note="PDF, 2 MB")
LIBRARY = {"bryggan": BRIDGE, "rapport": REPORT, "krusidull": ORNAMENT}


def _render(source: str) -> Rendered:
    rendered = render(source, "sv", frozenset(), LIBRARY)
    assert clean(rendered.html) == rendered.html
    return rendered


def test_a_picture_alone_becomes_a_figure() -> None:
    rendered = _render("Före\n\n![Bryggan i sol](media:bryggan)\n\nEfter")

    assert rendered.html == (
        "<p>Före</p>\n<figure><picture>"
        f'<source type="image/webp" srcset="{BRIDGE.srcset}" sizes="(max-width: 45rem) 100vw, '
        f'42rem"><img alt="Bryggan i sol" src="{BRIDGE.address}" width="960" height="640" '
        'loading="lazy"></picture><figcaption>Bryggan &amp; "hamnen" <small>Bild: Anna Lind, '
        '<a href="https://creativecommons.org/licenses/by/4.0/" class="external" '
        'rel="nofollow ugc noopener">CC BY 4.0</a></small></figcaption></figure>\n<p>Efter</p>'
    )
    assert rendered.media == ("bryggan",)
    # Maker and licence are no words of the text: nobody searches for them.
    assert rendered.text == 'Före\nBryggan & "hamnen"\nEfter'


@pytest.mark.parametrize(
    ("source", "alt"),
    [
        ("![](media:bryggan)", "En &lt;brygga&gt;"),
        ("![*Egna* ord](media:BRYGGAN)", "Egna ord"),
        ("![](media:krusidull)", ""),
        ("![Ett krus](media:krusidull)", "Ett krus"),
    ],
)
def test_what_a_picture_shows_is_said_by_text_or_library(source: str, alt: str) -> None:
    assert f'<img alt="{alt}" ' in _render(source).html


def test_a_text_may_have_a_caption_of_its_own() -> None:
    html = _render('![](media:bryggan "Här, i *maj*")').html
    assert "<figcaption>Här, i *maj* <small>Bild: Anna Lind" in html
    assert "<figcaption" not in _render("![](media:krusidull)").html


def test_a_picture_among_words_stays_among_them() -> None:
    html = _render("Se ![](media:bryggan) här, [![x](media:bryggan)](https://example.org)").html
    assert html.startswith("<p>Se <picture>")
    assert "<figure" not in html
    assert html.count("<picture>") == 2


def test_a_file_is_a_link_that_says_what_one_gets() -> None:
    rendered = _render("[Läs *mer*](media:rapport), ![](media:rapport) ![](media:bryggan)")
    address = REPORT.address
    assert f'<a href="{address}">Läs <em>mer</em> (PDF, 2 MB)</a>' in rendered.html
    assert f'<a href="{address}">Rapporten (PDF, 2 MB)</a>' in rendered.html
    assert rendered.media == ("bryggan", "rapport")


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("![En bild](media:borta)", "En bild (finns inte i biblioteket: borta)"),
        ("![](media:borta)", "(finns inte i biblioteket: borta)"),
        ("[Läs](media:borta)", "Läs (finns inte i biblioteket: borta)"),
    ],
)
def test_what_is_not_known_is_marked(source: str, shown: str) -> None:
    rendered = _render(source)
    assert rendered.html == (
        f'<p><a class="missing" href="/sv/media/?q=borta" rel="nofollow">{shown}</a></p>'
    )
    assert rendered.media == ()


@pytest.mark.parametrize(
    "source",
    [
        '![x](media:"><script>alert(1)</script>)',
        '![x](<media:a b" onerror="alert(1)>)',
        "[x](media:javascript:alert(1))",
        '![" onerror="alert(1)](media:bryggan "<img src=x onerror=alert(1)>")',
        "[![](media:rapport)](media:borta)",
    ],
)
def test_a_hostile_name_is_text(source: str) -> None:
    html = _render(source).html
    assert "<script" not in html
    assert 'href="javascript' not in html
    for element in LexborHTMLParser(html).css("*"):
        assert "onerror" not in element.attributes


def test_code_names_nothing() -> None:
    source = "`![](media:bryggan)`\n\n    [x](media:rapport)\n"
    assert _render(source).media == ()
    assert find_media(source) == {"bryggan", "rapport"}
    assert len(find_media(" ".join(f"media:a{number}" for number in range(9_000)))) == 2_000


@pytest.mark.parametrize(
    "srcset",
    [
        "https://example.org/a.webp 480w",
        f"/media/{MARK}/480.webp 480w, //example.org/a.webp 960w",
        "/media/../static/a.webp 1w",
    ],
)
def test_copies_come_from_our_own_folder_alone(srcset: str) -> None:
    html = f'<picture><source type="image/webp" srcset="{srcset}"></picture>'
    assert "srcset" not in clean(html)
