"""Describe the entries of the audit log in words.

Flask is needed only for the language and for URLs.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app, g, url_for
from flask_babel import gettext, to_user_timezone
from flask_babel import lazy_gettext as _

from wiki.accounts.queries import list_names
from wiki.accounts.viewer import Viewer
from wiki.admin.deeds import Thing, action_name, thing_name
from wiki.admin.queries.names import (
    list_article_ids_of_revisions,
    list_article_names,
    list_file_names,
    list_tags_by_id,
    list_tags_by_slug,
)
from wiki.articles.kinds import KINDS
from wiki.audit.models import AuditEntry
from wiki.references.queries import list_by_id
from wiki.site.presentation import FIELD_NAMES as SITE_FIELDS
from wiki.universities.profile import FIELD_NAMES

# The keys of an entry's detail that are counts or lists.
COUNTS = {
    "added": _("added"),
    "removed": _("removed"),
    "proposed": _("proposed"),
    "refused": _("refused"),
    "reopened": _("waits again"),
    "new": _("new articles"),
    "changed": _("changed articles"),
    "unchanged": _("unchanged articles"),
    "undone": _("undone"),
}
ROLES = {"author": _("Author"), "editor": _("Editor"), "admin": _("Administrator")}

_WORDS = {**ROLES, **{kind.name: kind.label for kind in KINDS.values()}}


@dataclass(frozen=True)
class AuditLine:
    """An entry in words; `url` is empty if its object has no page any more."""

    entry_id: int
    at: datetime
    actor_id: int | None
    actor: str
    what: str
    sort: str
    object_id: int | None
    thing: str
    url: str
    detail: str


def describe(entries: Sequence[AuditEntry], viewer: Viewer) -> list[AuditLine]:
    """Describe entries in words, with a fixed number of queries."""
    things = _find_things(entries, viewer)
    labels = _find_labels(entries, viewer)
    actors = list_names({entry.actor_id for entry in entries if entry.actor_id}, viewer)
    deeds, sorts = _name_deeds(entries), _name_sorts(entries)
    lines = []
    for entry in entries:
        detail = entry.detail
        fallback = detail.get("title") or detail.get("email") or _label(detail)
        thing, url = things.get((entry.object_type, entry.object_id or 0), (str(fallback), ""))
        lines.append(
            AuditLine(
                entry_id=entry.id,
                at=entry.at,
                actor_id=entry.actor_id,
                actor=actors.get(entry.actor_id or 0) or gettext("The command line"),
                what=deeds[_kind_of(entry)],
                sort=sorts[entry.object_type],
                object_id=entry.object_id,
                thing=thing,
                url=url,
                detail=_describe_detail(entry.object_type, detail, _Names(things, labels)),
            )
        )
    return lines


def _name_deeds(entries: Sequence[AuditEntry]) -> dict[str, str]:
    """Return the words for what was done: each once, since to translate takes longer."""
    return {kind: action_name(kind) for kind in set(map(_kind_of, entries))}


def _name_sorts(entries: Sequence[AuditEntry]) -> dict[str, str]:
    return {sort: thing_name(sort) for sort in {entry.object_type for entry in entries}}


def _kind_of(entry: AuditEntry) -> str:
    return f"{entry.object_type}.{entry.action}"


def column_names() -> list[str]:
    """Return the first row of the audit log as a table."""
    return [
        gettext("Number"),
        gettext("When"),
        gettext("Who"),
        gettext("Account"),
        gettext("What"),
        gettext("Sort"),
        gettext("About"),
        gettext("Number of the thing"),
        gettext("Address"),
        gettext("Details"),
    ]


def tabulate(parts: Iterable[Sequence[AuditEntry]], viewer: Viewer) -> Iterator[list[str]]:
    """Yield each entry as a row, with a fixed number of queries for each part."""
    for part in parts:
        for line in describe(part, viewer):
            yield [
                str(line.entry_id),
                to_user_timezone(line.at).isoformat(timespec="seconds"),
                line.actor,
                str(line.actor_id or ""),
                line.what,
                line.sort,
                line.thing,
                str(line.object_id or ""),
                f"{current_app.config['BASE_URL']}{line.url}" if line.url else "",
                line.detail,
            ]


def find_name(thing: Thing, viewer: Viewer) -> tuple[str, str] | None:
    """Return what a thing is called and its URL, or None if there is no such thing now."""
    entry = AuditEntry(object_type=thing.kind, object_id=thing.number, detail={})
    return _find_things([entry], viewer).get((thing.kind, thing.number))


_Things = dict[tuple[str, int], tuple[str, str]]


@dataclass(frozen=True)
class _Names:
    """The names of what details mention: objects by type and id, terms by slug."""

    things: _Things
    labels: dict[str, str]


def _find_things(entries: Sequence[AuditEntry], viewer: Viewer) -> _Things:
    """Return the names and URLs of the objects of the entries."""
    things: _Things = {}
    ids = _ids_by_type(entries)
    parents = list_article_ids_of_revisions(ids["revision"], viewer)
    article_ids = ids["article"] | set(parents.values())
    article_ids |= {entry.detail["other"] for entry in entries if "other" in entry.detail}
    for key, name in list_article_names(article_ids, viewer).items():
        url = url_for("articles.show", language=name.language, slug=name.slug)
        things["article", key] = name.title, url
    for key, article_id in parents.items():
        things["revision", key] = things.get(("article", article_id), ("", ""))
    for key, tag in list_tags_by_id(ids["tag"], viewer).items():
        things["tag", key] = tag.label(g.language), url_for("tags.show", slug=tag.slug)
    for key, source in list_by_id(ids["source"]).items():
        things["source", key] = source.title, url_for("sources.show", key=source.key)
    for key, file in list_file_names(ids["media"], viewer).items():
        things["media", key] = file, url_for("media.show", name=file)
    things.update(_name_templates(entries))
    for key in ids["site"]:
        things["site", key] = (
            gettext("Version %(number)s", number=key),
            url_for("site.version", number=key),
        )
    for key, person in list_names(ids["user"], viewer).items():
        things["user", key] = person, url_for("admin.user", user_id=key)
    return things


def _name_templates(entries: Sequence[AuditEntry]) -> _Things:
    """Return the names and URLs of article templates, which their entries say."""
    things: _Things = {}
    for entry in entries:
        if entry.object_type == "template":
            kind, language = entry.detail["kind"], entry.detail["language"]
            url = url_for("desk.template", kind=kind, language=language)
            things["template", entry.object_id or 0] = f"{_word(kind)} ({language})", url
    return things


def _ids_by_type(entries: Sequence[AuditEntry]) -> Mapping[str, set[int]]:
    ids = defaultdict[str, set[int]](set)
    for entry in entries:
        if entry.object_id:
            ids[entry.object_type].add(entry.object_id)
    return ids


def _find_labels(entries: Sequence[AuditEntry], viewer: Viewer) -> dict[str, str]:
    """Return the labels of the terms that were added to or removed from articles, by slug."""
    tagged = [entry.detail for entry in entries if entry.action in _TAGGING]
    slugs = {slug for detail in tagged for key in _SLUGS for slug in detail.get(key, ())}
    return {slug: tag.label(g.language) for slug, tag in list_tags_by_slug(slugs, viewer).items()}


_SLUGS = ("added", "removed", "proposed", "refused", "reopened")
# The actions whose details name terms by slug.
_TAGGING = {"tag", "propose", "refuse", "reopen", "withdraw_proposal"}


def _describe_detail(object_type: str, detail: dict[str, Any], names: _Names) -> str:
    """Describe the part of a detail that has words; the database stores all of it."""
    plain = (
        detail[key] for key in ("email", "role", "reason", "words", "names") if detail.get(key)
    )
    return " · ".join(
        [
            *_describe_change(object_type, detail, names),
            *_describe_profile(detail),
            *_describe_site(detail),
            *map(_word, plain),
            *_describe_counts(detail, names),
        ]
    )


def _describe_change(object_type: str, detail: dict[str, Any], names: _Names) -> Iterator[str]:
    if number := detail.get("number" if object_type == "revision" else "revision"):
        yield gettext("version %(number)s", number=number)
    if "exception" in detail:
        yield gettext("without a review by another university")
    if "old" in detail:
        yield f"{_word(detail['old'])} → {_word(detail['new'])}"
    if "source" in detail:
        yield gettext("took over: %(term)s", term=_label(detail["source"]))
    if other := names.things.get(("article", detail.get("other", 0))):
        yield gettext("with: %(title)s", title=other[0])
    if "before" in detail and _label(detail["before"]) != _label(detail["after"]):
        yield f"{_label(detail['before'])} → {_label(detail['after'])}"


def _describe_profile(detail: dict[str, Any]) -> Iterator[str]:
    """Name what of a university's profile was changed."""
    changed = detail.get("after")
    if changed and changed.keys() <= FIELD_NAMES.keys():
        yield from (str(words) for name, words in FIELD_NAMES.items() if name in changed)


def _describe_site(detail: dict[str, Any]) -> Iterator[str]:
    """Name what of the site was changed."""
    if parts := detail.get("parts"):
        yield from (str(words) for name, words in SITE_FIELDS.items() if name in parts)


def _describe_counts(detail: dict[str, Any], names: _Names) -> Iterator[str]:
    if "old" in detail or COUNTS.keys().isdisjoint(detail):
        return
    counted = {key: word for key, word in COUNTS.items() if detail.get(key)}
    for key, word in counted.items():
        slugs = detail[key] if key in _SLUGS else ()
        value = ", ".join(names.labels.get(slug, slug) for slug in slugs)
        yield f"{word}: {value or _word(detail[key])}"


def _label(term: dict[str, Any]) -> str:
    return str(term.get(f"label_{g.language}", ""))


def _word(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(_WORDS.get(value, value))
