"""Fill an application with the sample content and an article in each state a page can show."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select

from tests.browser.words import BODY, ENGLISH, FACTS, LONG_WORD, QUAY, SUMMARY, TITLES
from tests.builders import Person, make_article, make_session, make_tag, make_user, put_on
from tests.fixtures.application import TESTING, keep_compiled_templates
from tests.media.pictures import drawing, picture
from tests.second_factor.steps import give_app, give_passkey, let_time_pass
from wiki.accounts.models import Role, User
from wiki.accounts.viewer import COMMAND_LINE
from wiki.amendments.actions import Suggestion, suggest_text
from wiki.app import create_app
from wiki.articles.actions.archive import archive_article, pair_articles
from wiki.articles.actions.save import save_article
from wiki.articles.models import Article
from wiki.articles.text import check_text
from wiki.clock import now
from wiki.copies.actions import keep_copy
from wiki.copies.queries import CopyPlace
from wiki.db import db, write
from wiki.mail.letter import Letter
from wiki.mail.steps import Receiver, post
from wiki.media.actions import add_file, describe_file
from wiki.operations.first_start import load_sample
from wiki.pairs.actions import follow_original
from wiki.proposals.actions import propose_tags, refuse_proposals
from wiki.proposals.queries.proposals import list_proposals
from wiki.references.actions import import_sources, store_link_check
from wiki.remarks.actions import add_remark, answer_remark
from wiki.reviews.actions import return_draft
from wiki.revisions.actions import hide_revision
from wiki.search.index.drainer import drain_now
from wiki.search_log.actions import dismiss_search, make_request
from wiki.search_log.models import SearchCount
from wiki.site.actions import save_site
from wiki.site.presentation import EMPTY, Presentation
from wiki.tags.actions.wishes import Wish, propose_topic
from wiki.tags.models import Tag
from wiki.talk.actions.order import hide_post, resolve_thread
from wiki.talk.actions.posts import Opening, reply, start_thread
from wiki.talk.models import Post
from wiki.tips.actions import add_tip
from wiki.universities.actions import put_logo, save_profile, written_edition
from wiki.universities.profile import Contact
from wiki.universities.queries import find_shown, find_university
from wiki.upkeep.actions import plan_upkeep
from wiki.watching.background.notifier import notify_now

# The address of somebody who logs in in two steps.
TWO_STEPS = "tove@example.org"
# A university to log in by; nobody listens there.
UNIVERSITIES = """
[malmo]
name = "Malmö universitet"
issuer = "http://127.0.0.1:9"
client_id = "wiki"
"""


@dataclass(frozen=True)
class Library:
    """A filled application, and a session for each role."""

    app: Flask
    people: dict[Role, Person]
    tokens: dict[Role, str]


@contextmanager
def filled_library(database_url: str, instance: Path) -> Iterator[Library]:
    """Create an application on an empty database, and fill it."""
    # With CSRF tokens, as in production: a token must not cost a reader a cookie.
    settings = {
        **TESTING,
        "READER_TIPS": True,
        "DATABASE_URL": database_url,
        "WTF_CSRF_ENABLED": True,
    }
    settings["OIDC_PROVIDERS"] = UNIVERSITIES
    app = create_app(settings, instance=instance)
    keep_compiled_templates(app)
    with app.app_context():
        upgrade()
    yield fill(app)
    app.extensions["sandbox"].close()


def fill(app: Flask) -> Library:
    """Load the sample content, and write in both languages what the sample lacks."""
    people = {role: make_user(role, f"{role.value.capitalize()} Ek", app=app) for role in Role}
    with app.app_context():
        load_sample(app, lambda line: None)
        make_tag("ingen-anvander")
        topic = make_tag("bryggor")
        add_file(BytesIO(picture()), "Bryggan.jpg", people[Role.AUTHOR].viewer)
        add_file(BytesIO(picture(colour="#a62")), "Kajen.jpg", people[Role.EDITOR].viewer)
        add_file(BytesIO(picture(colour="#26a")), "Viken.jpg", people[Role.EDITOR].viewer)
        describe_file("kajen", 1, QUAY, people[Role.EDITOR].viewer)
        _write_sources(people[Role.AUTHOR])
        wish = Wish("Lekplatser", "Playgrounds", f"De handlar om {LONG_WORD}.")
        propose_topic(wish, people[Role.AUTHOR].viewer)
        ids = {language: _write_all(language, people, topic) for language in ("sv", "en")}
        pair_articles(ids["sv"], ids["en"], people[Role.EDITOR].viewer)
        _write_followed(people[Role.EDITOR])
        _write_profile(people[Role.EDITOR])
        _write_site(people[Role.ADMIN])
    drain_now(app)
    notify_now(app)
    give_app(app, make_user("author", "Tove Ek", TWO_STEPS, app=app))
    give_app(app, people[Role.EDITOR])
    with app.app_context(), write():
        letter = Letter(f"Brev {LONG_WORD}", ("x",))
        message = post("test", letter, Receiver("bo@example.org", "Bo", "sv"))
        message.failed_at, message.error = now(), "550 mailbox unavailable"
    give_passkey(app, people[Role.EDITOR], f"Telefonen {LONG_WORD}")
    tokens = {role: make_session(app, person) for role, person in people.items()}
    let_time_pass(
        app, -24 * 60
    )  # or the pages that ask who it is would, after a quarter of an hour
    return Library(app, people, tokens)


def _write_all(language: str, people: dict[Role, Person], topic: int) -> int:
    """Write the articles of a language, with the same slugs in both; return Alfa's id."""
    author, editor = people[Role.AUTHOR], people[Role.EDITOR]
    first = 0
    _log_searches(language, people[Role.EDITOR])
    for kind, title in TITLES.items():
        made = make_article(
            title,
            editor,
            language=language,
            kind=kind,
            summary=SUMMARY,
            body=f"{BODY}\n![](media:viken)" if kind == "method" else BODY,
            facts=FACTS[kind],
        )
        put_on(made, topic)
        first = first or made
    draft = make_article("Utkastet", author, language=language, summary=SUMMARY, body=BODY)
    _propose(draft, topic, people)
    # More than the Swedish, or the HTML checker takes the page for one that hides its language.
    lines = BODY + (2 * ENGLISH if language == "en" else "")
    returned = make_article("Lämnat tillbaka", author, language=language, body=lines)
    words = next(line for line in BODY.split("\n") if line.strip())[:60].strip()
    remark = add_remark(returned, 1, 1, words, f"Vem menas?\n{LONG_WORD}", editor.viewer)
    answer_remark(returned, remark, "Vi i byn.", author.viewer)
    other = lines.replace("\n", " och mer\n", 1) + "\nSlut.\n"
    said = Suggestion(other, "Så här?", "Lämnat åter", f"Om {LONG_WORD}.")
    suggest_text(returned, 1, said, editor.viewer)
    alfa = db.session.query(Article).filter_by(language=language, slug="alfa").one()
    add_tip(alfa, f"Fel år.\n{LONG_WORD}")
    return_draft(returned, 1, f"Vem driver det?\n{LONG_WORD}", editor.viewer)
    plan_upkeep(first, author.user_id, date(2026, 1, 2), ":", editor.viewer)
    archived = make_article("Arkiverad", editor, language=language, body=BODY)
    archive_article(archived, "Sägs bättre i Beta.", editor.viewer)
    _write_history(language, people)
    _leave_unsaved(language, editor)
    return first


