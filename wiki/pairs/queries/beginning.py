"""Read what a translation begins with, and what stands beside it while it is written."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.articles.fields import FieldType
from wiki.articles.kinds import KINDS, DisplayFact, display_facts
from wiki.articles.models import Article, Translation
from wiki.articles.queries.targets import Wanted, find_public, find_targets
from wiki.articles.steps.links import find_known_targets
from wiki.articles.text import ArticleText
from wiki.db import db
from wiki.errors import TooComplex
from wiki.markup.wikilinks import carry_wikilinks, find_wikilinks
from wiki.pairs.skeleton import make_skeleton, show_beside, split_sections
from wiki.revisions.models import Revision
from wiki.web.languages import other_language

# What these say has to be said in the other language.
_WORDS = {FieldType.TEXT, FieldType.LONG_TEXT, FieldType.TEXTS}


@dataclass(frozen=True)
class Beginning:
    """What the translation of an article begins with.

    `left` are the titles of the links that lead nowhere in the other language yet.
    """

    text: ArticleText
    left: list[str]


@dataclass(frozen=True)
class Original:
    """The article that is translated, as it stands beside its translation: HTML by section.

    `is_open` is whether the page shows it without being asked.
    """

    article: Article
    revision: Revision
    facts: Sequence[DisplayFact]
    sections: list[str]
    left: Sequence[str]
    is_open: bool = True


def begin_translation(source: Article, viewer: Viewer) -> Beginning:
    """Return the text with which the translation of what readers see of an article begins.

    The title and the summary are left empty: to be saved, a translation needs a title of its own.
    """
    require(Permission.TRANSLATE, viewer, source)
    shown, other = source.shown, other_language(source.language)
    same = {field.name for field in KINDS[source.kind].fields if field.type not in _WORDS}
    facts = {name: value for name, value in shown.facts.items() if name in same}
    try:
        body, left = carry_wikilinks(
            shown.body_markdown, source.language, other, _find_names(source, shown)
        )
        body = make_skeleton(body)
    except TooComplex:  # an older text, from before the limits
        body, left = "", []
    return Beginning(ArticleText("", "", body, facts), left)


def _find_names(source: Article, shown: Revision) -> Mapping[Wanted, Wanted]:
    """Return what the links of a text name in the other language: the translations, if public.

    Those without one name what they named.
    """
    links = find_wikilinks(shown.body_markdown, source.language)
    wanted = [(link.language, link.title) for link in links if link.language == source.language]
    targets = find_targets(
        wanted, known=find_known_targets(source.id, is_head=not source.is_public)
    )
    partners = _find_partners({target.article_id for target in targets.values()})
    return {link: partners.get(target.article_id, link) for link, target in targets.items()}


def _find_partners(article_ids: Collection[int]) -> dict[int, Wanted]:
    """Return by article the language and the title of its translation that readers see."""
    pairs: dict[int, int] = {}
    for own, other in [
        (Translation.sv_id, Translation.en_id),
        (Translation.en_id, Translation.sv_id),
    ]:
        rows = db.session.execute(select(own, other).where(own.in_(article_ids)))
        pairs |= {row[0]: row[1] for row in rows}
    public = find_public(set(pairs.values()))
    return {
        own: (public[other].language, public[other].title)
        for own, other in pairs.items()
        if other in public
    }


def find_original(
    source: Article, url: str, viewer: Viewer, *, is_new: bool, is_open: bool = True
) -> Original:
    """Return an article as it stands beside its translation; `url` is that of its page.

    Of a new translation it is said which links lead nowhere in its language.
    """
    require(Permission.TRANSLATE, viewer, source)
    shown = source.shown
    sections = split_sections([part for part, _heading in shown.parts])
    beside = [show_beside(section, url) for section in sections]
    worded = {field.name for field in KINDS[source.kind].fields if field.type in _WORDS}
    facts = [fact for fact in display_facts(source.kind, shown.facts) if fact.name in worded]
    left = begin_translation(source, viewer).left if is_new else ()
    return Original(source, shown, facts, beside, left, is_open)
