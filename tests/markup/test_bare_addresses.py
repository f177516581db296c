"""Addresses that stand among words are links, whole, and without the signs of the sentence."""

import re
from html import unescape

import pytest

from wiki.markup.render import render


def _links(source: str) -> list[tuple[str, str]]:
    html = render(source, "sv", frozenset()).html
    found = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', html)
    return [(unescape(href), unescape(text)) for href, text in found]


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("Se https://example.org/rapport", "https://example.org/rapport"),
        ("https://example.org/_a_/b", "https://example.org/_a_/b"),
        ("https://x.se/a*b*c ~~y~~", "https://x.se/a*b*c"),
        ("(https://x.se/a)", "https://x.se/a"),
        ("https://sv.wikipedia.org/wiki/Lund_(stad).", "https://sv.wikipedia.org/wiki/Lund_(stad)"),
        ("Se https://x.se/a, https", "https://x.se/a"),
        ("”https://x.se/a”", "https://x.se/a"),
        ("https://x.se/?a=1&b=2#c!", "https://x.se/?a=1&b=2#c"),
        ("https://x.se/a&amp;", "https://x.se/a"),
        ("**https://x.se/a**", "https://x.se/a"),
        ("HTTPS://X.SE/A", "HTTPS://X.SE/A"),
        ("https://räksmörgås.se/å", "https://räksmörgås.se/å"),
        ("http://localhost:5000/x", "http://localhost:5000/x"),
        ("| a |\n|--|\n| https://x.se/a_b_ |", "https://x.se/a_b"),
        ("[se https://x.se/a]", "https://x.se/a"),
        ("- https://x.se/a\n- b", "https://x.se/a"),
        ("x[^1]\n\n[^1]: Se https://x.se/a_b_c.", "https://x.se/a_b_c"),
        # After any sign but a letter, as on GitHub.
        ("https://x.se/_a_", "https://x.se/_a_"),
        ("Se https://x.se/~anna/__init__.", "https://x.se/~anna/__init__"),
        ("https://x.se/?q=_a_, b", "https://x.se/?q=_a_"),
        ("_https://x.se/a_", "https://x.se/a"),
        ("URL:https://x.se/_a_b_.", "https://x.se/_a_b"),
        ("DOI:https://doi.org/10.1234/_a_/b", "https://doi.org/10.1234/_a_/b"),
        ("2020=https://x.se/*a*b", "https://x.se/*a*b"),
    ],
)
def test_an_address_is_a_link(source: str, address: str) -> None:
    assert (address, address) in _links(source)


@pytest.mark.parametrize(
    ("source", "link"),
    [
        ("www.x.se/a", ("http://www.x.se/a", "www.x.se/a")),
        ("(www.x.se)", ("http://www.x.se", "www.x.se")),
        # Pointed brackets end it, also where they make no link of their own.
        ("Se <www.x.se> nu", ("http://www.x.se", "www.x.se")),
        ("<www.x.se/a>, b", ("http://www.x.se/a", "www.x.se/a")),
        ("<se www.x.se>", ("http://www.x.se", "www.x.se")),
        ("<a href=https://x.se>b</a>", ("https://x.se", "https://x.se")),
        ("<https://x.se/å ä>", ("https://x.se/å", "https://x.se/å")),
        ("www.x.se/a>b", ("http://www.x.se/a>b", "www.x.se/a>b")),
        ("a.b-c_d@x.se.", ("mailto:a.b-c_d@x.se", "a.b-c_d@x.se")),
        ("*a@x.se*", ("mailto:a@x.se", "a@x.se")),
        ("10.1234/abc_d_e", ("https://doi.org/10.1234/abc_d_e", "10.1234/abc_d_e")),
        (
            "doi:10.1016/j.x.2020.01.",
            ("https://doi.org/10.1016/j.x.2020.01", "doi:10.1016/j.x.2020.01"),
        ),
        ("DOI: 10.1000/182;", ("https://doi.org/10.1000/182", "DOI: 10.1000/182")),
        ("(10.1002/(SICI)1)", ("https://doi.org/10.1002/(SICI)1", "10.1002/(SICI)1")),
        ("https://doi.org/10.1000/1", ("https://doi.org/10.1000/1", "https://doi.org/10.1000/1")),
        ("Källa:10.1234/a_b_c", ("https://doi.org/10.1234/a_b_c", "10.1234/a_b_c")),
        ("(doi.org/10.1234/a_b_)", ("https://doi.org/10.1234/a_b", "doi.org/10.1234/a_b")),
        ("dx.doi.org/10.1234/a", ("https://doi.org/10.1234/a", "dx.doi.org/10.1234/a")),
    ],
)
def test_other_addresses(source: str, link: tuple[str, str]) -> None:
    assert _links(source) == [link]


