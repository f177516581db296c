"""Fill a wiki with somebody of each sort and a thing in each state, for the matrix."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO

from flask import Flask
from sqlalchemy import update

from tests.builders import Person, make_article, make_session, make_tag, make_user, put_on
from tests.media.pictures import picture
from tests.second_factor.steps import give_passkey
from wiki.accounts.models import Lack, User, UserSession
from wiki.amendments.actions import Suggestion, suggest_text
from wiki.articles.actions.archive import archive_article, pair_articles
from wiki.articles.actions.save import publish_article, save_article
from wiki.articles.actions.withdraw import withdraw_publication
from wiki.articles.models import Article
from wiki.articles.text import check_text
from wiki.clock import now
from wiki.copies.actions import keep_copy
from wiki.copies.queries import CopyPlace
from wiki.db import db, write
from wiki.mail.letter import Letter
from wiki.mail.steps import Receiver, post
from wiki.media.actions import add_file
from wiki.pairs.actions import follow_original
from wiki.proposals.actions import propose_tags
from wiki.references.actions import import_sources
from wiki.remarks.actions import add_remark
from wiki.revisions.actions import hide_revision
from wiki.search.index.drainer import drain_now
from wiki.second_factor.models import Passkey
from wiki.site.actions import save_site
from wiki.site.presentation import EMPTY, Presentation
from wiki.tags.actions.wishes import Wish, propose_topic
from wiki.tags.models import TagProposal
from wiki.talk.actions.posts import Opening, start_thread
from wiki.talk.models import Post
from wiki.universities.actions import save_profile, written_edition
from wiki.universities.queries import find_shown, find_university

# Whose university a thing is of: of A, of B, of none.
UNIVERSITIES = ("umea", "boras", "")
EDITORS = ("editor of A", "editor of B", "editor of none")
# Everybody but the editors. Who is closed out keeps the cookie; who waits has given the password,
# and not the code that is asked for after it.
OTHERS = ("nobody", "closed", "waiting", "author", "other", "admin")
NOBODIES = OTHERS[:3]
# Who is let in, and has to do something first: choose a password, or set up a second factor.
LACKING = ("new", "half")
BODY = "Inledning.\n\n## I byn\n\nI byn finns ett kooperativ."
FORM_ID = "f" * 32
DATES = {"starts_at": "2036-05-01", "ends_at": "2036-05-02"}

Values = dict[str, object]


@dataclass
class World:
    """A filled wiki: the people, and what the addresses of each thing hold."""

    app: Flask
    people: dict[str, Person] = field(default_factory=dict)
    # The cookie of each person who has one.
    tokens: dict[str, str] = field(default_factory=dict)
    # By thing and university, what a placeholder of an address or a form stands for.
    values: dict[tuple[str, str], Values] = field(default_factory=dict)

    def value_of(self, thing: str, university: str) -> Mapping[str, object]:
        """Return what placeholders stand for, of a thing and of the wiki."""
        return {**self.values["wiki", ""], **self.values.get((thing, university), {})}


def build(app: Flask) -> World:
    """Fill the wiki."""
    world = World(app)
    ids = {"umea": _university(app, "umea", 1), "boras": _university(app, "boras", 2), "": None}
    _invite_people(world, ids)
    topics = [make_tag(slug, app=app) for slug in ("bryggor", "torg", "parker")]
    with app.app_context():
        for university, number in ids.items():
            _write_public(world, university, topics[0], number)
            _write_draft(world, university, topics, number)
            _write_archived(world, university, topics[0], number)
            _write_withdrawn(world, university, topics[0], number)
        world.values["wiki", ""] = {**_furnish(world), "tag_id": topics[2]}
        for university in filter(None, ids):
            world.values["university", university] = _change_profile(world, university)
    give_passkey(app, world.people["author"], "Telefonen")
    with app.app_context():
        world.values["wiki", ""]["passkey_id"] = db.session.query(Passkey).one().id
    drain_now(app)
    return world


def _university(app: Flask, slug: str, number: int) -> int:
    return make_tag(slug, "university", app=app, number=number, website="https://example.org")


def _invite_people(world: World, ids: Mapping[str, int | None]) -> None:
    roles = dict.fromkeys(("closed", "waiting", "admin", *LACKING), "admin")
    roles |= dict.fromkeys(("author", "other"), "author")
    placed = dict(zip(EDITORS, UNIVERSITIES, strict=True))
    app = world.app
    for name in ("helper", *OTHERS[1:], *LACKING, *EDITORS):
        person = make_user(roles.get(name, "editor"), name.capitalize(), app=app)
        world.people[name] = person
        world.tokens[name] = make_session(app, person)
        with app.app_context():
            user = db.session.get_one(User, person.user_id)
            user.university_id = ids[placed.get(name, "umea")]
            user.is_active = name != "closed"
            user.must_change_password = name == "new"
            lacks = {"waiting": Lack.CODE, "half": Lack.FACTOR}.get(name, Lack.NOTHING)
            db.session.execute(
                update(UserSession).where(UserSession.user_id == user.id).values(lacks=lacks)
            )
            db.session.commit()


def _change_profile(world: World, slug: str) -> Values:
    """Change what a university says of itself, once, so that there is something to undo."""
    viewer, tag = world.people["helper"].viewer, find_university(slug)
    before = find_shown(tag).profile
    after = replace(before, contact="Ring oss.")
    entry = save_profile(tag.id, after, written_edition(before), viewer)
    assert entry is not None
    return {"slug": slug, "base": written_edition(after), "entry_id": entry.id}


def _write_public(world: World, university: str, topic: int, university_id: int | None) -> None:
    """Write an article of two public versions, of which one is hidden, and a newer draft."""
    author, helper = (world.people[name] for name in ("author", "helper"))
    title = f"Öppen {university}".strip()
    made = _write(author, title, topic, university_id)
    publish_article(made, 1, helper.viewer)
    for number in (1, 2):
        text = check_text("concept", title, "", f"{BODY} Version {number + 1}.", {})
        save_article(made, text, number, author.viewer, publish=False)
        if number == 1:
            publish_article(made, 2, helper.viewer)
    article = db.session.get_one(Article, made)
    hide_revision(article, 1, "Uppgifter om en person", world.people["admin"].viewer)
    english = make_article(title, helper, language="en", body=BODY)
    pair_articles(made, english, helper.viewer)
    follow_original(english, made, helper.viewer)
    values = {"slug": article.slug, "article_id": made, "head": 3, **_talk(made, author)}
    values |= {"other_id": english}
    world.values["public", university] = {**values, "number": 2}
    world.values["hidden", university] = {**values, "number": 1}
    world.values["unseen", university] = {**values, "number": 3}


def _write(author: Person, title: str, topic: int, university_id: int | None) -> int:
    made = make_article(title, author, body=BODY)
    put_on(made, *(number for number in (topic, university_id) if number))
    return made


def _talk(article_id: int, author: Person) -> Values:
    post_id = start_thread(article_id, Opening("Vilken by?"), author.viewer)
    return {"post_id": post_id, "thread_id": db.session.get_one(Post, post_id).thread_id}


def _write_draft(
    world: World, university: str, topics: Sequence[int], university_id: int | None
) -> None:
    """Write a draft that waits for review: a remark, suggested changes, a topic asked for."""
    author, helper = (world.people[name].viewer for name in ("author", "helper"))
    made = _write(world.people["author"], f"Utkast {university}".strip(), topics[0], university_id)
    remark = add_remark(made, 1, 1, "Inledning.", "Varför?", author)
    amendment = suggest_text(made, 1, Suggestion(f"{BODY}\n\nSlut.", "Så här?"), helper)
    propose_tags(made, {topics[1]}, "", author)
    proposal = db.session.query(TagProposal).filter_by(article_id=made).one()
    world.values["draft", university] = {
        **_describe(made, world.people["author"]),
        "remark": remark,
        "amendment_id": amendment,
        "proposal": proposal.id,
    }


def _write_archived(world: World, university: str, topic: int, university_id: int | None) -> None:
    author, helper = (world.people[name] for name in ("author", "helper"))
    made = _write(author, f"Arkiverad {university}".strip(), topic, university_id)
    publish_article(made, 1, helper.viewer)
    world.values["archived", university] = _describe(made, author)
    archive_article(made, "Sägs bättre på annat håll.", helper.viewer)


def _write_withdrawn(world: World, university: str, topic: int, university_id: int | None) -> None:
    author, helper = (world.people[name] for name in ("author", "helper"))
    made = _write(author, f"Indragen {university}".strip(), topic, university_id)
    publish_article(made, 1, helper.viewer)
    withdraw_publication(made, 1, helper.viewer, entirely=True)
    world.values["withdrawn", university] = _describe(made, author)


def _describe(made: int, author: Person) -> Values:
    """Return the address and the numbers of an article of one version, with a thread about it."""
    slug = db.session.get_one(Article, made).slug
    return {"slug": slug, "article_id": made, "number": 1, "head": 1, **_talk(made, author)}


def _furnish(world: World) -> Values:
    """Add what is of no university: a picture, a source, a wish, words that are not saved."""
    author, admin = (world.people[name].viewer for name in ("author", "admin"))
    added = add_file(BytesIO(picture()), "Bryggan.jpg", author).file
    make_article("Träff", world.people["helper"], kind="event", facts=DATES)
    make_article("Hemlig träff", world.people["author"], kind="event", facts=DATES)
    (source,) = import_sources([{"type": "book", "title": "En bok"}], author)
    wish = propose_topic(Wish("Lekplatser", "Playgrounds", "De behövs."), author).id
    keep_copy(CopyPlace("sv", "case"), FORM_ID, 0, {"title": ["Osparad"]}, author)
    save_site(Presentation(contact="wiki@example.org"), "", EMPTY.edition, admin)
    with write():
        letter = post("test", Letter("Brev", ("x",)), Receiver("bo@example.org", "Bo", "sv"))
        letter.failed_at, letter.error = now(), "550 mailbox unavailable"
        db.session.flush()
        message_id = letter.id
    return {
        "name": added.name,
        "content": added.address.removeprefix("/media/"),
        "key": source.key,
        "wish_id": wish,
        "form_id": FORM_ID,
        "message_id": message_id,
        "user_id": world.people["other"].user_id,
    }
