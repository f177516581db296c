"""Read YAML as people write it, where each value is the text that stands there, and write it."""

from collections.abc import Collection, Iterator
from typing import Any

import yaml

# How people write that there is no list, number or slug; as a text each is what it is.
NOTHING = {"", "~", "null", "Null", "NULL"}


class ContentError(Exception):
    """A fault in a file of content, with the file's name and the line (from 1)."""

    def __init__(self, file: str, line: int, message: str) -> None:
        super().__init__(f"{file}, line {line}: {message}")
        self.file = file
        self.line = line
        self.message = message


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
        elif node.value in NOTHING:
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


def dump_yaml(values: Any) -> str:
    """Return YAML as people write it: keys in the order given, no escaped letters."""
    return yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=100)
