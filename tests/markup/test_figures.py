"""Render pictures with and without captions and sizes."""

import pytest

from wiki.markup.render import render

LAZY = 'loading="lazy"'


@pytest.mark.parametrize(
    ("source", "html"),
    [
        (
            '![En brygga](/media/7/brygga-1200x800.jpg "Bryggan, våren 1951")',
            '<figure><img alt="En brygga" src="/media/7/brygga-1200x800.jpg" width="1200"'
            f' height="800" {LAZY}><figcaption>Bryggan, våren 1951</figcaption></figure>',
        ),
        (
            '![a](/media/7/b.png "Ris & <ros>")',
            f'<figure><img alt="a" src="/media/7/b.png" {LAZY}>'
            "<figcaption>Ris &amp; &lt;ros&gt;</figcaption></figure>",
        ),
        # Without a caption, or between words, it stays a picture.
        ("![a](/media/7/b.png)", f'<p><img alt="a" src="/media/7/b.png" {LAZY}></p>'),
        (
            'x ![a](/media/7/b-3x4.png "t")',
            '<p>x <img alt="a" src="/media/7/b-3x4.png" title="t" width="3" height="4"'
            f" {LAZY}></p>",
        ),
        # An impossible size is ignored.
        ("![a](/media/7/b-0x4.png)", f'<p><img alt="a" src="/media/7/b-0x4.png" {LAZY}></p>'),
        (
            "![a](/media/7/b-3x123456.png)",
            f'<p><img alt="a" src="/media/7/b-3x123456.png" {LAZY}></p>',
        ),
        # A picture without a description says so, to those who do not see it.
        (
            "![](/media/7/b.png)",
            f'<p><img alt="Bild utan beskrivning" src="/media/7/b.png" {LAZY}></p>',
        ),
        (
            '![ ](/media/7/b.png "Bryggan")',
            f'<figure><img alt="Bryggan" src="/media/7/b.png" {LAZY}>'
            "<figcaption>Bryggan</figcaption></figure>",
        ),
        (
            "![](https://x.se/b.png)",
            '<p><a href="https://x.se/b.png" class="external" rel="nofollow ugc noopener">'
            "Bild: https://x.se/b.png</a></p>",
        ),
        # A picture from elsewhere is a link, whatever it is called.
        (
            '![a](https://example.org/b-3x4.png "t")',
            '<p><a href="https://example.org/b-3x4.png" class="external"'
            ' rel="nofollow ugc noopener">a</a></p>',
        ),
    ],
)
def test_pictures_by_example(source: str, html: str) -> None:
    assert render(source, "sv", frozenset()).html == html


def test_a_caption_is_part_of_the_plain_text() -> None:
    rendered = render('Före.\n\n![a](/media/7/b.png "Bryggan")\n\nEfter.', "sv", frozenset())
    assert rendered.text == "Före.\nBryggan\nEfter."


def test_only_a_link_whose_text_is_its_url_is_bare() -> None:
    html = render("<https://example.org/a?b&c> [här](https://example.org)", "sv", frozenset()).html
    assert html.count('class="external bare"') == 1
    assert html.index("bare") < html.index("här")
