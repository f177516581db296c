"""Read and write one article as Markdown with YAML front matter."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

# As in wiki/web/i18n.py, which needs Flask.
LANGUAGES = ("sv", "en")
_FENCE = "---"
_TEXTS = {"title": "", "language": "", "kind": "", "summary": "", "translation": "", "licence": ""}
_KEYS = (*_TEXTS, "authors", "reviewed", "tags", "published", "facts")
_PROSE = {"title", "summary", "facts", "authors", "reviewed"}
_REVIEW_KEYS = ("name", "university_sv", "university_en", "at")
_AUTHOR_KEYS = ("name", "orcid", "affiliation", "role")
# How people write that there is no list, number or slug; as a text each is what it is.
_NOTHING = {"", "~", "null", "Null", "NULL"}
_YES, _NO = {"true", "yes", "on"}, {"false", "no", "off"}


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
    authors: tuple[Mapping[str, str], ...] = ()
    licence: str = ""
    reviewed: Mapping[str, str] = field(default_factory=dict)
    file: str = field(default="", compare=False)
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)

    def error(self, key: str, message: str) -> ContentError:
        """Return an error that points at the line of `key`, or at the top of the file."""
        return ContentError(self.file, self.lines.get(key, 1), message)


class _Loader(yaml.SafeLoader):
    """A loader that leaves each value as the text that was written.

    YAML's own rules make False of the title "No" and 83 of "0123", drop what follows " #" and a !
    in front, and take the last of two equal keys: all without a word. Ten lines of references to
    references could fill all memory.
    """

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Compose the next node, unless it is a reference or would lose a part of its text."""
        event = self.peek_event()  # type: ignore[no-untyped-call]  # not in its stubs
        if isinstance(event, yaml.AliasEvent):
            raise _refused("references (*name) are not allowed", event.start_mark)
        if event.tag is not None:
            raise _refused(
                "what begins with ! must be in quotes: it would be lost", event.start_mark
            )
        if isinstance(event, yaml.ScalarEvent) and event.anchor is not None:
            message = f"what begins with & must be in quotes: &{event.anchor} would be lost"
            raise _refused(message, event.start_mark)
        return super().compose_node(parent, index)


_Loader.yaml_implicit_resolvers = {}
# What YAML's scanner says where a value needs quotes, for people who have not read about YAML.
_NEEDS_QUOTES = (
    "mapping values are not allowed here",
    "mapping keys are not allowed here",
    "sequence entries are not allowed here",
    "expected <block end>, but found '<scalar>'",
    "expected a comment or a line break, but found",
    "expected the node content, but found",
    "found character",
)


def _refused(message: str, mark: Any) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=message, problem_mark=mark)


def load_yaml(
    file: str, text: str, first_line: int = 1, prose: Collection[str] = ()
) -> tuple[Any, dict[str, int]]:
    """Return the value of a YAML text, and the line of each key, nested keys as `a.b`.

    All values are text, lists or mappings. Below a key in `prose`, `null` is a text too, and a
    comment after it is refused, because a # is mostly text there; elsewhere `null` is empty. Raises
    ContentError with the line that is not valid YAML or that names a key twice.
    """
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        found = [] if node is None else list(_walk(node, "", prose))
        lines = {name: first_line + line for name, line in found}
        return (loader.construct_document(node) if node is not None else None), lines
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        raise ContentError(file, line, _in_words(error)) from error
    except (yaml.YAMLError, ValueError) as error:
        raise ContentError(file, first_line, str(error)) from error
    except RecursionError as error:
        raise ContentError(file, first_line, "it is nested too deeply") from error
    finally:
        loader.dispose()


