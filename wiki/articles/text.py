"""Check what an author writes, before it becomes a revision, and how long it takes to read."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from wiki.articles.fields import Refused, find_later, read_value
from wiki.articles.kinds import DEFAULT_TIMEZONE, KINDS, display_facts
from wiki.characters import FORBIDDEN, find_forbidden, normalise_line, normalise_text
from wiki.errors import InvalidInput
from wiki.markup.limits import MAX_BODY_BYTES, TOO_LONG
from wiki.markup.slugs import slugify

TITLE_LENGTH = 200
SUMMARY_LENGTH = 500
COMMENT_LENGTH = 300
_LENGTHS = {"title": TITLE_LENGTH, "summary": SUMMARY_LENGTH, "comment": COMMENT_LENGTH}
# How many times longer a line may be as it was typed.
_MOST_BLANKS = 10
# Not allowed inside [[a wiki link]].
_BRACKETS = "[]|"

_NOT_TEXT = _("This holds characters that are not text. Remove them.")
# Mean words per minute of adults, by language. Trauzettel-Klosinski and Dietz (2012), "Standardized
# Assessment of Reading Performance", Invest. Ophthalmol. Vis. Sci. 53:5452-5461, who had people
# read the same texts in 17 languages: aloud, so silent reading is a little faster.
WORDS_PER_MINUTE = {"sv": 199, "en": 228}


@dataclass(frozen=True)
class ArticleText:
    """The text and facts of one state of an article, validated and normalised."""

    title: str
    summary: str
    body: str
    facts: Mapping[str, Any]

    @property
    def source_hash(self) -> str:
        """Return a SHA-256 that is equal for two texts exactly when they are equal."""
        parts = [self.title, self.summary, self.body, dict(self.facts)]
        canonical = json.dumps(parts, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(canonical.encode()).hexdigest()


def check_text(
    kind: str, title: str, summary: str, body: str, facts: Mapping[str, object]
) -> ArticleText:
    """Return the normalised text; raise InvalidInput with a message for each invalid field.

    Messages are keyed by the names of facts, and by `title`, `summary` and `body`.
    """
    _refuse_far_too_long({"title": title, "summary": summary}, body)
    clean_facts, messages = parse_facts(kind, facts)
    title, summary, body = normalise_line(title), normalise_line(summary), normalise_text(body)
    messages = {**_check_title(title), **_check_rest(summary, body), **messages}
    if messages:
        raise InvalidInput(_("Some fields need your attention."), messages)
    return ArticleText(title, summary, body, clean_facts)


def check_title(title: str) -> str:
    """Return the normalised title; raise InvalidInput when it is not valid."""
    _refuse_far_too_long({"title": title})
    title = normalise_line(title)
    if messages := _check_title(title):
        raise InvalidInput(_("Some fields need your attention."), messages)
    return title


def check_comment(comment: str) -> str:
    """Return the normalised comment on a save; raise InvalidInput when it is not valid."""
    _refuse_far_too_long({"comment": comment})
    comment = normalise_line(comment)
    if FORBIDDEN.search(comment):
        raise InvalidInput(_("Some fields need your attention."), {"comment": _NOT_TEXT})
    if len(comment) > COMMENT_LENGTH:
        message = _("Use at most %(count)s characters.", count=COMMENT_LENGTH)
        raise InvalidInput(_("Some fields need your attention."), {"comment": message})
    return comment


def check_body_length(body: str) -> None:
    """Refuse a text that is too long, before any work is done on it."""
    _refuse_far_too_long({}, body)


def _refuse_far_too_long(lines: Mapping[str, str], body: str = "") -> None:
    """Raise InvalidInput for fields that are too long however they are normalised.

    The exact lengths are checked on what is left of a field without superfluous blanks.
    """
    messages = {
        name: _("Use at most %(count)s characters.", count=_LENGTHS[name])
        for name, text in lines.items()
        if len(text) > _LENGTHS[name] * _MOST_BLANKS
    }
    # A character has at least one byte.
    if len(body) > MAX_BODY_BYTES:
        messages["body"] = gettext(TOO_LONG)
    if messages:
        raise InvalidInput(_("Some fields need your attention."), messages)


def parse_facts(kind: str, raw: Mapping[str, object]) -> tuple[dict[str, object], dict[str, str]]:
    """Return the facts in the form that is stored, and a message for each invalid field.

    Facts come in the order of their declaration, without empty ones. `kind` is one of KINDS.
    """
    fields = {field.name: field for field in KINDS[kind].fields}
    facts: dict[str, object] = {}
    messages = {
        str(name): _("This kind of article has no such fact.") for name in raw if name not in fields
    }
    for name, field in fields.items():
        try:
            value = read_value(field, raw.get(name))
        except Refused as refusal:
            messages[name] = refusal.message
        else:
            if value is not None:
                facts[name] = value
    if not messages:
        messages = _check_times(facts)
    return facts, messages


def _check_times(facts: Mapping[str, object]) -> dict[str, str]:
    """Refuse an event that ends before it starts, at the precision that both times have."""
    starts_at, ends_at = str(facts.get("starts_at", "")), str(facts.get("ends_at", ""))
    if ends_at and not starts_at:
        return {"starts_at": _("Say when it starts, too.")}
    precision = min(len(starts_at), len(ends_at))
    if ends_at[:precision] < starts_at[:precision]:
        return {"ends_at": _("The end cannot come before the start.")}
    return _check_clocks(facts)


def _check_clocks(facts: Mapping[str, object]) -> dict[str, str]:
    """Refuse times that the clocks skip when summer time begins."""
    zone = str(facts.get("timezone") or DEFAULT_TIMEZONE)
    messages = {}
    for name in ("starts_at", "ends_at"):
        moment = str(facts.get(name, ""))
        if "T" in moment and (later := find_later(moment, zone)):
            messages[name] = _(
                "There is no such time that night: the clocks go forward. Write %(later)s instead?",
                later=later,
            )
    return messages


def label_fields(
    kind: str, title: str, summary: str, facts: Mapping[str, Any]
) -> dict[str, object]:
    """Return title, summary and facts by their labels, for comparing two texts."""
    shown = {fact.label: fact.values for fact in display_facts(kind, facts)}
    return {str(_("Title")): title, str(_("Summary")): summary, **shown}


def _check_title(title: str) -> dict[str, str]:
    message = None
    if not title:
        message = _("Give the article a title.")
    elif FORBIDDEN.search(title):
        message = _NOT_TEXT
    elif any(character in title for character in _BRACKETS):
        message = _("A title cannot hold the characters [ ] |, which mark links.")
    elif len(title) > TITLE_LENGTH:
        message = _("Use at most %(count)s characters.", count=TITLE_LENGTH)
    elif not slugify(title):
        message = _("A title needs a letter A-Z or a digit, for the address of the article.")
    return {"title": message} if message else {}


def _check_rest(summary: str, body: str) -> dict[str, str]:
    messages = {}
    if FORBIDDEN.search(summary):
        messages["summary"] = _NOT_TEXT
    elif len(summary) > SUMMARY_LENGTH:
        messages["summary"] = _("Use at most %(count)s characters.", count=SUMMARY_LENGTH)
    return {**messages, **check_body(body)}


def check_body(body: str) -> dict[str, str]:
    """Return a message for the body if it has a character that is not text; it names the line."""
    found = find_forbidden(body)
    if found is None:
        return {}
    message = _(
        "Line %(line)s holds a character that is not text (%(code)s). Remove it.",
        line=found[0],
        code=found[1],
    )
    return {"body": message}


def count_minutes(text: str, language: str) -> int:
    """Return the whole minutes, at least 1, that a plain text takes to read."""
    return max(1, round(len(text.split()) / WORDS_PER_MINUTE[language]))
