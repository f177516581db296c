"""Test articles as documents: each is read back, and each part of it is well-formed."""

import io
import zipfile
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.documents.docx_reader import read_docx
from wiki.documents.docx_writer import write_docx
from wiki.documents.flow import Flow, read_flow
from wiki.documents.odt_writer import write_odt
from wiki.markup.render import render

SOURCE = """Ord med **fet**, *kursiv*, ~~struken~~, [länk](https://mau.se/a?b=1&c), [[Ny]] och
not[^a].

## Rubrik & mer

- a
    - b

      mer av b
- [x] klart

3. tre
4. fyra

> citat

> [!NOTE] Märk
> text

| A | B |
|---|--:|
| 1 | **2** |

```
x = 1
  y
```

Term
: Betydelse

![Bild](/media/0123/480.webp "Bildtext")

rad\\
två <b>ej</b>

### Under

Se [avsnittet](#rubrik--mer).

[^a]: Noten *x*.

    Mer.
"""
READ_BACK = """A. Ek, B. Al

Kort sagt.

Ord med **fet**, *kursiv*, ~~struken~~, [länk](https://mau.se/a?b=1&c), Ny och not[^1].

## Rubrik & mer

- a
  - b

mer av b

- ☑ klart

3. tre
4. fyra

> citat

Märk

> text

| A | B |
| --- | --- |
| 1 | **2** |

```
x = 1
  y
```

Term

Betydelse

[Bild](https://wiki.se/media/0123/480.webp)

Bildtext

rad\\
två \\<b>ej\\</b>

### Under

Se [avsnittet](https://wiki.se/sv/articles/x#s-rubrik-mer).

Från wikin.

[^1]: Noten *x*.

    Mer."""
WRITERS = [write_docx, write_odt]
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def flow_of(source: str, title: str = "Titel") -> Flow:
    html = render(source, "sv", frozenset()).html
    about = {
        "title": title,
        "language": "sv",
        "authors": "A. Ek, B. Al",
        "summary": "Kort sagt.",
        "source": "Från wikin.",
    }
    return read_flow(html, "https://wiki.se/sv/articles/x", about)


def parts_of(content: bytes) -> dict[str, ElementTree.Element]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        names = [name for name in package.namelist() if name != "mimetype"]
        return {name: ElementTree.fromstring(package.read(name)) for name in names}


def test_a_word_document_is_read_back() -> None:
    read = read_docx(write_docx(flow_of(SOURCE)), set())
    assert read.title == "Titel"
    assert read.body == READ_BACK
    assert read.left == {}


# As citations and pictures of the library come out of the renderer.
CITED = """<p>Så är det <span class="cites" id="cite-1">(<a href="#ref-1"
role="doc-biblioref">Berg, 2020</a>)</span>.</p>
<figure><picture><source type="image/webp" srcset="/media/1/a.webp"><img alt="Bryggan"
src="/media/1/a.jpg"></picture><figcaption>I sol <small>Bild: Anna</small></figcaption></figure>
<section class="sources" role="doc-bibliography"><h2>Källor
<a class="permalink" href="#s">#</a></h2>
<ul class="sources-apa"><li id="ref-1">Berg, A. (2020). <em>Om</em> nytta.
<a class="footnote-backref" href="#cite-1">↩</a></li></ul></section>"""


def test_citations_and_pictures_are_words_and_links() -> None:
    about = {"title": "T", "language": "sv", "authors": "", "summary": "", "source": "Wiki"}
    read = read_docx(write_docx(read_flow(CITED, "https://wiki.se/sv/articles/x", about)), set())
    assert read.body == (
        "Så är det (Berg, 2020).\n\n[Bryggan](https://wiki.se/media/1/a.jpg)\n\nI sol Bild: Anna"
        "\n\n## Källor\n\n- Berg, A. (2020). *Om* nytta.\n\nWiki"
    )


def test_every_part_that_a_word_document_names_is_there() -> None:
    parts = parts_of(write_docx(flow_of(SOURCE)))
    named = {part.get("PartName", "")[1:] for part in parts["[Content_Types].xml"]} - {""}
    assert named <= set(parts)
    for name in ("document", "footnotes"):
        relations = list(parts[f"word/_rels/{name}.xml.rels"])
        inner = {
            relation.get("Target") for relation in relations if relation.get("TargetMode") is None
        }
        assert {f"word/{target}" for target in inner} <= set(parts)
        used = ElementTree.tostring(parts[f"word/{name}.xml"]).decode()
        for relation in relations:
            assert relation.get("TargetMode") is None or f'id="{relation.get("Id")}"' in used


def test_a_libreoffice_document_holds_the_same() -> None:
    content = write_odt(flow_of(SOURCE))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        first = package.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert package.read("mimetype") == b"application/vnd.oasis.opendocument.text"
    root = parts_of(content)["content.xml"]
    assert ["".join(element.itertext()) for element in root.iter(f"{TEXT}h")] == [
        "Rubrik & mer",
        "Under",
    ]
    lists = [
        [len(list(item.iter(f"{TEXT}p"))) for item in element.findall(f"{TEXT}list-item")]
        for element in root.iter(f"{TEXT}list")
    ]
    assert lists == [[3, 1], [2], [1, 1]]
    assert [item.get(f"{TEXT}start-value") for item in root.iter(f"{TEXT}list-item")].count(
        "3"
    ) == 1
    (note,) = root.iter(f"{TEXT}note")
    assert "".join(note.itertext()) == "1Noten x.Mer."
    addresses = [link.get("{http://www.w3.org/1999/xlink}href") for link in root.iter(f"{TEXT}a")]
    assert addresses[0] == "https://mau.se/a?b=1&c"


@pytest.mark.parametrize("write", WRITERS)
@given(source=st.text(alphabet="ab åä*_`[]()<>&|#-~>!^:\"' \n1.", max_size=120))
def test_every_text_makes_a_document(write: Callable[[Flow], bytes], source: str) -> None:
    parts = parts_of(write(flow_of(source, title='<&">')))
    assert len(parts) > 3


@pytest.mark.parametrize("write", WRITERS)
def test_the_same_article_makes_the_same_bytes(write: Callable[[Flow], bytes]) -> None:
    assert write(flow_of(SOURCE)) == write(flow_of(SOURCE))
