"""Say what becomes of an article's facts when it gets another kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from wiki.articles.kinds import KINDS, DisplayFact, display_facts
from wiki.articles.models import Article
from wiki.articles.text import parse_facts
from wiki.audit.models import AuditEntry
from wiki.db import db
from wiki.revisions.models import Revision

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class KindChange:
    """What a change of kind does: the facts that the article will have, and what becomes of each.

    `put_aside` are facts that the new kind lacks; the revision before the change keeps them.
    `taken_up` are those that were put aside when the article had the new kind before.
    """

    kind: str
    facts: Facts
    stay: Sequence[DisplayFact]
    put_aside: Sequence[DisplayFact]
    taken_up: Sequence[DisplayFact]


def facts_of_kind(kind: str, facts: Facts) -> dict[str, Any]:
    """Return those of the facts that a kind has."""
    return {field.name: facts[field.name] for field in KINDS[kind].fields if field.name in facts}


def plan_kind_changes(article: Article, head: Revision) -> list[KindChange]:
    """Return what a change to each other kind would do, in the order of the kinds."""
    earlier = _find_put_aside(article)
    kinds = [kind for kind in KINDS if kind != article.kind]
    return [carry_facts(article.kind, kind, head.facts, earlier.get(kind, {})) for kind in kinds]


def carry_facts(former: str, kind: str, facts: Facts, earlier: Facts) -> KindChange:
    """Return what a change from one kind to another does to facts.

    `earlier` are those that were put aside when the article was of the new kind before.
    """
    stay = _valid(kind, facts_of_kind(kind, facts))
    lost = {name: value for name, value in earlier.items() if name not in stay}
    taken_up = _valid(kind, facts_of_kind(kind, lost))
    put_aside = {name: value for name, value in facts.items() if name not in stay}
    return KindChange(
        kind=kind,
        facts=_valid(kind, {**stay, **taken_up}),
        stay=display_facts(kind, stay),
        put_aside=display_facts(former, put_aside),
        taken_up=display_facts(kind, taken_up),
    )


def _valid(kind: str, facts: Facts) -> dict[str, Any]:
    """Return the facts without those that the kind would not accept."""
    read, messages = parse_facts(kind, facts)
    if not messages:
        return read
    # Times that do not fit each other are both left out.
    wrong = {*messages, "starts_at", "ends_at"}
    return {name: value for name, value in read.items() if name not in wrong}


def _find_put_aside(article: Article) -> dict[str, Facts]:
    """Return the facts that were put aside when an article last was of another kind, by kind."""
    entries = db.session.scalars(
        select(AuditEntry.detail)
        .where(
            AuditEntry.object_type == "article",
            AuditEntry.object_id == article.id,
            AuditEntry.action == "change_kind",
        )
        .order_by(AuditEntry.id)
    )
    changes = {detail["old"]: detail for detail in entries}
    if not changes:
        return {}
    revisions = db.session.scalars(
        select(Revision).where(
            Revision.article_id == article.id,
            Revision.number.in_([detail["base"] for detail in changes.values()]),
            Revision.hidden_at.is_(None),
        )
    )
    facts = {revision.number: revision.facts for revision in revisions}
    return {
        kind: {
            name: value
            for name, value in facts.get(detail["base"], {}).items()
            if name in detail["aside"]
        }
        for kind, detail in changes.items()
    }
