"""Write the OpenSearch 1.1 description with which readers add the search to their browser."""

from dataclasses import dataclass
from xml.etree import ElementTree

MIMETYPE = "application/opensearchdescription+xml"
SUGGESTIONS_MIMETYPE = "application/x-suggestions+json"
_OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
# The limits of the specification, which Firefox enforces.
_LONGEST_NAME = 16
_LONGEST_DESCRIPTION = 1_024


@dataclass(frozen=True)
class Description:
    """What a browser must know; the URLs are absolute, and those of searches end with `q=`."""

    name: str
    description: str
    language: str
    search_url: str
    suggestions_url: str
    own_url: str
    icon_url: str


def write_description(description: Description) -> bytes:
    """Return the description as XML."""
    ElementTree.register_namespace("", _OPENSEARCH)
    root = ElementTree.Element(f"{{{_OPENSEARCH}}}OpenSearchDescription")
    _add(root, "ShortName", short_name(description.name))
    _add(root, "LongName", description.name)
    _add(root, "Description", description.description[:_LONGEST_DESCRIPTION])
    _add(root, "InputEncoding", "UTF-8")
    _add(root, "Language", description.language)
    _add(root, "Image", description.icon_url, width="32", height="32", type="image/png")
    _add(root, "Url", type="text/html", template=f"{description.search_url}{{searchTerms}}")
    _add(
        root,
        "Url",
        type=SUGGESTIONS_MIMETYPE,
        template=f"{description.suggestions_url}{{searchTerms}}",
    )
    _add(root, "Url", type=MIMETYPE, rel="self", template=description.own_url)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def short_name(name: str) -> str:
    """Return a name within the limit of the specification, or else its initials."""
    if len(name) <= _LONGEST_NAME:
        return name
    initials = "".join(word[0] for word in name.split())
    return f"{initials[: _LONGEST_NAME - 5]} Wiki"


def _add(root: ElementTree.Element, name: str, text: str = "", **attributes: str) -> None:
    element = ElementTree.SubElement(root, f"{{{_OPENSEARCH}}}{name}", attributes)
    element.text = text or None