@pytest.mark.parametrize("before", ["https://doi.org/", "doi:", ""])
def test_the_doi_of_an_old_journal_is_whole_in_spite_of_its_pointed_brackets(before: str) -> None:
    doi = "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O"
    assert _links(f"(Se {before}{doi}).") == [(f"https://doi.org/{doi}", f"{before}{doi}")]
    assert _links("https://x.se/a<b>3") == [("https://x.se/a", "https://x.se/a")]


@pytest.mark.parametrize(
    "address",
    ["https://x.se/a", "https://x.se", "www.x.se/a", "a@x.se", "10.1234/a", "doi:10.1234/a(b)"],
)
@pytest.mark.parametrize("end", ["", ".", ")"])
def test_a_note_or_wiki_link_right_after_an_address_is_no_part_of_it(
    address: str, end: str
) -> None:
    html = render(f"Se {address}{end}[^1]\n\n[^1]: Källan", "sv", frozenset()).html
    assert f">{address}</a>{end}<sup" in html
    assert (address, "Sida") == tuple(text for _, text in _links(f"{address}{end}[[Sida]]"))


@pytest.mark.parametrize(
    "address", ["https://x.se/a", "https://x.se/a_b_c", "www.x.se", "10.1234/a_b"]
)
@pytest.mark.parametrize("sign", ["_", "*", "__", "**", "~~"])
def test_an_address_in_emphasis_is_a_link(address: str, sign: str) -> None:
    assert [text for _, text in _links(f"Se {sign}{address}{sign}.")] == [address]


@pytest.mark.parametrize("sign", ["\xad", "\u200b", "\u200e", "\u2060", "\ufeff"])
def test_signs_that_nobody_sees_do_not_spoil_an_address(sign: str) -> None:
    assert _links(f"https://x.se/a{sign} b") == [("https://x.se/a", "https://x.se/a")]
    assert _links(f"(https://x.se/a.{sign})") == [("https://x.se/a", "https://x.se/a")]
    for link in (f"https://x.se/a{sign}b", f"[a](https://x.se/a{sign}b)", f"10.1234/a{sign}b"):
        assert next(href for href, _ in _links(link)).endswith("/ab")


@pytest.mark.parametrize(
    ("address", "href"),
    [
        ("www.mau.se", "http://www.mau.se"),
        ("www.mau.se/a_b?c=d#e", "http://www.mau.se/a_b?c=d#e"),
        ("a.b@mau.se", "mailto:a.b@mau.se"),
        ("www", "www"),
        ("www.", "www."),
        ("a/b@c.se", "a/b@c.se"),
        ("@c.se", "@c.se"),
        ("/www.mau.se", "/www.mau.se"),
        ("kapitel.pdf", "kapitel.pdf"),
    ],
)
def test_the_scheme_that_an_author_leaves_out_is_added(address: str, href: str) -> None:
    assert _links(f"[a]({address})") == [(href, "a")]
    assert _links(f"[a][1]\n\n[1]: <{address}>") == [(href, "a")]


@pytest.mark.long
def test_a_paragraph_may_have_many_addresses() -> None:
    assert len(_links("https://x.se/a a@x.se 10.1234/5 " * 700)) == 2_100
    assert _links("[10.1234/]x") == [("https://doi.org/10.1234/]x", "10.1234/]x")]


@pytest.mark.parametrize(
    "source",
    [
        "`https://x.se`",
        "    https://x.se",
        "```\nhttps://x.se\n```",
        "https:// x",
        "xhttps://x.se",
        "www.",
        "awww.x.se",
        "a@b",
        "@x.se",
        "3.10.1234/5",
        "8:10.1234/5",
        "åhttps://x.se",
        "10.12/5",
        "kl. 10.30/11.00",
        "javascript:alert(1)",
        "\\https\\://x.se",
    ],
)
def test_what_is_no_address(source: str) -> None:
    assert _links(source) == []


@pytest.mark.parametrize(
    ("source", "link"),
    [
        ("[https://x.se](https://y.se)", ("https://y.se", "https://x.se")),
        ("[www.x.se/a](/b)", ("/b", "www.x.se/a")),
        ("[<https://x.se>](/b)", ("/b", "https://x.se")),
        ("[a@x.se](mailto:b@x.se)", ("mailto:b@x.se", "a@x.se")),
        ("[10.1234/5](/b)", ("/b", "10.1234/5")),
        ("[a](https://x.se/a_b_c)", ("https://x.se/a_b_c", "a")),
        ("[[A|https://x.se]]", ("/sv/articles/a?title=A", "https://x.se")),
    ],
)
def test_the_address_of_a_link_wins_over_one_in_its_text(
    source: str, link: tuple[str, str]
) -> None:
    assert _links(source) == [link]
