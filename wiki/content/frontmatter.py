"""Read and write one article as Markdown with YAML front matter."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

# As in wiki/web/i18n.py, which needs Flask.
LANGUAGES = ("sv", "en")
_FENCE = "---"
_TEXTS = {"title": "", "language": "", "kind": "", "summary": "", "translation": ""}
_KEYS = (*_TEXTS, "tags", "published", "facts")


class ContentError(Exception):
    """A fault in a file of content, with the file's name and the line (from 1)."""

    def __init__(self, file: str, line: int, message: str) -> None:
        super().__init__(f"{file}, line {line}: {message}")
        self.file = file
        self.line = line
        self.message = message


@dataclass(frozen=True)
class ContentDocument:
    """An article as its file describes it; `lines` has the line of each key."""

    slug: str
    language: str
    kind: str
    title: str
    summary: str
    body: str
    tags: tuple[str, ...] = ()
    translation: str = ""
    published: bool = True
    facts: Mapping[str, Any] = field(default_factory=dict)
    file: str = field(default="", compare=False)
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)

    def error(self, key: str, message: str) -> ContentError:
        """Return an error that points at the line of `key`, or at the top of the file."""
        return ContentError(self.file, self.lines.get(key, 1), message)


class _Loader(yaml.SafeLoader):
    """A loader of YAML's plain types that leaves dates as text and refuses references.

    Ten lines of references to references could fill all memory.
    """

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Compose the next node, unless it is a reference to another."""
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]  # not in its stubs
            message = "references (*name) are not allowed"
            raise yaml.MarkedYAMLError(problem=message, problem_mark=event.start_mark)
        return super().compose_node(parent, index)


_Loader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def load_yaml(file: str, text: str, first_line: int = 1) -> tuple[Any, dict[str, int]]:
    """Return the value of a YAML text, and the line of each key, nested keys as `a.b`.

    Raises ContentError with the line that is not valid YAML.
    """
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        lines = dict(_lines(node, first_line)) if node is not None else {}
        return (loader.construct_document(node) if node is not None else None), lines
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        raise ContentError(file, line, error.problem or str(error)) from error
    except (yaml.YAMLError, ValueError) as error:
        raise ContentError(file, first_line, str(error)) from error
    except KeyError as error:  # `!!bool maybe`
        raise ContentError(file, first_line, f"{error} is not a valid value") from error
    except RecursionError as error:
        raise ContentError(file, first_line, "it is nested too deeply") from error
    finally:
        loader.dispose()


def _lines(node: yaml.Node, first_line: int, prefix: str = "") -> list[tuple[str, int]]:
    found = []
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            name = f"{prefix}{key.value}"
            found.append((name, first_line + key.start_mark.line))
            found += _lines(value, first_line, f"{name}.")
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            found.append((f"{prefix}{number}", first_line + value.start_mark.line))
            found += _lines(value, first_line, f"{prefix}{number}.")
    return found


def read_document(file: str, slug: str, text: str) -> ContentDocument:
    """Return the article in a file; raise ContentError where the file breaks the format."""
    head, body = _split(file, text)
    values, lines = load_yaml(file, head, first_line=2)
    if not isinstance(values, dict):
        raise ContentError(file, 2, "the front matter must be a mapping of keys to values")
    for key in values:
        if key not in _KEYS:
            raise ContentError(file, lines.get(str(key), 2), f"unknown key {key!r}")
    texts = {key: _text(file, lines, values, key) for key in _TEXTS}
    return ContentDocument(
        slug=slug,
        body=body,
        tags=_tags(file, lines, values.get("tags")),
        published=_boolean(file, lines, values.get("published", True)),
        facts=_facts(file, lines, values.get("facts")),
        file=file,
        lines={**lines, "body": head.count("\n") + 3},
        **texts,
    )


def _split(file: str, text: str) -> tuple[str, str]:
    """Return the front matter, ending in a line feed, and the body."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    if lines[0].rstrip() != _FENCE:
        raise ContentError(file, 1, "the file must begin with a line of three hyphens")
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == _FENCE:
            head = "".join(f"{part}\n" for part in lines[1:number])
            return head, "\n".join(lines[number + 1 :]).removesuffix("\n")
    raise ContentError(file, len(lines), "the front matter has no closing line of three hyphens")


def _text(file: str, lines: Mapping[str, int], values: Mapping[str, Any], key: str) -> str:
    value = values.get(key, "")
    if isinstance(value, bool | int | float):
        value = str(value)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ContentError(file, lines.get(key, 2), f"{key} must be text")
    return value


def _tags(file: str, lines: Mapping[str, int], value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(slug, str) for slug in value):
        raise ContentError(file, lines.get("tags", 2), "tags must be a list of slugs")
    return tuple(value)


def _boolean(file: str, lines: Mapping[str, int], value: Any) -> bool:
    if not isinstance(value, bool):
        raise ContentError(file, lines.get("published", 2), "published must be true or false")
    return value


def _facts(file: str, lines: Mapping[str, int], value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise ContentError(file, lines.get("facts", 2), "facts must be a mapping of keys to values")
    return dict(value)


def write_document(document: ContentDocument) -> str:
    """Return an article as the text of its file, which `read_document` reads back unchanged."""
    values: dict[str, Any] = {key: getattr(document, key) for key in _TEXTS}
    if not document.translation:
        del values["translation"]
    values["tags"] = list(document.tags)
    values["published"] = document.published
    if document.facts:
        values["facts"] = dict(document.facts)
    return f"{_FENCE}\n{dump_yaml(values)}{_FENCE}\n{document.body}\n"


def dump_yaml(values: Any) -> str:
    """Return YAML as people write it: keys in the order given, no escaped letters."""
    return yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=100)
