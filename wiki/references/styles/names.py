"""Names of people and organisations: their parts, initials, order, and `et al.`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from wiki.markup.inline.citations import Run
from wiki.references.styles.locale import Locale
from wiki.references.styles.runs import Runs, join, shape

# Words in small letters before a family name, such as `von`, and after a given name.
_PARTICLES = re.compile(r"((?:[^\W\d_A-ZÅÄÖÉ][\w’']*\.?[ ]|d['’]|l['’]|al-)+)(?=\S)")
_LATER_PARTICLES = re.compile(r"(?<=\S)((?: [^\W\d_A-ZÅÄÖÉ][\w]*)+)$")
_GIVEN_PART = re.compile(r"[^\s.\-]+\.?|-")


@dataclass(frozen=True)
class Name:
    """A name; an organisation has only a literal one."""

    family: str = ""
    given: str = ""
    dropping: str = ""
    non_dropping: str = ""
    suffix: str = ""
    literal: str = ""


@dataclass(frozen=True)
class NameStyle:
    """How names are written: the options of CSL, the language, and whether it is for sorting."""

    options: Mapping[str, str]
    locale: Locale
    demotes: str = "display-and-sort"
    for_sorting: bool = False
    et_al: Mapping[str, str] | None = None
    # More names than the style shows, and given names where it has none, to tell sources apart.
    least_shown: int = 0
    given_names: Mapping[Name, str] | None = None

    def option(self, name: str, default: str = "") -> str:
        """Return an option."""
        return self.options.get(name, default)


def read_name(data: Mapping[str, object]) -> Name:
    """Return a name as CSL-JSON states it, with the particles in it found."""
    get = {key: str(value).strip().replace("'", "’") for key, value in data.items() if value}
    name = Name(
        family=get.get("family", ""),
        given=get.get("given", ""),
        dropping=get.get("dropping-particle", ""),
        non_dropping=get.get("non-dropping-particle", ""),
        suffix=get.get("suffix", ""),
        literal=get.get("literal", ""),
    )
    if not name.family and not name.literal:
        return replace(name, given="", literal=name.given)
    found = _PARTICLES.match(name.family)
    if found and not name.non_dropping:
        rest = name.family[found.end() :]
        name = replace(name, non_dropping=found[1].strip(), family=rest)
    later = _LATER_PARTICLES.search(name.given)
    if later and not name.dropping:
        name = replace(name, dropping=later[1].strip(), given=name.given[: later.start()])
    return name


def write_names(names: Sequence[Name], style: NameStyle) -> Runs:
    """Return names in a row."""
    shown, uses_last = _count_shown(len(names), style)
    delimiter = style.option("delimiter", ", ")
    written = [_write_name(name, style, place == 0) for place, name in enumerate(names[:shown])]
    if uses_last:
        last = _write_name(names[-1], style, is_first=False)
        return join([join(written, delimiter), (Run(f"{delimiter}… "),), last])
    if shown < len(names):
        return _add_et_al(written, delimiter, style)
    word = _word_between(style)
    if not word or len(written) < 2:
        return join(written, delimiter)
    before = join(written[:-1], delimiter)
    # An organisation is not turned around, so nothing divides its name from the one before.
    is_short = len(names) == 2 and bool(names[-1].literal)
    comma = delimiter if _has_comma_before_last(len(written), style) and not is_short else " "
    return join([before, (Run(f"{comma}{word} "),), written[-1]])


def _count_shown(count: int, style: NameStyle) -> tuple[int, bool]:
    """Return how many names are shown, and whether the last follows after an ellipsis."""
    least = int(style.option("et-al-min", "0"))
    if not least or count < least:
        return count, False
    shown = max(int(style.option("et-al-use-first", "1")), style.least_shown)
    if shown >= count:
        return count, False
    return shown, style.option("et-al-use-last") == "true" and shown + 1 < count


def _word_between(style: NameStyle) -> str:
    kind = style.option("and")
    if style.for_sorting or not kind:
        return ""
    return "&" if kind == "symbol" else style.locale.term("and")


def _has_comma_before_last(count: int, style: NameStyle) -> bool:
    rule = style.option("delimiter-precedes-last", "contextual")
    if rule == "after-inverted-name":
        return style.option("name-as-sort-order") == "all" or count == 2
    return rule == "always" or (rule == "contextual" and count > 2)


def _add_et_al(written: Sequence[Runs], delimiter: str, style: NameStyle) -> Runs:
    form = style.et_al or {}
    term = style.locale.term(form.get("term", "et-al"))
    runs = shape((Run(term),), italic=form.get("font-style") == "italic")
    rule = style.option("delimiter-precedes-et-al", "contextual")
    has_comma = rule == "always" or (rule == "contextual" and len(written) > 1)
    return join([join(written, delimiter), runs], delimiter if has_comma else " ")


def _write_name(name: Name, style: NameStyle, is_first: bool) -> Runs:
    if name.literal:
        return (Run(name.literal),)
    family = _glue(name.non_dropping, name.family)
    if style.option("form") == "short" and not style.for_sorting:
        given = (style.given_names or {}).get(name, "")
        return (Run(_glue(given, family)),)
    given = _write_given(name, style)
    order = style.option("name-as-sort-order")
    if style.for_sorting or order == "all" or (order == "first" and is_first):
        return (Run(_invert(name, given, style)),)
    full = _glue(_glue(given, name.dropping), family)
    return (Run(f"{full} {name.suffix}".strip()),)


def _invert(name: Name, given: str, style: NameStyle) -> str:
    """Return a name with the family name first."""
    demotes = style.demotes == "display-and-sort" or (
        style.demotes == "sort-only" and style.for_sorting
    )
    family = name.family if demotes else _glue(name.non_dropping, name.family)
    rest = _glue(given, name.dropping)
    if demotes:
        rest = _glue(rest, name.non_dropping)
    separator = style.option("sort-separator", ", ")
    return separator.join(part for part in (family, rest, name.suffix) if part)


def _glue(one: str, other: str) -> str:
    """Return two parts of a name with a blank between them, but for `d’` and the like."""
    is_close = not one or not other or one.endswith(("'", "’", "-"))
    return f"{one}{other}" if is_close else f"{one} {other}"


def _write_given(name: Name, style: NameStyle) -> str:
    sign = style.options.get("initialize-with")
    told_apart = (style.given_names or {}).get(name)
    is_whole = told_apart == name.given != write_initials(name.given, ". ")
    if sign is None or is_whole or style.option("initialize") == "false":
        return name.given
    return write_initials(name.given, sign, style.option("initialize-with-hyphen") != "false")


def write_initials(given: str, sign: str, with_hyphen: bool = True) -> str:
    """Return the initials of given names, each followed by a sign such as `. `."""
    parts: list[str] = []
    for part in _GIVEN_PART.findall(given):
        if part == "-":
            if with_hyphen and parts:
                parts[-1] = parts[-1].rstrip() + "-"
        elif part[0].isalpha():
            parts.append(f"{part[0]}{sign}")
    return "".join(parts).strip()
