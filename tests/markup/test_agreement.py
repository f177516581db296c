"""What people type means here what it means on GitHub, whose own program is asked."""

import re

import cmarkgfm
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tests.markup.agreement import normal_form
from wiki.markup.render import render

_EXTENSIONS = ["table", "strikethrough", "autolink"]
_WORDS = (
    "ord *em* **fet** `kod` _x_ a_b_c **a_*b*_** ***z*** *a **b*** snake_case 2*3 \\* ~~bort~~"
    " [länk](/a) [l_*x*](/b) <https://x.se> https://x.se/a_b_c (www.x.se/a). a@b.se &amp; &copy;"
    ' 5 < | `a|b` å (se 1998. [1] *a b* ** __c__ ``a`b`` ` [a]( ] ! \\ * # ~ " & [r] [r][] [t][r]'
).split(" ")
_SIGNS = (
    "|  |    |\t|> |> > |- |* |+ |1. |2. |10. |1) |-   |- - |  - |    - |   1. |## |###### "
    "|> - |- > "
).split("|")
_LINES = (
    "\n\n```\n~~~\n   ```\n```py\n> ```\n  ```\n````\n---\n***\n===\n- - -\n> ---\n- ```"
    "\n   ---\n> \n[r]: /url\n[r]: https://x.se 't'\n    kod\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    "|--|:-:|\na | b\n| a \\| b | c |\n| 1 |"
).split("\n")
_LINE = st.one_of(
    st.sampled_from(_LINES),
    st.builds(
        "{}{}{}".format,
        st.lists(st.sampled_from(_SIGNS), max_size=2).map("".join),
        st.lists(st.sampled_from(_WORDS), min_size=1, max_size=4).map(" ".join),
        st.sampled_from(["", "", "", "  ", "\\"]),
    ),
)
_TEXT = st.lists(_LINE, min_size=1, max_size=8).map("\n".join)

# Where the wiki differs on purpose (docs/markdown.md), and what GitHub's program does by mistake.
_OTHER = re.compile(
    r"""
      \[\[ | \[\^ | \]\(\)                     # wiki links, notes, links that lead nowhere
    | ^[ >\t]*-[ \t]*$                         # a single dash is the bullet of an empty item
    | \#[ \t#`]*$                              # a heading without words is not shown
    | \[[^\]\n]*(?:https?:|www\.)              # GitHub links no bare address after a bracket
    | \[r\]:[^\n]*\n[ >\t]*[^\s\[]            # a definition is no text that a line goes on with
    | (?:\\|[-|:][ ]*)\n[-|:> ]+\|             # nor are a break or dashes the heading of a table
    """,
    re.MULTILINE | re.VERBOSE,
)


def _github(source: str) -> str:
    html: str = cmarkgfm.markdown_to_html_with_extensions(source, extensions=_EXTENSIONS)
    return html


def _ours(source: str) -> str:
    return render(source, "en", frozenset()).html


@pytest.mark.long
@settings(max_examples=5 * settings().max_examples)
@given(_TEXT)
@example("- Frukt\n  - Äpple\n- Bär")
@example("1. a\n\n   ```\n   b\n\n   c\n   ```\n2. d")
@example("> ```\n> a\n> ```\n\nb")
def test_what_people_type_means_what_it_means_on_github(source: str) -> None:
    assume(not _OTHER.search(source))
    assert normal_form(_ours(source + "\n")) == normal_form(_github(source + "\n"))


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("<p>a  b</p>\n", "<p>a b</p>"),
        ("<h2>a</h2>", "<h1>a</h1>"),
        ('<p>a</p><div class="x"><table>', "<p>a</p>\n<table>"),
        ("<del>a</del>", "<s>a</s>"),
    ],
)
def test_what_readers_see_alike_is_equal(ours: str, theirs: str) -> None:
    assert normal_form(ours) == normal_form(theirs)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("<p>a</p>", "<p><em>a</em></p>"),
        ('<a href="/a">a</a>', '<a href="/b">a</a>'),
        ("<pre>a\n  b</pre>", "<pre>a\n b</pre>"),
        ("<ol><li>a</li></ol>", '<ol start="2"><li>a</li></ol>'),
        ("<ul><li>a</li></ul>", "<ul><li><p>a</p></li></ul>"),
    ],
)
def test_what_readers_see_differently_differs(ours: str, theirs: str) -> None:
    assert normal_form(ours) != normal_form(theirs)