def _in_words(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or str(error)
    if problem.startswith(_NEEDS_QUOTES):
        return f'{problem} (a value with such characters must be in quotes: "...")'
    return problem


def _walk(node: yaml.Node, prefix: str, prose: Collection[str]) -> Iterator[tuple[str, int]]:
    """Yield name and line of each key and item below a node; raise at what would be lost."""
    if isinstance(node, yaml.MappingNode):
        names: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            if name in names:
                raise _refused(f"the key {name!r} stands here twice", key.start_mark)
            names.add(name)
            yield f"{prefix}{name}", key.start_mark.line
            yield from _walk(value, f"{prefix}{name}.", prose)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield f"{prefix}{number}", value.start_mark.line
            yield from _walk(value, f"{prefix}{number}.", prose)
    elif _is_plain(node):
        if not set(prefix.split(".")).isdisjoint(prose):
            _refuse_comment(node)
        elif node.value in _NOTHING:
            node.value = ""


def _is_plain(node: yaml.Node) -> bool:
    """Return whether a node is a text without quotes, | or >."""
    return isinstance(node, yaml.ScalarNode) and not node.style


def _refuse_comment(node: yaml.Node) -> None:
    """Raise where a comment follows a value without quotes: "Vår #metoo" would become "Vår"."""
    mark: Any = node.end_mark
    rest = mark.buffer[mark.pointer :].partition("\n")[0] if mark.buffer else ""
    if rest.lstrip().startswith("#"):
        message = "what follows # would be lost: put the value in quotes"
        raise _refused(f"{message}, or the comment on a line of its own", mark)


def read_document(file: str, slug: str, text: str) -> ContentDocument:
    """Return the article in a file; raise ContentError where the file breaks the format."""
    head, body = _split(file, text)
    values, lines = load_yaml(file, head, 2, _PROSE)
    if not isinstance(values, dict):
        raise ContentError(file, 2, "the front matter must be a mapping of keys to values")
    for key in values:
        if key not in _KEYS:
            raise ContentError(file, lines.get(str(key), 2), f"unknown key {key!r}")
    texts = {key: _text(file, lines, values, key) for key in _TEXTS}
    return ContentDocument(
        slug=slug,
        body=body,
        authors=_authors(file, lines, values.get("authors", "")),
        reviewed=_reviewed(file, lines, values.get("reviewed", "")),
        tags=_tags(file, lines, values.get("tags", "")),
        published=_boolean(file, lines, values.get("published", True)),
        facts=_facts(file, lines, values.get("facts", "")),
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
    if not isinstance(value, str):
        raise ContentError(file, lines.get(key, 2), f"{key} must be text")
    return value


def _authors(file: str, lines: Mapping[str, int], value: Any) -> tuple[dict[str, str], ...]:
    """Return the authors; one may be written as the name alone."""
    if isinstance(value, str) and value in _NOTHING:
        return ()
    if not isinstance(value, list):
        raise ContentError(file, lines.get("authors", 2), "authors must be a list")
    people = [{"name": person} if isinstance(person, str) else person for person in value]
    for number, person in enumerate(people):
        if fault := _find_fault_of_author(person):
            raise ContentError(file, lines.get(f"authors.{number}", 2), fault)
    return tuple(people)


def _find_fault_of_author(person: Any) -> str:
    if not isinstance(person, dict):
        return "an author is a name, or keys with texts"
    for key, value in person.items():
        if key not in _AUTHOR_KEYS:
            return f"unknown key {key!r} of an author"
        if not isinstance(value, str):
            return "an author is a name, or keys with texts"
    return ""


def _reviewed(file: str, lines: Mapping[str, int], value: Any) -> dict[str, str]:
    """Return who reviewed the text: name and time, and the university in both languages."""
    if isinstance(value, str) and value in _NOTHING:
        return {}
    if (
        not isinstance(value, dict)
        or not {"name", "at"} <= value.keys() <= {*_REVIEW_KEYS}
        or not all(isinstance(part, str) for part in value.values())
    ):
        known = ", ".join(_REVIEW_KEYS)
        raise ContentError(file, lines.get("reviewed", 2), f"reviewed has the texts {known}")
    return dict(value)


def _tags(file: str, lines: Mapping[str, int], value: Any) -> tuple[str, ...]:
    if value == "":
        return ()
    if not isinstance(value, list) or not all(isinstance(slug, str) for slug in value):
        raise ContentError(file, lines.get("tags", 2), "tags must be a list of slugs")
    return tuple(value)


def _boolean(file: str, lines: Mapping[str, int], value: Any) -> bool:
    word = str(value).lower()
    if word not in _YES | _NO:
        raise ContentError(file, lines.get("published", 2), "published must be true or false")
    return word in _YES


def _facts(file: str, lines: Mapping[str, int], value: Any) -> dict[str, Any]:
    if isinstance(value, str) and value in _NOTHING:
        return {}
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise ContentError(file, lines.get("facts", 2), "facts must be a mapping of keys to values")
    return dict(value)


def write_document(document: ContentDocument) -> str:
    """Return an article as the text of its file, from which `read_document` reads it back.

    Numbers come back as text, as people write them; `check_text` reads both.
    """
    values: dict[str, Any] = {key: getattr(document, key) for key in _TEXTS}
    for name in ("translation", "licence"):
        if not values[name]:
            del values[name]
    if document.authors:
        values["authors"] = [dict(author) for author in document.authors]
    if document.reviewed:
        values["reviewed"] = dict(document.reviewed)
    values["tags"] = list(document.tags)
    values["published"] = document.published
    if document.facts:
        values["facts"] = dict(document.facts)
    return f"{_FENCE}\n{dump_yaml(values)}{_FENCE}\n{document.body}\n"


def dump_yaml(values: Any) -> str:
    """Return YAML as people write it: keys in the order given, no escaped letters."""
    return yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=100)
