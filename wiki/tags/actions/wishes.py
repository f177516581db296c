"""Propose a topic as an author; accept, join or refuse it as an editor."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext as _
from sqlalchemy import func, select

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.audit.steps import record, refuse_repeat
from wiki.characters import FORBIDDEN, normalise_line
from wiki.clock import now
from wiki.db import db, write
from wiki.errors import EditConflict, InvalidInput, NotFound
from wiki.tags.models import Tag, TagKind, TopicProposal, TopicState, WordKind
from wiki.tags.steps.checks import LABEL_LENGTH, NOT_ACCEPTED, SYNONYM_COUNT, check_term
from wiki.tags.steps.deeds import Deed, keep_deed
from wiki.tags.steps.terms import count_change, describe_tag, lock_tag, put_term, put_words
from wiki.tags.terms import Term, distinct_words, word_key
from wiki.web.i18n import LANGUAGES

REASON_LENGTH = 300
# More than these wait for an answer before the same person asks for more.
MOST_WAITING = 20

_MANY = _("You have %(count)s proposals waiting. Wait for an answer first.")
_THERE = _("There is a topic like this already: %(term)s.")
_WAITS = _("This topic is proposed already, and waits for an editor.")
_REFUSED = _("It was refused before: “%(answer)s” Say why it is needed all the same.")
_DECIDED = _("Somebody has decided on this proposal meanwhile.")
_NEEDED = _("Write the term in this language too.")
_LONG = _("Use at most %(count)s characters.")
_NOT_TEXT = _("This holds characters that are not text. Remove them.")


@dataclass(frozen=True)
class Wish:
    """A topic as its author asks for it."""

    label_sv: str
    label_en: str
    reason: str = ""


def propose_topic(wish: Wish, viewer: Viewer, form_id: str | None = None) -> TopicProposal:
    """Ask the editors for a topic; raise InvalidInput when it is there, or waits, or was refused.

    Raises AlreadyMade when the form with `form_id` has asked already.
    """
    require(Permission.PROPOSE_TAGS, viewer)
    wish = _check_wish(wish)
    with write():
        refuse_repeat(viewer.user_id, "topic_proposal", form_id)
        _refuse_known(wish, viewer)
        proposal = TopicProposal(
            label_sv=wish.label_sv,
            label_en=wish.label_en,
            reason=wish.reason,
            proposed_by_id=viewer.user_id,
        )
        db.session.add(proposal)
        db.session.flush()
        labels = {"label_sv": wish.label_sv, "label_en": wish.label_en, "reason": wish.reason}
        record(viewer.user_id, "propose", "topic_proposal", proposal.id, form_id, **labels)
    return proposal


def _check_wish(wish: Wish) -> Wish:
    messages: dict[str, str] = {}
    lengths = {"label_sv": LABEL_LENGTH, "label_en": LABEL_LENGTH, "reason": REASON_LENGTH}
    texts = {}
    for name, length in lengths.items():
        text = getattr(wish, name)
        if len(text) > length * 10:
            raise InvalidInput(NOT_ACCEPTED, {name: _LONG % {"count": length}})
        texts[name] = normalise_line(text)
        if FORBIDDEN.search(texts[name]):
            messages[name] = _NOT_TEXT
        elif len(texts[name]) > length:
            messages[name] = _LONG % {"count": length}
        elif not texts[name] and name != "reason":
            messages[name] = _NEEDED
    if messages:
        raise InvalidInput(NOT_ACCEPTED, messages)
    return Wish(**texts)


def _refuse_known(wish: Wish, viewer: Viewer) -> None:
    waits = TopicProposal.state == TopicState.WAITING
    own = select(func.count()).where(TopicProposal.proposed_by_id == viewer.user_id, waits)
    if (db.session.scalar(own) or 0) >= MOST_WAITING:
        raise InvalidInput(_MANY % {"count": MOST_WAITING})
    keys = {"sv": word_key(wish.label_sv), "en": word_key(wish.label_en)}
    _refuse_existing(keys)
    alike = _find_alike(keys)
    if any(former.state == TopicState.WAITING for former in alike):
        raise InvalidInput(_WAITS)
    refused = [former for former in alike if former.state == TopicState.REFUSED]
    if refused and not wish.reason:
        message = _REFUSED % {"answer": refused[0].answer}
        raise InvalidInput(NOT_ACCEPTED, {"reason": message})


def _find_alike(keys: Mapping[str, str]) -> list[TopicProposal]:
    """Return the proposals with one of these labels, newest first."""
    query = select(TopicProposal).order_by(TopicProposal.id.desc())
    return [
        former
        for former in db.session.scalars(query)
        if any(word_key(former.label(language)) == key for language, key in keys.items())
    ]


def _refuse_existing(keys: Mapping[str, str]) -> None:
    for tag in db.session.scalars(select(Tag).where(Tag.kind == TagKind.TOPIC)):
        for language, key in keys.items():
            if key in map(word_key, (tag.label(language), *tag.words(language))):
                message = _THERE % {"term": tag.label(language)}
                raise InvalidInput(NOT_ACCEPTED, {f"label_{language}": message})


def _lock_waiting(proposal_id: int) -> TopicProposal:
    query = select(TopicProposal).where(TopicProposal.id == proposal_id).with_for_update()
    proposal = db.session.scalar(query)
    if proposal is None:
        raise NotFound()
    if proposal.state != TopicState.WAITING:
        raise EditConflict(_DECIDED)
    return proposal


def _decide(
    proposal: TopicProposal, state: TopicState, viewer: Viewer, tag: Tag | None = None
) -> None:
    proposal.state = state
    proposal.tag_id = tag.id if tag else None
    proposal.decided_by_id, proposal.decided_at = viewer.user_id, now()


def accept_topic(proposal_id: int, term: Term, viewer: Viewer) -> tuple[Deed, Tag]:
    """Add the topic with the labels that the editor gives it."""
    require(Permission.MANAGE_TAGS, viewer)
    with write():
        proposal = _lock_waiting(proposal_id)
        with keep_deed("create", (), viewer) as deed:
            tag = put_term(check_term(term))
            deed.tag_id, deed.also = tag.id, [tag.id]
            deed.detail = describe_tag(tag)
        _decide(proposal, TopicState.ACCEPTED, viewer, tag)
    return deed, tag


def join_topic(proposal_id: int, tag_id: int, kind: WordKind, viewer: Viewer) -> tuple[Deed, Tag]:
    """Give the proposed words to a topic that is there, as synonyms or to be searched together."""
    require(Permission.MANAGE_TAGS, viewer)
    with write():
        proposal = _lock_waiting(proposal_id)
        with keep_deed("update", (tag_id,), viewer) as deed:
            tag = lock_tag(tag_id)
            before = describe_tag(tag)
            for language in LANGUAGES:
                _add_word(tag, language, proposal.label(language), kind)
            count_change(tag, before)
            deed.detail = {"before": before, "after": describe_tag(tag)}
        _decide(proposal, TopicState.JOINED, viewer, tag)
    return deed, tag


def _add_word(tag: Tag, language: str, word: str, kind: WordKind) -> None:
    same, near = tag.words(language), tag.words(language, WordKind.NEAR)
    if kind == WordKind.SAME:
        same = distinct_words([*same, word], [tag.label(language)])
        near = distinct_words(near, same)
    else:
        near = distinct_words([*near, word], [tag.label(language), *same])
    if max(len(same), len(near)) > SYNONYM_COUNT:
        raise InvalidInput(_("The topic has as many words as it can have."))
    put_words(tag, language, same, near)


def refuse_topic(proposal_id: int, answer: str, viewer: Viewer) -> TopicProposal:
    """Refuse a proposed topic with a reason, which its author reads."""
    require(Permission.MANAGE_TAGS, viewer)
    answer = normalise_line(answer[: REASON_LENGTH * 10])
    if not answer or len(answer) > REASON_LENGTH or FORBIDDEN.search(answer):
        message = _("Say in at most %(count)s characters why.", count=REASON_LENGTH)
        raise InvalidInput(NOT_ACCEPTED, {"answer": message})
    with write():
        proposal = _lock_waiting(proposal_id)
        _decide(proposal, TopicState.REFUSED, viewer)
        proposal.answer = answer
        labels = {"label_sv": proposal.label_sv, "label_en": proposal.label_en}
        record(viewer.user_id, "refuse", "topic_proposal", proposal.id, reason=answer, **labels)
    return proposal


def reopen_topic(proposal_id: int, viewer: Viewer) -> TopicProposal:
    """Let a decided proposal wait again; a topic that it became stays."""
    require(Permission.MANAGE_TAGS, viewer)
    with write():
        proposal = db.session.get(TopicProposal, proposal_id)
        if proposal is None:
            raise NotFound()
        proposal.state, proposal.answer, proposal.tag_id = TopicState.WAITING, "", None
        proposal.decided_by_id = proposal.decided_at = None
        labels = {"label_sv": proposal.label_sv, "label_en": proposal.label_en}
        record(viewer.user_id, "reopen", "topic_proposal", proposal.id, **labels)
    return proposal
