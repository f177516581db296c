"""The words of a language for a style: terms, ordinals and the forms of dates."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

CSL = "{http://purl.org/net/xbiblio/csl}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# Where a term has no words in a form, those of the next are taken.
_NEXT_FORM = {"verb-short": "verb", "symbol": "short", "verb": "long", "short": "long"}


@dataclass(frozen=True)
class Locale:
    """Terms by name and form, each as singular and plural, and the forms of dates."""

    language: str
    terms: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    dates: dict[str, Element] = field(default_factory=dict)

    def term(self, name: str, form: str = "long", *, plural: bool = False) -> str:
        """Return a term; an empty text when the language has none."""
        found = self.terms.get((name, form))
        while found is None and form in _NEXT_FORM:
            form = _NEXT_FORM[form]
            found = self.terms.get((name, form))
        return found[plural] if found else ""

    def ordinal(self, number: int) -> str:
        """Return the end that makes an ordinal of a number, such as `nd` of 2."""
        tens = f"ordinal-{number % 100:02}"
        if number % 100 > 9 and (tens, "long") in self.terms:
            return self.terms[tens, "long"][0]
        if number > 9 and 10 < number % 100 < 20:
            return self.term("ordinal")
        return self.term(f"ordinal-{number % 10:02}") or self.term("ordinal")


def read_locale(language: str, sources: Iterable[Element]) -> Locale:
    """Return the words of a language; what a later source says goes before."""
    locale = Locale(language)
    for source in sources:
        if source.get(_LANGUAGE) in {None, language, language[:2]}:
            for date in source.findall(f"{CSL}date"):
                locale.dates[date.get("form", "")] = date
            for term in source.iterfind(f"{CSL}terms/{CSL}term"):
                _add_term(locale, term)
    return locale


def _add_term(locale: Locale, term: Element) -> None:
    single, multiple = term.find(f"{CSL}single"), term.find(f"{CSL}multiple")
    if single is not None and multiple is not None:
        words = (single.text or "", multiple.text or "")
    else:
        words = (term.text or "", term.text or "")
    locale.terms[term.get("name", ""), term.get("form", "long")] = words
