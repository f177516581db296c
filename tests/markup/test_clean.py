"""Stored cross-site scripting: nothing that an author can write becomes active."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.markup.payloads import PAYLOADS, PLACES
from tests.markup.tree import assert_harmless, parse
from wiki.markup.clean import clean
from wiki.markup.render import render

NOTHING: frozenset[tuple[str, str, str]] = frozenset()

_PIECES = (
    "<a href=/x> </a> <a <p> </p> <table> <tr> <td> </table> <svg> <math> <style> </style> <title>"
    " <img src=/media/1/a.png> <img src=x alt=y> <h2 id=s-x> </h2> <h1> <b> <em> </em> <!-- -->"
    " <script> </script> <li> <ul> <br> <select> <form> <sup id=fnref-1> <div> </div> & &amp; &lt"
    " &lt; &#106; &colon; javascript: http://x // \" ' = > < ` onclick=x href= class=external"
    " <a&#9;href=x> <section> <pre> <textarea> <plaintext> <frameset> <![CDATA[ ]]> <?x>"
)
_BROKEN_HTML = st.lists(
    st.one_of(st.sampled_from([*_PIECES.split(), " ", "\n"]), st.text(max_size=4)), max_size=14
).map("".join)


def test_there_are_many_different_payloads() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 400


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_is_harmless_when_rendered(payload: str) -> None:
    assert_harmless(render(payload, "sv", NOTHING).html)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_is_harmless_when_only_cleaned(payload: str) -> None:
    cleaned = clean(payload)
    assert_harmless(cleaned)
    assert clean(cleaned) == cleaned


@pytest.mark.slow  # eight thousand texts; the tests above have each payload alone
@pytest.mark.sampled(3)
@pytest.mark.parametrize("place", PLACES)
def test_payloads_are_harmless_in_every_place(place: str) -> None:
    for payload in PAYLOADS:
        source = PLACES[place].replace("@", payload)
        assert_harmless(render(source, "en", NOTHING).html)


def test_html_in_a_text_is_shown_as_it_was_written() -> None:
    html = render("a <b onclick=x>bold</b> & <script>y</script>", "sv", NOTHING).html
    assert html == (
        "<p>a &lt;b onclick=x&gt;bold&lt;/b&gt; &amp; &lt;script&gt;y&lt;/script&gt;</p>"
    )


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>x</p>", "<p>x</p>"),
        ('<a href="/sv/">x</a>', '<a href="/sv/">x</a>'),
        ('<a href="#s-x">x</a>', '<a href="#s-x">x</a>'),
        ('<a href="mailto:a@b.se">x</a>', '<a href="mailto:a@b.se">x</a>'),
        ('<a href="/sv/search?q=a&amp;page=2">x</a>', '<a href="/sv/search?q=a&amp;page=2">x</a>'),
        ('<h2 id="s-x">x</h2>', '<h2 id="s-x">x</h2>'),
        ('<h2 id="search">x</h2>', "<h2>x</h2>"),
        ('<li id="fn-1">x</li>', '<li id="fn-1">x</li>'),
        ('<li id="fn-x y">x</li>', "<li>x</li>"),
        ('<a href="">x</a>', "x"),
        ("<a>x</a>", "x"),
        ('<a href="javascript:x">x</a>', "x"),
        ('<p class="admin">x</p>', "<p>x</p>"),
        ('<div tabindex="5">x</div>', "<div>x</div>"),
        ("<!-- x -->y", "y"),
        (
            '<a href="https://x.se/">x</a>',
            '<a href="https://x.se/" class="external" rel="nofollow ugc noopener">x</a>',
        ),
        (
            '<a href="//x.se/" rel="opener">x</a>',
            '<a href="//x.se/" class="external" rel="nofollow ugc noopener">x</a>',
        ),
        (
            '<a href="https://x.se/a b">x</a>',
            '<a href="https://x.se/a%20b" class="external" rel="nofollow ugc noopener">x</a>',
        ),
        (
            '<img src="/media/1/a.png" alt="A" onerror="x">',
            '<img src="/media/1/a.png" alt="A" loading="lazy">',
        ),
        ('<img src="/static/a.png">', '<img src="/static/a.png" alt="" loading="lazy">'),
        (
            '<img src="https://x.se/a.png" alt="A">',
            '<a href="https://x.se/a.png" class="external" rel="nofollow ugc noopener">A</a>',
        ),
        ('<img src="/media/../x" alt="A">', '<a href="/media/../x">A</a>'),
        ('<img src="data:x" alt="A">', "A"),
        ('<a href="/x"><img src="/y.png" alt="A"></a>', '<a href="/x">A</a>'),
    ],
)
def test_cleaning_by_example(html: str, expected: str) -> None:
    assert clean(html) == expected


@pytest.mark.long
@settings(max_examples=3 * settings().max_examples)
@given(_BROKEN_HTML)
def test_cleaning_broken_html_is_harmless_and_final(html: str) -> None:
    cleaned = clean(html)
    assert clean(cleaned) == cleaned
    for element in parse(cleaned).iter():
        assert not [name for name in element.attrib if name.startswith("on")]
        assert element.tag not in ("script", "svg", "math", "style", "iframe", "textarea")


@given(st.text(max_size=200))
def test_cleaning_any_text_is_final(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
