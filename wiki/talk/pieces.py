"""Take what somebody wrote apart: words, links, and people who are named."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wiki.markup.inline.addresses import find_bare
from wiki.talk.naming import find_named


@dataclass(frozen=True)
class Piece:
    """Some of what was written, as it was typed; `href` where it is a link."""

    text: str
    href: str = ""
    is_name: bool = False


def take_apart(words: str, names: Mapping[int, str]) -> list[Piece]:
    """Return the pieces of what was written; together they are all of it."""
    return list(_iterate(words, names))


def _iterate(words: str, names: Mapping[int, str]) -> Iterator[Piece]:
    done = 0
    for start, end, href in _places(words, names):
        if start >= done:
            if start > done:
                yield Piece(words[done:start])
            yield Piece(words[start:end], href, is_name=not href)
            done = end
    if done < len(words):
        yield Piece(words[done:])


def _places(words: str, names: Mapping[int, str]) -> list[tuple[int, int, str]]:
    links = [(bare.start, bare.end, bare.href) for bare in find_bare(words)]
    people = [
        (named.start, named.end, "") for named in find_named(words, names.items()) if named.user_ids
    ]
    return sorted([*links, *people])
