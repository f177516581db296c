"""Words of a Word document that its author has hidden."""

from collections.abc import Collection
from xml.etree.ElementTree import Element

from wiki.documents.word.names import Names

# What a field is made of stays: it ends further on.
_KEPT = ("rPr", "fldChar", "instrText")


def find_hidden_styles(styles: Element) -> set[str]:
    """Return the styles whose words are hidden, by themselves or by those they are based on."""
    w = Names(styles)
    found = {style.get(w("styleId"), ""): style for style in styles.iter(w("style"))}
    hidden = set()
    for name in found:
        met: set[str] = set()
        based: str | None = name
        while based in found and based not in met:
            met.add(based)
            is_hidden = w.is_on(found[based], "rPr", "vanish")
            if is_hidden is not None:
                hidden |= {name} if is_hidden else set()
                break
            based = w.value(found[based], "basedOn")
    return hidden


def drop_hidden(root: Element, styles: Collection[str]) -> None:
    """Empty the runs and take out the rows of tables that are hidden, also by these styles."""
    w = Names(root)
    kept = set(map(w, _KEPT))
    for paragraph in root.iter(w("p")):
        is_usual = w.value(paragraph, "pPr", "pStyle") in styles
        for run in paragraph.iter(w("r")):
            if _is_hidden(w, run, is_usual or w.value(run, "rPr", "rStyle") in styles):
                run[:] = [child for child in run if child.tag in kept]
    for table in root.iter(w("tbl")):
        table[:] = [row for row in table if not w.is_on(row, "trPr", "hidden")]


def _is_hidden(w: Names, run: Element, by_style: bool) -> bool:
    """Return whether a run is hidden: what it says itself counts for more than its style."""
    said = w.is_on(run, "rPr", "vanish")
    return by_style if said is None else said
