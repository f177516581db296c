"""Texts that are long, odd or hostile, for the limits and the sandbox."""

_SENTENCE = (
    "Social innovation är *nya* lösningar på [[Samhällsutmaning|samhällets utmaningar]], skriver"
    " [en rapport](https://example.org/rapport_(2020)) från 2020.[^{0}] Den nämner `kod` också. "
)


def _article(sections: int) -> str:
    """Return an article of about 150 words per section, with a note in each sentence."""
    notes = range(sections * 6)
    parts = [
        f"## Avsnitt {section}\n\n"
        + "\n\n".join(
            (_SENTENCE.format(note) + "Mer text följer här, utan annat än ord. " * 2).strip()
            for note in notes[section * 6 : section * 6 + 6]
        )
        for section in range(sections)
    ]
    return "\n\n".join(parts + [f"[^{note}]: Källa {note}, [[Bok]], s. {note}." for note in notes])


def _table(rows: int) -> str:
    """Return a table of six columns, like those of long lists."""
    head = "| År | Namn | Land | Ort | Nummer | Källa |\n|---|---|---|---|--:|---|\n"
    return head + "".join(
        f"| {year} | [[Namn {year}]] | Sverige | Malmö | {year * 7} | [x](https://x.se/{year}) |\n"
        for year in range(rows)
    )


# Each must be rendered. The largest have the greatest length that is allowed.
HONEST = {
    "300 words": _article(2),
    "12,000 words": _article(80),
    "190 kB": _article(100),
    "a table of 800 rows": _table(800),
    "a list of 1,500 items": "".join(f"- [[Artikel {n}]], en rad till\n" for n in range(1_500)),
    "300 headings": "".join(f"### Rubrik {n}\n\nText.\n\n" for n in range(300)),
}

# Each must be rendered: what authors try, type by mistake or paste.
ACCEPTED = {
    "empty": "",
    "blank lines": "\n" * 5_000,
    "spaces": " " * 100_000,
    "[TOC] in 2.8 kB": "[TOC]\n" * 470,
    "comments": "<!--" * 4_500,
    "processing instructions": "<?" * 4_500,
    "backticks": "`" * 20_000,
    "stars": "*" * 20_000,
    "underscores": "_a" * 10_000,
    "quotes, 12 deep": "> " * 12 + "a",
    "a single long word": "a" * 200_000,
    "closing brackets": "]" * 10_000,
    "entities": "&amp;" * 5_000,
    "combining marks": "a" + "\u0301" * 50_000,
    "an open fence": "```\n" + "a\n" * 5_000,
    "an open picture": "![" + "a" * 50_000,
    "setext rules": "a\n---\n" * 500,
    "lists, 12 deep": "\n".join("    " * depth + "- a" for depth in range(12)),
}

# Each must end within the limit, rendered or refused.
HOSTILE = {
    "20 kB of [": "[" * 20_000,
    "unfinished CDATA": "<![CDATA[" * 2_000,
    "CDATA and brackets": "<![CDATA[>]]" * 1_500,
    "1 MB of prose": "Ord efter ord. " * 70_000,
    "256 kB of prose": "Ord efter ord. " * 17_400,
    "nested quotes": ">" * 5_000 + " a",
    "quotes line by line": "\n".join(">" * depth + " a" for depth in range(1, 200)),
    "quotes everywhere": "> > > > > > > > > > > a\n" * 10_000,
    "emphasis": "*a **b _c " * 3_000,
    "triple stars": "***a " * 7_000,
    "backticks of each length": " ".join("`" * length for length in range(1, 250)),
    "pairs of backticks": "`a` " * 60_000,
    "pictures": "![a](b) " * 2_000,
    "open pictures": "![" * 10_000,
    "open links": "[a](" * 5_000,
    "open titles": '[a](b "' * 5_000,
    "links in links": "[" * 500 + "a" + "](b)" * 500,
    "many links": "[a](http://b.se) " * 15_000,
    "many wiki links": "[[Social innovation]] " * 11_000,
    "open wiki links": "[[a " * 5_000,
    "references to the same note": "[^1] " * 4_000 + "\n\n[^1]: x",
    "notes in notes": "\n".join(f"[^{n}]: [^{n + 1}] [^{n + 1}]" for n in range(1_500)),
    "a note in itself": "[^1]\n\n[^1]: [^1] [^1] [^1]",
    "abbreviations": "\n".join(f"*[A{n}]: x" for n in range(200)) + "\n\n" + "A1 A2 " * 30_000,
    "long abbreviations": "*[a]: " + "x" * 290 + "\n\n" + "a " * 100_000,
    "wide table": "|a" * 5_000 + "\n" + "|-" * 5_000 + "\n" + ("|b" * 5_000 + "\n") * 3,
    "long table": "|a|b|\n|-|-|\n" + "|1|2|\n" * 4_900,
    "cells from nothing": "|a" * 300 + "\n" + "|-" * 300 + "\n" + "|\n" * 4_000,
    "deep lists": "\n".join("    " * depth + "- a" for depth in range(100)),
    "zigzag lists": "\n".join("    " * (line % 12) + "- a" for line in range(5_000)),
    "definitions": "a\n:   b\n\n" * 8_000,
    "reference definitions": "\n".join(f"[a{n}]: http://b" for n in range(3_900)) + "\n\n[a1] ",
    "setext headings": "a\n=\n\n" * 20_000,
    "line breaks": "a  \n" * 60_000,
    "addresses": "<http://a> " * 9_999,
    "open addresses": "<a@" * 9_999,
    "open fences": "```a\n" * 999,
    "escapes": "\\*" * 10_000,
    "addresses without brackets": "https://a.se/b a@b.se " * 2_000,
    "addresses in a long line": "%a@b.se" * 11_000,
    "open notes": "[^" * 2_500 + "a" * 200_000,
    "open notes in a line": "x [^a " * 4_900,
    "references between signs": "![](y `[^ " * 1_900,
    "indented tabs": ("\t" * 100 + "a\n") * 2_500,
    "controls": "\x02\x03\x00" * 30_000,
}
