"""Citations in the text, each of one or more sources."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wiki.markup.inline.citations import CitationPart, Cite, Cluster, Run
from wiki.references.styles.entries import Listed
from wiki.references.styles.runs import Runs, plain, wrap
from wiki.references.styles.sorting import sort_items
from wiki.references.styles.style import Style
from wiki.references.styles.writer import Writer


@dataclass(frozen=True)
class _Written:
    """A source of a citation as it is written, and by whom it is said to be."""

    cite: Cite
    key: str
    number: int
    runs: Runs
    author: str

    @property
    def is_bare(self) -> bool:
        """Return whether it is nothing but the source."""
        return not (self.cite.prefix or self.cite.locator or self.cite.suffix)

    def is_followed_by(self, other: "_Written") -> bool:
        """Return whether both may be in a range of numbers."""
        return self.number + 1 == other.number and self.is_bare and other.is_bare


def write_cluster(
    style: Style, listed: Mapping[str, Listed], cluster: Cluster
) -> tuple[CitationPart, ...]:
    """Return a citation in parts; sources that the list does not have come last, as typed."""
    written = [_write(style, listed[cite.key], cite) for cite in _sort(style, listed, cluster)]
    layout = style.citation_layout
    between = layout.get("delimiter", "")
    match style.citation.get("collapse"):
        case "citation-number":
            parts = _write_numbers(written, between)
        case "year":
            parts = _write_groups(style, listed, written, between)
        case _:
            parts = _separate([_part(each) for each in written], between)
    parts += _write_unknown([cite for cite in cluster if cite.key not in listed], parts, between)
    return _enclose(parts, layout.get("prefix", ""), layout.get("suffix", ""))


def _sort(style: Style, listed: Mapping[str, Listed], cluster: Cluster) -> list[Cite]:
    """Return the known sources of a citation in the order of the style."""
    known = [cite for cite in cluster if cite.key in listed]
    if style.is_numeric:
        return sorted(known, key=lambda cite: listed[cite.key].number)
    items = [listed[cite.key].item for cite in known]
    return [known[place] for place in sort_items(style, style.citation, items)]


def _write(style: Style, source: Listed, cite: Cite) -> _Written:
    """Return a source as the style cites it."""
    writer = Writer(
        style,
        source.item,
        style.citation,
        number=source.number,
        suffix=source.difference.suffix,
        locator=cite.locator,
        locator_label=cite.label,
        without_author=cite.without_author,
        least_shown=source.difference.shown,
        given_names=source.difference.given,
    )
    layout = style.citation_layout
    runs = writer.write_all(layout).runs
    author = "" if cite.without_author else plain(writer.first_author)
    return _Written(cite, str(source.item["id"]), source.number, _surround(runs, cite), author)


def _surround(runs: Runs, cite: Cite) -> Runs:
    """Return a source with the words that its author has written around it."""
    return wrap(f"{cite.prefix} " if cite.prefix else "", runs, cite.suffix)


def _part(written: _Written) -> CitationPart:
    return CitationPart(written.runs, key=written.key)


def _separate(parts: Sequence[CitationPart], between: str) -> list[CitationPart]:
    separated: list[CitationPart] = []
    for part in parts:
        if separated and between:
            separated.append(CitationPart((Run(between),)))
        separated.append(part)
    return separated


def _write_unknown(
    cites: Sequence[Cite], before: Sequence[CitationPart], between: str
) -> list[CitationPart]:
    """Return the unknown sources, with what separates them from those before."""
    mark = between if between.endswith(" ") else "; "
    parts = [CitationPart((Run(f"@{cite.key}"),), is_unknown=True) for cite in cites]
    lead = [CitationPart((Run(mark),))] if parts and before else []
    return [*lead, *_separate(parts, mark)]


def _enclose(parts: Sequence[CitationPart], prefix: str, suffix: str) -> tuple[CitationPart, ...]:
    before = [CitationPart((Run(prefix),))] if prefix else []
    after = [CitationPart((Run(suffix),))] if suffix else []
    return (*before, *parts, *after)


def _write_numbers(written: Sequence[_Written], between: str) -> list[CitationPart]:
    """Return numbers, of which three or more in a row are a range."""
    rows: list[list[_Written]] = []
    for each in written:
        if rows and rows[-1][-1].is_followed_by(each):
            rows[-1].append(each)
        else:
            rows.append([each])
    parts: list[CitationPart] = []
    for row in rows:
        is_range = len(row) > 2
        shown = [_part(each) for each in ([row[0], row[-1]] if is_range else row)]
        parts += [CitationPart((Run(between),))] if parts else []
        parts += _separate(shown, "–" if is_range else between)
    return parts


def _write_groups(
    style: Style, listed: Mapping[str, Listed], written: Sequence[_Written], between: str
) -> list[CitationPart]:
    """Return sources of one author together, with the author's name once."""
    groups: dict[object, list[_Written]] = {}
    for number, each in enumerate(written):
        is_single = not each.author or each.cite.prefix
        groups.setdefault(number if is_single else each.author, []).append(each)
    parts: list[CitationPart] = []
    for first, *others in groups.values():
        if parts:
            parts.append(CitationPart((Run(between),)))
        parts.append(_part(first))
        for other in others:
            bare = Cite(
                other.cite.key,
                locator=other.cite.locator,
                label=other.cite.label,
                suffix=other.cite.suffix,
                without_author=True,
            )
            parts.append(CitationPart((Run(", "),)))
            parts.append(_part(_write(style, listed[other.cite.key], bare)))
    return parts