def _propose(article_id: int, topic: int, people: dict[Role, Person]) -> None:
    """Propose two topics for an article, one of which is refused."""
    author, editor = people[Role.AUTHOR].viewer, people[Role.EDITOR].viewer
    refused = db.session.scalars(select(Tag.id).where(Tag.slug == "funding")).one()
    propose_tags(article_id, {topic, refused}, f"Den handlar om {LONG_WORD}.", author)
    rows = {row.tag.id: row.id for row in list_proposals([article_id], author)[article_id]}
    refuse_proposals([rows[refused]], f"Säg mer om {LONG_WORD} först.", editor)


def _leave_unsaved(language: str, editor: Person) -> None:
    """Keep words of a case that the editor has not saved."""
    words = {"title": [f"Osparad {LONG_WORD}"], "body": [BODY], "form_id": [language * 16]}
    keep_copy(CopyPlace(language, "case"), language * 16, 0, words, editor.viewer)


def _write_sources(author: Person) -> None:
    """Store a source with long words, and one like it."""
    item = {
        "type": "book",
        "title": "En bok om bryggor",
        "author": [{"family": "Ek", "given": "Eva", "ORCID": "0000-0002-1825-0097"}],
        "issued": {"date-parts": [[2020]]},
        "container-title": LONG_WORD,
        "DOI": f"10.1000/{LONG_WORD}",
        "URL": f"https://example.org/{LONG_WORD}",
    }
    later = {**item, "issued": {"date-parts": [[2021]]}}
    source, _ = import_sources([item, later], author.viewer)
    store_link_check(source.id, source.url, "gone", COMMAND_LINE)


