"""Check the style sheets: each class in one place, one scale of spacing, and limits on size."""

import re
from collections import defaultdict
from pathlib import Path

CSS = Path(__file__).parents[2] / "static" / "css"
SHEETS = {path.name: path.read_text("utf-8") for path in CSS.glob("*.css")}
BARE = {name: re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL) for name, text in SHEETS.items()}


def test_the_sheet_of_all_pages_names_each_part_once() -> None:
    named = re.findall(r'@import url\("([\w-]+\.css)"\)', SHEETS["site.css"])
    assert sorted(named) == sorted(SHEETS.keys() - {"site.css", "writing.css", "layer.css"})


def test_each_class_has_one_home() -> None:
    homes = defaultdict(set)
    for name in SHEETS.keys() - {"print.css"}:
        for layer, selectors in _rules(BARE[name]):
            for selector in _outside_brackets(selectors).split(","):
                if found := re.fullmatch(r"\.([\w-]+)", selector.strip()):
                    homes[layer, found[1]].add(name)
    assert homes["components", "stat"] == {"desk.css"}
    assert {key: names for key, names in homes.items() if len(names) > 1} == {}


def _rules(text: str) -> list[tuple[str, str]]:
    """Return (layer, selectors) of the rules that hold at every width and in every medium."""
    rules, layer, depth = [], "", 0
    for part in re.findall(r"[^{};]*[{};]", text):
        head, sign = part[:-1].strip(), part[-1]
        if sign == "{":
            if depth == 0:
                layer = head.removeprefix("@layer").strip()
            elif depth == 1 and not head.startswith("@"):
                rules.append((layer, head))
        depth += {"{": 1, "}": -1}.get(sign, 0)
    return rules


def _outside_brackets(selectors: str) -> str:
    """Remove what only narrows a selector."""
    while "(" in selectors:
        selectors = re.sub(r"\([^()]*\)", "", selectors)
    return selectors


def test_space_is_taken_in_steps() -> None:
    # Room at the side of a field for the icon inside it is not spacing between elements.
    free = r"(?:padding|padding-block[\w-]*|margin[\w-]*|(?:row-|column-)?gap)"
    for name, text in BARE.items():
        if name not in ("tokens.css", "print.css"):
            assert not re.findall(rf"(?<![\w-]){free}: [^;]*\drem[^;]*;", text), name
