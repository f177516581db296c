"""What a writer does over HTTP while the server may be killed, and what of it must be stored."""

import random
import sqlite3
import threading
from dataclasses import dataclass, field
from http.client import HTTPException

from bench.server import Browser

# What each writer does in turns.
_KINDS = ("revision", "tags", "name", "synonym")
_CONSONANTS, _VOWELS = "bdfghjklmnprstv", "aeiouy"


@dataclass(frozen=True)
class Deed:
    """A change that was sent: its kind, and what it made of what was there."""

    kind: str
    value: str


@dataclass
class Verdict:
    """What is missing of what was acknowledged, and what is there by half."""

    lost: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)


class Writer:
    """An editor with an article, two topics to tag it with, and one that gets a synonym.

    `standing` is the last acknowledged value of each kind. `unsure` are the changes on which no
    answer came because of a kill: they may be stored or not, but wholly.
    """

    def __init__(self, number: int, browser: Browser, user_id: int, tag_ids: list[int]) -> None:
        self.article_slug = f"artikel-{number}"
        self.accepted: list[Deed] = []
        self.refused: list[tuple[Deed, int]] = []
        self.standing: dict[str, str] = {}
        self.unsure: list[Deed] = []
        self.in_flight: Deed | None = None
        self.tag_ids, self.user_id = tag_ids, user_id
        self.browser = browser
        self._number, self._turn = number, 0
        self._chance = random.Random(number)

    @property
    def has_saved(self) -> bool:
        """Return whether a save was ever acknowledged."""
        return any(deed.kind == "revision" for deed in self.accepted)

    def work(self, stop: threading.Event) -> None:
        """Do one deed after the other until `stop`, or until no answer comes."""
        while not stop.is_set():
            kind = _KINDS[self._turn % len(_KINDS)]
            self._turn += 1
            self.in_flight = deed = Deed(kind, self._next(kind))
            try:
                status = self._send(deed)
            except (OSError, HTTPException):
                self.unsure.append(deed)
                return
            self.in_flight = None
            if status == 303:
                self.accepted.append(deed)
                self.standing[kind] = deed.value
            else:
                self.refused.append((deed, status))

    def _next(self, kind: str) -> str:
        """Return a value that never was there before, or the other of the two sets of tags."""
        if kind == "tags":
            first, second, _ = self.tag_ids
            return str(second if self.standing.get("tags") == str(first) else first)
        if kind == "synonym" and self.standing.get("synonym"):
            return ""  # taken back
        # Nothing is spelt nearly like it, so that a search finds no other save.
        return "".join(
            self._chance.choice(_CONSONANTS) + self._chance.choice(_VOWELS) for _ in range(7)
        )

    def _send(self, deed: Deed) -> int:
        send = {
            "revision": self._save,
            "tags": self._tag,
            "name": self._rename,
            "synonym": self._answer_search,
        }
        return send[deed.kind](deed.value)

    def _save(self, word: str) -> int:
        path = f"/sv/articles/{self.article_slug}/edit"
        return self.browser.post(
            path,
            title=f"Artikel {self._number}",
            body=make_body(word),
            base=find_base(self.browser.get(path)),
            intent="publish",
        )

    def _tag(self, tag_id: str) -> int:
        path = f"/sv/articles/{self.article_slug}/tags"
        shown = [other for other in self.tag_ids[:2] if str(other) != tag_id]
        return self.browser.post(path, tags=[tag_id], shown=shown)

    def _rename(self, name: str) -> int:
        return self.browser.post("/sv/account/name", name=name)

    def _answer_search(self, word: str) -> int:
        if word:
            path = "/sv/desk/searches/synonym"
            return self.browser.post(path, of="sv", q=word, tag=self.tag_ids[2])
        return self.browser.post("/sv/desk/searches/undo", of="sv", q=self.standing["synonym"])

    def check(self, database: sqlite3.Connection) -> Verdict:
        """Compare with what is stored, and go on from there."""
        verdict = Verdict()
        self._check_revisions(database, verdict)
        self._check_journal(database, verdict)
        for kind, found in self._read(database).items():
            allowed = {self.standing.get(kind, found)}
            if self.in_flight is not None and self.in_flight.kind == kind:
                allowed.add(self.in_flight.value)
            if found not in allowed:
                verdict.lost.append(f"{kind} of {self.article_slug}: {found!r}, not {allowed}")
            self.standing[kind] = found
        self.in_flight = None
        return verdict

    def _check_revisions(self, database: sqlite3.Connection, verdict: Verdict) -> None:
        rows = database.execute(
            "SELECT body_markdown, body_html, number FROM revisions JOIN articles"
            " ON articles.id = article_id WHERE slug = ? AND number > 1",
            (self.article_slug,),
        ).fetchall()
        stored = {body: page for body, page, _ in rows}
        accepted = {make_body(deed.value) for deed in self.accepted if deed.kind == "revision"}
        unsure = {make_body(deed.value) for deed in self.unsure if deed.kind == "revision"}
        verdict.lost += [f"revision {body!r}" for body in accepted - stored.keys()]
        verdict.torn += [f"revision {body!r}" for body in stored.keys() - accepted - unsure]
        verdict.torn += [
            f"page of {body!r}" for body, page in stored.items() if body.split()[-1] not in page
        ]
        if sorted(number for *_, number in rows) != list(range(2, len(rows) + 2)):
            verdict.torn.append(f"the numbers of the revisions of {self.article_slug}")

    def _check_journal(self, database: sqlite3.Connection, verdict: Verdict) -> None:
        """Every acknowledged deed has its entry, and every entry was sent."""
        for kind, action, key in (
            ("name", "rename", "$.new"),
            ("synonym", "add_synonym", "$.words"),
        ):
            entered = database.execute(
                "SELECT json_extract(detail, ?) FROM audit_entries"
                " WHERE actor_id = ? AND action = ?",
                (key, self.user_id, action),
            )
            stored = {value for (value,) in entered}
            accepted = {deed.value for deed in self.accepted if deed.kind == kind} - {""}
            unsure = {deed.value for deed in self.unsure if deed.kind == kind}
            verdict.lost += [f"{action} {value}" for value in accepted - stored]
            verdict.torn += [f"{action} {value}" for value in stored - accepted - unsure]

    def _read(self, database: sqlite3.Connection) -> dict[str, str]:
        """Return what is there now of each kind."""

        def read(statement: str, key: object) -> str:
            return " ".join(str(value) for (value,) in database.execute(statement, (key,)))

        body = read(
            "SELECT body_markdown FROM revisions JOIN articles ON published_id = revisions.id"
            " AND head_id = revisions.id WHERE slug = ?",
            self.article_slug,
        )
        tags = read(
            "SELECT tag_id FROM article_tags JOIN articles ON id = article_id WHERE slug = ?",
            self.article_slug,
        )
        return {
            "revision": body.split()[-1],
            "tags": tags,
            "name": read("SELECT name FROM users WHERE id = ?", self.user_id),
            # The word, and the record that it answers a search: two tables, one deed.
            "synonym": read(
                "SELECT search_answers.text FROM search_answers JOIN tag_synonyms"
                " ON tag_synonyms.tag_id = search_answers.tag_id"
                " AND tag_synonyms.text = search_answers.text WHERE search_answers.tag_id = ?",
                self.tag_ids[2],
            ),
        }


def make_body(word: str) -> str:
    """Return a text that ends with a word, and is longer than a page of the database."""
    return f"{'Vid vattnet står en kvarn. ' * 400}{word}"


def find_base(page: str) -> str:
    """Return the revision that the form of an article is based on."""
    place = page.index('name="base"')
    tag = page[page.rindex("<", 0, place) : page.index(">", place)]
    return tag.partition('value="')[2].partition('"')[0]
