"""Code between fences is code wherever it stands, and stays as it was typed."""

import pytest

from wiki.markup.render import render


def _read(source: str) -> str:
    return render(source, "sv", frozenset()).html.replace("\n", "⏎")


@pytest.mark.parametrize(
    ("source", "html"),
    [
        # In a list, in a quotation, in both.
        ("1. a\n\n   ```\n   b\n\n    c\n   ```\n2. d", "<pre><code>b⏎⏎ c⏎</code></pre>⏎</li>"),
        ("- ```\n  a\n  ```\n- b", "<li>⏎<pre><code>a⏎</code></pre>⏎</li>⏎<li>b</li>"),
        ("> ```\n> a\n>\n> b\n> ```", "<blockquote>⏎<pre><code>a⏎⏎b⏎</code></pre>⏎</blockquote>"),
        ("> - ~~~\n>   a\n>   ~~~", "<li>⏎<pre><code>a⏎</code></pre>⏎</li>"),
        # After text, before text, with spaces after it.
        ("a\n```\nb\n```\nc", "<p>a</p>⏎<pre><code>b⏎</code></pre>⏎<p>c</p>"),
        ("```\na\n```   \nb", "<pre><code>a⏎</code></pre>⏎<p>b</p>"),
        # The closing fence is as long as the opening one, or longer.
        ("```\na\n`````\nb", "<pre><code>a⏎</code></pre>⏎<p>b</p>"),
        ("````\n```\na\n````", "<pre><code>```⏎a⏎</code></pre>"),
        ("~~~\n```\n~~~", "<pre><code>```⏎</code></pre>"),
        # Indented as its fence is.
        ("  ```\n  a\n    b\n  ```", "<pre><code>a⏎  b⏎</code></pre>"),
        # Never closed: to the end of what it stands in.
        ("```\na\n\nb", "<pre><code>a⏎⏎b⏎</code></pre>"),
        ("> ```\n> a\n\nb", "<blockquote>⏎<pre><code>a⏎</code></pre>⏎</blockquote>⏎<p>b</p>"),
        # The language, however it is written.
        ("```python\na\n```", '<pre><code class="language-python">a⏎</code></pre>'),
        ("``` c++ x=1\na\n```", '<pre><code class="language-c++">a⏎</code></pre>'),
        ("~~~ {.r}\na\n~~~", '<pre><code class="language-r">a⏎</code></pre>'),
        # Nothing in it means anything.
        ("```\n*a* [[b]] &amp; <c>\n```", "<pre><code>*a* [[b]] &amp;amp; &lt;c&gt;⏎</code></pre>"),
        # No fence: two signs, signs after it, in a line.
        ("``\na\n``", "<p><code>a</code></p>"),
        ("``` a ``` b", "<p><code>a</code> b</p>"),
    ],
)
def test_fences(source: str, html: str) -> None:
    assert html in _read(source)


def test_a_list_goes_on_after_code() -> None:
    html = _read("1. Bjud in\n\n   ```\n   a = 1\n\n   b = 2\n   ```\n2. Räkna")
    assert html.count("<ol>") == 1
    assert "<p>Räkna</p>" in html
    assert "`" not in html


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("```\n\ta\n\t\tb\n```", "\ta⏎\t\tb⏎"),
        ("    a\tb", "a\tb⏎"),
        ("\ta\n\t\tb", "a⏎\tb⏎"),
        ("- a\n\n\t\tb", "  b⏎"),
        ("    a\n\n    b", "a⏎⏎b⏎"),
        ("     a  ", " a  ⏎"),
    ],
)
def test_tabs_and_spaces_in_code_stay(source: str, code: str) -> None:
    assert f"<pre><code>{code}</code></pre>" in _read(source)
