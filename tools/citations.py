"""Compare our lists of sources and citations with those of citeproc-js: `make citations` (npm).

Compared are words, italics and the order of the list, source by source, in each style and language.
Each source that differs is listed below with the reason; one that differs without a reason, or no
longer differs, is a fault.
"""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from html import unescape
from importlib.resources import files
from pathlib import Path
from typing import Any

from tools.npm import get_file
from wiki.markup.inline.citations import Cite, Run
from wiki.references.styles.clusters import write_cluster
from wiki.references.styles.entries import list_items
from wiki.references.styles.style import load_style
from wiki.settings.known import CITATION_STYLES

_VERSION = "2.4.63"
_SHA512 = "68F95Bp4UbgZU/DBUGQn0qV3HDZLCdI9+Bb2ByrTaNJDL5VEm9LqaiNaxljsvoaExSLEXe1/r6n2Z06SCzW3/Q=="
_ROOT = Path(__file__).parent.parent
_PROGRAM = _ROOT / ".venv" / f"citeproc-{_VERSION}.js"
_DATA = _ROOT / "tests" / "references"
_STYLES = files("wiki.references.styles") / "csl"
_LANGUAGES = {"sv": "sv-SE", "en": "en-GB"}
_LEAST = 0.95

# Why sources differ, and their keys.
_REASONS = {
    key: reason
    for reason, keys in {
        "citeproc-js takes the words `3rd, revised` for a number, and puts `edition` behind": [
            "k034"
        ],
        "citeproc-js knows the name of a conference only as `event`, not as `event-title`, as "
        "CSL 1.0.2 calls it": ["k068", "k069", "k100"],
        "citeproc-js takes a given name in small letters for a particle": ["k094"],
        "citeproc-js gives each part of `socialinnovation.se` a capital": ["k060"],
    }.items()
    for key in keys
}
_ENTRY = re.compile(
    r'<div class="csl-right-inline">(.*?)</div>|<div class="csl-entry">((?:(?!<div).)*?)</div>',
    re.DOTALL,
)
_TAG = re.compile(r"<(/?)([a-z]+)[^>]*>")
_MARKS = {"i": "_", "em": "_", "b": "*", "strong": "*"}


def main() -> int:
    """Print a table and the differences; return 1 if there are too many or unknown ones."""
    if not shutil.which("npm") or not shutil.which("node"):
        sys.exit("Not found: npm, node. See docs/testing.md.")
    get_file(f"citeproc@{_VERSION}", _SHA512, "package/citeproc_commonjs.js", _PROGRAM)
    items, clusters = (
        json.loads((_DATA / f"{name}.json").read_text("utf-8")) for name in ("items", "clusters")
    )
    print("| style | language | sources equal | order equal | citations equal |")
    print("|---|---|---|---|---|")
    equal, differing = 0, set()
    for style in CITATION_STYLES:
        for language in _LANGUAGES:
            wrong = _compare(style, language, items, clusters)
            equal += len(items) - len(wrong)
            differing |= wrong
    count = len(items) * len(CITATION_STYLES) * len(_LANGUAGES)
    print(f"\n{equal} of {count} sources are equal: {equal / count:.1%}; at least {_LEAST:.0%}")
    for key in sorted(differing):
        print(f"{key}: {_REASONS.get(key, 'NO REASON')}")
    known = sorted(_REASONS.keys() - differing)
    if known:
        print(f"These agree by now; take them off the list: {known}")
    return int(equal / count < _LEAST or bool(known) or not differing <= _REASONS.keys())


def _compare(
    style: str, language: str, items: list[dict[str, Any]], clusters: list[list[dict[str, Any]]]
) -> set[str]:
    """Print a row of the table; return the keys of the sources that differ."""
    theirs = _ask(style, language, items, clusters)
    loaded = load_style(style, language)
    listed = list_items(loaded, items)
    ours = {str(source.item["id"]): _plain(source.runs) for source in listed}
    wanted = dict(zip(theirs["order"], map(_read_entry, theirs["entries"]), strict=True))
    wrong = {key for key in ours if ours[key] != wanted[key]}
    for key in sorted(wrong - _REASONS.keys()):
        print(f"{key}\n  theirs: {wanted[key]}\n  ours:   {ours[key]}", file=sys.stderr)
    by_key = {str(source.item["id"]): source for source in listed}
    same = 0
    for cluster, text in zip(clusters, theirs["clusters"], strict=True):
        parts = write_cluster(loaded, by_key, tuple(map(_read_cite, cluster)))
        written = _plain(run for part in parts for run in part.runs)
        same += written == _read_html(text)
        if written != _read_html(text):
            print(f"  theirs: {_read_html(text)}\n  ours:   {written}", file=sys.stderr)
    is_ordered = "yes" if [*ours] == theirs["order"] else "no"
    print(
        f"| {style} | {language} | {len(ours) - len(wrong)} of {len(ours)} | {is_ordered} "
        f"| {same} of {len(clusters)} |"
    )
    return wrong


def _ask(
    style: str, language: str, items: list[dict[str, Any]], clusters: list[list[dict[str, Any]]]
) -> dict[str, Any]:
    """Return what citeproc-js makes of the sources by our files of the style and the language."""
    task = {
        "style": (_STYLES / f"{style}.csl").read_text("utf-8"),
        "locale": (_STYLES / f"{language}.xml").read_text("utf-8"),
        "language": _LANGUAGES[language],
        "items": items,
        "clusters": clusters,
    }
    command = ["node", str(_ROOT / "tools" / "citeproc.js"), str(_PROGRAM)]
    answer = subprocess.run(
        command, input=json.dumps(task), capture_output=True, text=True, check=True
    )
    result: dict[str, Any] = json.loads(answer.stdout)
    return result


def _read_cite(cite: dict[str, Any]) -> Cite:
    return Cite(
        key=cite["id"],
        prefix=cite.get("prefix", "").strip(),
        locator=cite.get("locator", ""),
        label=cite.get("label", ""),
        suffix=cite.get("suffix", ""),
        without_author=cite.get("suppress-author", False),
    )


def _read_entry(html: str) -> str:
    """Return an entry without the number, which in our lists is that of the list."""
    found = _ENTRY.search(html)
    return _read_html(found[1] or found[2] or "") if found else ""


def _read_html(html: str) -> str:
    marked = _TAG.sub(lambda tag: _MARKS.get(tag[2], ""), html)
    return unescape(marked).replace("__", "").strip()


def _plain(runs: Iterable[Run]) -> str:
    """Return formatted text with `_` around what is in italics and `*` around what is bold."""
    parts = []
    for run in runs:
        mark = "_" * run.italic + "*" * run.bold
        parts.append(f"{mark}{run.text}{mark[::-1]}")
    return "".join(parts).replace("__", "").strip()


if __name__ == "__main__":
    sys.exit(main())
