"""Format the citations of a text, and the list of the sources that it cites."""

import json
from collections.abc import Container, Iterable, Mapping, Sequence
from functools import lru_cache

from wiki.markup.inline.citations import Citations, Cluster, ListedSource
from wiki.references.styles.clusters import write_cluster
from wiki.references.styles.entries import list_items
from wiki.references.styles.style import load_style
from wiki.references.styles.values import Item


def format_citations(
    clusters: Sequence[Cluster],
    items: Mapping[str, Item],
    style: str,
    language: str,
    *,
    marks_unknown: bool = False,
) -> Citations:
    """Return the citations of a text, in its order, by the items that its keys lead to.

    Two keys may lead to one item, which its id tells. `marks_unknown` is whether citations of
    nothing but unknown keys are formatted too, for the writer of the text.
    """
    stored = json.dumps(items, sort_keys=True)
    return _format(tuple(clusters), stored, style, language, marks_unknown)


# A preview follows each change of a text, and the sources seldom change with it.
@lru_cache(maxsize=32)
def _format(
    clusters: tuple[Cluster, ...], stored: str, style_name: str, language: str, marks_unknown: bool
) -> Citations:
    items: dict[str, Item] = json.loads(stored)
    style = load_style(style_name, language)
    keys = [cite.key for cluster in clusters for cite in cluster if cite.key in items]
    # In the order in which the text cites them first.
    cited = list({items[key]["id"]: items[key] for key in keys}.values())
    listed = {source.item["id"]: source for source in list_items(style, cited)}
    by_key = {key: listed[items[key]["id"]] for key in keys}
    shown = clusters if marks_unknown else _keep_known(clusters, items)
    return Citations(
        texts={cluster: write_cluster(style, by_key, cluster) for cluster in set(shown)},
        entries=tuple(ListedSource(key, source.runs) for key, source in listed.items()),
        style=style_name,
        is_numbered=style.is_numeric,
        marks_unknown=marks_unknown,
    )


def _keep_known(clusters: Iterable[Cluster], known: Container[str]) -> list[Cluster]:
    """Return the citations that name a source that there is."""
    return [cluster for cluster in clusters if any(cite.key in known for cite in cluster)]
