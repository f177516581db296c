"""Write one source as a style describes it: an interpreter of the elements of CSL."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from wiki.markup.inline.citations import Run
from wiki.references.styles.conditions import holds
from wiki.references.styles.dates import write_date
from wiki.references.styles.locale import CSL
from wiki.references.styles.names import Name, NameStyle, write_names
from wiki.references.styles.numbers import (
    NUMERIC,
    is_numeric,
    is_plural,
    write_numbers,
    write_ordinal,
)
from wiki.references.styles.runs import (
    Runs,
    change_case,
    join,
    read_markup,
    shape,
    wrap,
)
from wiki.references.styles.style import Style
from wiki.references.styles.values import Item, find_names, find_text, has_value

# Which variables are links, and what makes them addresses.
_LINKS = {"URL": "", "DOI": "https://doi.org/"}


@dataclass(frozen=True)
class Said:
    """What an element wrote: whether it asked for a variable, and whether that had a value."""

    runs: Runs = ()
    asked: bool = False
    found: bool = False


@dataclass
class Writer:
    """A source that is being written: in a text with a locator, or in the list at the end."""

    style: Style
    item: Item
    part: Element
    number: int = 0
    suffix: str = ""
    locator: str = ""
    locator_label: str = ""
    for_sorting: bool = False
    without_author: bool = False
    least_shown: int = 0
    given_names: Mapping[Name, str] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    # The names that stood first, and how they were written.
    first_names: Sequence[Name] = ()
    first_author: Runs = ()
    _used: set[str] = field(default_factory=set)
    _substituting: bool = False

    def write(self, element: Element) -> Said:
        """Return what an element says of the source."""
        return _ELEMENTS[element.tag.removeprefix(CSL)](self, element)

    def write_all(self, elements: Iterable[Element], delimiter: str = "") -> Said:
        """Return what elements say, one after the other."""
        said = list(self._iterate(elements))
        return Said(
            join([each.runs for each in said], delimiter),
            any(each.asked for each in said),
            any(each.found for each in said),
        )

    def _iterate(self, elements: Iterable[Element]) -> Iterator[Said]:
        """Yield what each says; what a condition chooses stands among the others."""
        for element in elements:
            if element.tag == f"{CSL}choose":
                branch = next((branch for branch in element if holds(branch, self)), ())
                yield from self._iterate(branch)
            else:
                yield self.write(element)

    def has(self, variable: str) -> bool:
        """Return whether a variable says anything."""
        if variable in {"locator", "citation-number", "year-suffix"}:
            return bool(self.text_of(variable))
        return has_value(self.item, variable)

    def text_of(self, variable: str, form: str = "long") -> str:
        """Return the text of a variable."""
        if variable == "citation-number":
            return str(self.number or "")
        if variable == "locator":
            return self.locator
        if variable == "year-suffix":
            return self.suffix
        return find_text(self.item, variable, form)

    def _write_text(self, element: Element) -> Said:
        if "macro" in element.attrib:
            said = self.write_all(self.style.macros[element.get("macro", "")])
            return Said(self._format(element, said.runs), said.asked, said.found)
        if "variable" in element.attrib:
            return self._write_variable(element)
        if "term" in element.attrib:
            form, plural = element.get("form", "long"), element.get("plural") == "true"
            words = self.style.locale.term(element.get("term", ""), form, plural=plural)
        else:
            words = element.get("value", "")
        return Said(self._format(element, (Run(words),) if words else ()))

    def _write_variable(self, element: Element) -> Said:
        name = element.get("variable", "")
        value = self._take(name, element.get("form", "long"))
        if name in NUMERIC:
            runs: Runs = (Run(self._numbers(name, value)),) if value else ()
        elif name in _LINKS:
            runs = (Run(value, href=f"{_LINKS[name]}{value}"),) if value else ()
        else:
            runs = read_markup(value)
        runs = self._format(element, runs)
        # A year with a letter or without is the same; it decides nothing.
        return Said(runs, asked=name != "year-suffix", found=bool(value))

    def _numbers(self, name: str, value: str) -> str:
        return write_numbers(name, value, self.style.option("page-range-format"))

    def _take(self, variable: str, form: str = "long") -> str:
        """Return the text of a variable, which is not said again when it stands for the author."""
        if variable in self._used:
            return ""
        value = self.text_of(variable, form)
        if value and self._substituting:
            self._used.add(variable)
        return value

    def _write_number(self, element: Element) -> Said:
        name = element.get("variable", "")
        value = self._take(name)
        if element.get("form") == "ordinal" and is_numeric(value):
            words = write_ordinal(value, self.style.locale)
        else:
            words = self._numbers(name, value)
        runs = self._format(element, (Run(words),) if words else ())
        return Said(runs, asked=True, found=bool(value))

    def _write_date(self, element: Element) -> Said:
        name = element.get("variable", "")
        runs = (
            ()
            if name in self._used
            else write_date(element, self.item.get(name), self.style.locale)
        )
        if runs and self._substituting:
            self._used.add(name)
        return Said(self._format(element, runs), asked=True, found=bool(runs))

    def _write_label(self, element: Element) -> Said:
        name = element.get("variable", "")
        value = self.text_of(name)
        if not value or (name != "locator" and not is_numeric(value)):
            return Said()
        term = (self.locator_label or "page") if name == "locator" else name
        return Said(self._label(element, term, is_plural(name, value)))

    def _label(self, element: Element, term: str, is_many: bool) -> Runs:
        is_many = {"always": True, "never": False}.get(element.get("plural", ""), is_many)
        words = self.style.locale.term(term, element.get("form", "long"), plural=is_many)
        return self._format(element, (Run(words),) if words else ())

    def _write_group(self, element: Element) -> Said:
        said = self.write_all(element, element.get("delimiter", ""))
        if said.asked and not said.found:
            return Said(asked=True)
        return Said(self._format(element, said.runs), said.asked, bool(said.runs))

    def _write_choose(self, element: Element) -> Said:
        return self.write_all([element])

    def _write_names(self, element: Element) -> Said:
        if self.without_author:
            self.without_author = False
            self._used.update(element.get("variable", "").split())
            return Said(asked=True)
        runs = self._names_of(element, element)
        if not runs:
            for other in element.iterfind(f"{CSL}substitute/*"):
                runs = self._substitute(element, other)
                if runs:
                    break
        runs = self._format(element, runs)
        self.first_author = self.first_author or runs
        return Said(runs, asked=True, found=bool(runs))

    def _substitute(self, element: Element, other: Element) -> Runs:
        was_substituting, self._substituting = self._substituting, True
        try:
            if other.tag == f"{CSL}names":
                form = other if len(other) else element
                return self._format(other, self._names_of(other, form))
            return self.write(other).runs
        finally:
            self._substituting = was_substituting

    def _names_of(self, element: Element, form: Element) -> Runs:
        """Return the names of the variables of an element, in the form of another."""
        variables = element.get("variable", "").split()
        found = {
            variable: names
            for variable in variables
            if variable not in self._used and (names := find_names(self.item, variable))
        }
        if self._substituting:
            self._used.update(found)
        style = self._name_style(form)
        if {"editor", "translator"} == set(found) and found["editor"] == found["translator"]:
            found = {"editortranslator": found["editor"]}
        written = [self._write_role(form, style, role, names) for role, names in found.items()]
        default = style.option("names-delimiter", "")
        return join(written, element.get("delimiter", default))

    def _write_role(self, form: Element, style: NameStyle, role: str, names: list[Name]) -> Runs:
        runs = write_names(names, style)
        self.first_names = self.first_names or names
        name = form.find(f"{CSL}name")
        if name is not None:
            runs = self._format(name, runs)
        label = form.find(f"{CSL}label")
        if label is None or self.for_sorting:
            return runs
        children = list(form)
        is_before = name is not None and children.index(label) < children.index(name)
        words = self._label(label, role, len(names) > 1)
        return join([words, runs] if is_before else [runs, words])

    def _name_style(self, form: Element) -> NameStyle:
        name, et_al = form.find(f"{CSL}name"), form.find(f"{CSL}et-al")
        options = {
            **self.style.name_options(self.part),
            **(name.attrib if name is not None else {}),
            **self.options,
        }
        return NameStyle(
            options=options,
            locale=self.style.locale,
            demotes=self.style.option("demote-non-dropping-particle", "display-and-sort"),
            for_sorting=self.for_sorting,
            et_al=et_al.attrib if et_al is not None else None,
            least_shown=self.least_shown,
            given_names=self.given_names,
        )

    def _format(self, element: Element, runs: Runs) -> Runs:
        """Return runs in the form that an element states; its affixes stand outside."""
        if not runs:
            return ()
        if element.get("strip-periods") == "true":
            runs = tuple(Run(run.text.replace(".", ""), run.italic, run.bold) for run in runs)
        if case := element.get("text-case"):
            runs = change_case(runs, case, is_english=self._is_english(element))
        runs = shape(
            runs,
            italic=element.get("font-style") == "italic",
            bold=element.get("font-weight") == "bold",
        )
        if element.get("quotes") == "true":
            term = self.style.locale.term
            runs = wrap(term("open-quote"), runs, term("close-quote"))
        prefix = element.get("prefix", "")
        if prefix.startswith("http"):
            return (replace(runs[0], text=f"{prefix}{runs[0].text}"), *runs[1:])
        return wrap(prefix, runs, element.get("suffix", ""))

    def _is_english(self, element: Element) -> bool:
        """Return whether words get the capitals of an English title, as those of the style do."""
        if "term" in element.attrib or element.tag == f"{CSL}label":
            return True
        language = str(self.item.get("language") or self.style.locale.language)
        return language.lower().startswith("en")


_ELEMENTS: dict[str, Callable[[Writer, Element], Said]] = {
    "text": Writer._write_text,
    "number": Writer._write_number,
    "date": Writer._write_date,
    "label": Writer._write_label,
    "group": Writer._write_group,
    "choose": Writer._write_choose,
    "names": Writer._write_names,
}