def _write_history(language: str, people: dict[Role, Person]) -> None:
    """Write an article with four revisions: one hidden, one published, one draft."""
    author, editor, admin = (people[role].viewer for role in (Role.AUTHOR, Role.EDITOR, Role.ADMIN))
    made = make_article("Ändrad", people[Role.EDITOR], language=language, body=BODY)
    for number, who in ((1, author), (2, editor), (3, author)):
        body = BODY.replace("prövade", f"prövade och ändrade {number} gånger")
        text = check_text("concept", "Ändrad", f"{SUMMARY} {number}", body, {})
        publish = who is editor
        save_article(made, text, number, who, comment="Skärpte språket", publish=publish)
    article = db.session.get_one(Article, made)
    hide_revision(article, 2, "Uppgifter om en person", admin)
    _discuss(made, people)


def _discuss(article_id: int, people: dict[Role, Person]) -> None:
    """Talk about an article: of words of it, of words that are gone, settled, hidden."""
    author, editor, admin = (people[role].viewer for role in (Role.AUTHOR, Role.EDITOR, Role.ADMIN))
    settled = start_thread(article_id, Opening("Saknas en källa?"), author)
    thread_id = db.session.get_one(Post, settled).thread_id
    reply(article_id, thread_id, "Nu finns den.", editor)
    resolve_thread(article_id, thread_id, editor, is_resolved=True)
    rude = start_thread(article_id, Opening(f"Om {LONG_WORD}.", heading="Namnen"), author)
    hide_post(article_id, rude, f"Uppgifter om {LONG_WORD}", editor)
    gone = Opening("Var det tre gånger?", quote="ändrade 3 gånger", number=4)
    start_thread(article_id, gone, admin)
    words = Opening(
        f"Vilka var det? @Admin Ek vet, se https://example.org/{LONG_WORD}.",
        heading="Vilka grupper?",
        quote="Lokala grupper prövade",
    )
    asked = start_thread(article_id, words, editor)
    thread_id = db.session.get_one(Post, asked).thread_id
    reply(article_id, thread_id, f"De som nämns i rapporten.\n{LONG_WORD}", author)


def _write_followed(editor: Person) -> None:
    """Write an article and its translation, and change the original since."""
    texts = {
        language: make_article("Följd", editor, language=language, body=BODY)
        for language in ("sv", "en")
    }
    pair_articles(texts["sv"], texts["en"], editor.viewer)
    follow_original(texts["en"], texts["sv"], editor.viewer)
    body = BODY.replace("prövade", "prövade och ändrade") + f"\n\n## Nytt\n\n{LONG_WORD}\n"
    text = check_text("concept", "Följd", SUMMARY, body, {})
    save_article(texts["sv"], text, 1, editor.viewer, publish=True)


def _write_profile(editor: Person) -> None:
    """Fill a profile, with long words, a logo, and people who have a page."""
    tag = find_university("umea-university")
    contacts = (
        Contact("project_leader"),
        Contact("communicator", f"Ada {LONG_WORD}", f"{LONG_WORD[:60]}@example.org", "090-786 50"),
    )
    profile = replace(
        find_shown(tag).profile,
        contacts=contacts,
        contact=f"Se {LONG_WORD}.",
        social_media=("https://www.linkedin.com/school/umu/", f"https://example.org/{LONG_WORD}"),
    )
    save_profile(tag.id, profile, written_edition(find_shown(tag).profile), editor.viewer)
    put_logo(tag, "light", BytesIO(drawing()), "Logotyp.png", editor.viewer)
    db.session.get_one(User, editor.user_id).university_id = tag.id
    db.session.commit()


def _write_site(admin: Person) -> None:
    """Say twice what the site says of itself, with a long word."""
    said = Presentation(contact="wiki@example.org", social_media=(f"https://x.com/{LONG_WORD}",))
    save_site(said, f"Kontakt {LONG_WORD}", EMPTY.edition, admin.viewer)
    later = replace(said, cases_sv=(f"Saknas {LONG_WORD}",))
    save_site(later, "", said.edition, admin.viewer)


def _log_searches(language: str, editor: Person) -> None:
    """Store searches of each sort that the desk lists, and what an editor did about some."""
    for text, hits in ((LONG_WORD, 0), ("okapi", 0), (f"{LONG_WORD} öppen", 3)):
        found = SearchCount(day=now().date(), language=language, text=text, times=12, hits=hits)
        db.session.add(found)
    db.session.commit()
    make_request(language, f"önskad {LONG_WORD}", editor.viewer)
    dismiss_search(language, f"avfärdad {LONG_WORD}", editor.viewer)
