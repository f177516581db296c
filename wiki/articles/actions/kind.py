"""Give an article another kind; its facts go along as far as the kind has them."""

from dataclasses import replace

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from wiki.accounts.permissions import Permission
from wiki.accounts.viewer import Viewer
from wiki.articles.kinds import KINDS
from wiki.articles.models import Article
from wiki.articles.queries.articles import find_permitted
from wiki.articles.steps.kind import plan_kind_changes
from wiki.articles.steps.links import find_known_targets
from wiki.articles.steps.publish import apply_publication, is_slug_free, prepare_publication
from wiki.articles.steps.render import render_body
from wiki.articles.steps.revise import add_revision, find_head, lock_article, standing_of, text_of
from wiki.audit.steps import record
from wiki.db import write
from wiki.errors import EditConflict, InvalidInput
from wiki.revisions.models import Revision
from wiki.signals import content_changed

_CHOOSE = _("Choose a kind of article.")
_NEWER = _("Somebody has saved since. Look at what the change does now.")


def change_kind(article_id: int, kind: str, base_number: int, viewer: Viewer) -> Article:
    """Give an article another kind, in a revision with the facts that the kind has.

    Readers see it at once unless a newer draft waits. Facts that the kind lacks stay in the
    revision before, and come back with the former kind. Raises EditConflict when `base_number` is
    no longer the newest revision.
    """
    article = find_permitted(article_id, Permission.CHANGE_KIND, viewer)
    head, former = find_head(article), article.kind
    if former == kind:  # the same form was sent twice
        return article
    _check(kind, head, base_number)
    plan = next(plan for plan in plan_kind_changes(article, head) if plan.kind == kind)
    text = replace(text_of(head), facts=plan.facts)
    rendered = render_body(text.body, article.language, known=find_known_targets(article.id))
    standing = standing_of(article)
    publishes = article.is_public and not article.has_draft
    publication = prepare_publication(article, text.title) if publishes else None
    with write():
        if not (lock_article(article, standing) and is_slug_free(article, publication)):
            raise EditConflict(_NEWER)
        article.kind = kind
        revision = add_revision(article, text, rendered, _comment(former, kind), viewer)
        what = {"old": former, "new": kind, "base": head.number, "revision": revision.number}
        aside = [fact.name for fact in plan.put_aside]
        record(viewer.user_id, "change_kind", "article", article.id, **what, aside=aside)
        if publication is not None:
            apply_publication(article, revision, publication)
            record(viewer.user_id, "publish", "article", article.id, revision=revision.number)
        content_changed.send(article, former_kind=former)
    return article


def _comment(former: str, kind: str) -> str:
    labels = {"old": KINDS[former].label, "new": KINDS[kind].label}
    comment: str = gettext("Kind: %(old)s → %(new)s", **labels)
    return comment


def _check(kind: str, head: Revision, base_number: int) -> None:
    if kind not in KINDS:
        raise InvalidInput(_CHOOSE)
    if head.number != base_number:
        raise EditConflict(_NEWER)
