"""Make the vocabulary what a state says, by writing what differs; no step commits."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import delete, insert, update

from wiki.db import db
from wiki.markup.collation import sort_key
from wiki.tags.changes import State
from wiki.tags.models import ArticleTag, Tag, TagProposal, TagRedirect, TagSynonym
from wiki.tags.steps.relations import add_pairs, drop_pairs
from wiki.tags.steps.state import FIELDS, LISTS, from_json
from wiki.tags.terms import word_key
from wiki.web.i18n import LANGUAGES

_Differing = Mapping[str, Collection[str]]


def write_state(current: State, wanted: State) -> None:
    """Write what differs; terms keep their numbers, or get them back.

    What refers to a term goes before the term does, and comes when it is there.
    """
    db.session.flush()
    differing = {part: _differing(current[part], wanted[part]) for part in current}
    _drop_rows(current, differing)
    terms = {key: wanted["terms"].get(key) for key in differing["terms"]}
    _write_terms(terms, current["terms"])
    _add_rows(wanted, differing)
    others = {int(tag_id) for key in differing["related"] for tag_id in key.split("-")}
    _run(update(Tag).where(Tag.id.in_(others)).values(version=Tag.version + 1))
    db.session.expire_all()


def _differing(current: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[str]:
    keys = {*current, *wanted}
    return sorted(key for key in keys if current.get(key) != wanted.get(key))


def _run(statement: Any) -> None:
    db.session.execute(statement.execution_options(synchronize_session=False))


def _drop_rows(current: State, differing: _Differing) -> None:
    _run(delete(TagRedirect).where(TagRedirect.slug.in_(differing["redirects"])))
    drop_pairs([_pair(key) for key in differing["related"] if key in current["related"]])
    for article_id in differing["articles"]:
        tag_ids = [int(tag_id) for tag_id in current["articles"].get(article_id, ())]
        _run(
            delete(ArticleTag).where(
                ArticleTag.article_id == int(article_id), ArticleTag.tag_id.in_(tag_ids)
            )
        )
    rows = [row for key in differing["proposals"] for row in current["proposals"].get(key, ())]
    _run(delete(TagProposal).where(TagProposal.id.in_([row["id"] for row in rows])))


def _pair(key: str) -> tuple[int, int]:
    first, second = key.split("-")
    return int(first), int(second)


def _write_terms(terms: Mapping[str, Any], current: Mapping[str, Any]) -> None:
    there = {int(key): fields for key, fields in terms.items() if fields is not None}
    for tag_id, fields in there.items():
        # Addresses may change hands, and one above may come later: both get their place below.
        passing = {"slug": f"-{tag_id}", "parent_id": None}
        if str(tag_id) in current:
            _run(update(Tag).where(Tag.id == tag_id).values(**passing))
        else:
            _run(insert(Tag).values(id=tag_id, **_columns(fields) | passing))
    for tag_id, fields in there.items():
        _run(update(Tag).where(Tag.id == tag_id).values(**_columns(fields)))
    ids = [int(key) for key in terms]
    _run(delete(TagSynonym).where(TagSynonym.tag_id.in_(ids)))
    words = [row for tag_id, fields in there.items() for row in _words(tag_id, fields)]
    if words:
        db.session.execute(insert(TagSynonym), words)
    _run(delete(Tag).where(Tag.id.in_(set(ids) - there.keys())))


def _columns(fields: Mapping[str, Any]) -> dict[str, Any]:
    columns = {name: from_json(name, fields[name]) for name in FIELDS}
    for language in LANGUAGES:
        columns[f"sort_key_{language}"] = sort_key(fields[f"label_{language}"], language)
    return columns | {"version": fields["version"] + 1}


def _words(tag_id: int, fields: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"tag_id": tag_id, "language": language, "kind": kind, "text": word, "key": word_key(word)}
        for name, (language, kind) in LISTS.items()
        for word in fields[name]
    ]


def _add_rows(wanted: State, differing: _Differing) -> None:
    redirects = {slug: wanted["redirects"].get(slug) for slug in differing["redirects"]}
    _insert(
        TagRedirect,
        [{"slug": slug, "tag_id": to} for slug, to in redirects.items() if to is not None],
    )
    add_pairs([_pair(key) for key in differing["related"] if key in wanted["related"]])
    _insert(ArticleTag, _taggings(wanted["articles"], differing["articles"]))
    proposals = [row for key in differing["proposals"] for row in wanted["proposals"].get(key, ())]
    _insert(
        TagProposal,
        [{name: from_json(name, value) for name, value in row.items()} for row in proposals],
    )


def _taggings(articles: Mapping[str, Any], keys: Collection[str]) -> list[dict[str, Any]]:
    return [
        {
            "article_id": int(article_id),
            "tag_id": int(tag_id),
            "added_by_id": user_id,
            "added_at": from_json("added_at", moment),
        }
        for article_id in keys
        for tag_id, (user_id, moment) in articles.get(article_id, {}).items()
    ]


def _insert(table: type, rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(insert(table), rows)
