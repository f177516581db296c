"""A style: how it cites in a text and in the list at the end, read from its description in CSL."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from xml.etree.ElementTree import Element, fromstring

from wiki.references.styles.locale import CSL, Locale, read_locale

_REGIONS = {"sv": "sv-SE", "en": "en-GB"}

# The attributes of names that a style, a citation or a list may state for all names in it.
_NAME_OPTIONS = (
    *("and", "delimiter-precedes-last", "delimiter-precedes-et-al", "et-al-min"),
    *("et-al-use-first", "et-al-use-last", "initialize", "initialize-with"),
    *("initialize-with-hyphen", "name-as-sort-order", "sort-separator"),
)


@dataclass(frozen=True)
class Style:
    """A style in one language; `root`, `citation` and `bibliography` are elements of CSL."""

    name: str
    root: Element
    macros: dict[str, Element]
    citation: Element
    bibliography: Element
    locale: Locale

    @property
    def citation_layout(self) -> Element:
        """Return what a citation in the text says of one source."""
        return next(self.citation.iterfind(f"{CSL}layout"))

    @property
    def entry_layout(self) -> Element:
        """Return what the list at the end says of one source."""
        return next(self.bibliography.iterfind(f"{CSL}layout"))

    @property
    def is_numeric(self) -> bool:
        """Return whether sources have numbers in the text, rather than names and years."""
        found = self.root.find(f"{CSL}info/{CSL}category[@citation-format]")
        return found is not None and found.get("citation-format") == "numeric"

    def option(self, name: str, default: str = "") -> str:
        """Return an option of the whole style."""
        return self.root.get(name, default)

    def name_options(self, part: Element) -> dict[str, str]:
        """Return what the style says of all names in one of its two parts."""
        options: dict[str, str] = {}
        for element in (self.root, part):
            options |= {
                name: element.get(name, "") for name in _NAME_OPTIONS if name in element.attrib
            }
            for name, meaning in (("name-form", "form"), ("name-delimiter", "delimiter")):
                if name in element.attrib:
                    options[meaning] = element.get(name, "")
            if "names-delimiter" in element.attrib:
                options["names-delimiter"] = element.get("names-delimiter", "")
        return options


@cache
def load_style(name: str, language: str) -> Style:
    """Return a style in `sv` or `en`."""
    root = _read(f"{name}.csl")
    region = _REGIONS[language]
    locale = read_locale(region, [_read(f"{language}.xml"), *root.findall(f"{CSL}locale")])
    return Style(
        name=name,
        root=root,
        macros={macro.get("name", ""): macro for macro in root.findall(f"{CSL}macro")},
        citation=_part(root, "citation"),
        bibliography=_part(root, "bibliography"),
        locale=locale,
    )


def _part(root: Element, name: str) -> Element:
    return next(root.iterfind(f"{CSL}{name}"))


def _read(name: str) -> Element:
    text = (files("wiki.references.styles") / "csl" / name).read_text("utf-8")
    return fromstring(text)  # noqa: S314 - a file of our own, so nothing hostile can stand in it
