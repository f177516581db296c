"""The application factory, the only module that imports all features."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask, has_app_context
from flask_migrate import Migrate
from flask_wtf import CSRFProtect

from wiki import garbage
from wiki.accounts import commands as account_commands
from wiki.accounts import gate
from wiki.accounts import routes as accounts
from wiki.admin import routes as admin
from wiki.amendments import routes as amendments
from wiki.amendments.steps import init_amendments
from wiki.appointments import routes as appointments
from wiki.appointments.publishing import init_appointments
from wiki.articles import commands as article_commands
from wiki.articles.routes import cite, drafts, lifecycle
from wiki.articles.routes import copies as working_copies
from wiki.articles.routes import download as download_articles
from wiki.articles.routes import edit as edit_articles
from wiki.articles.routes import paste as paste_articles
from wiki.articles.routes import preview as preview_articles
from wiki.articles.routes import read as articles
from wiki.articles.routes import settle as settle_articles
from wiki.articles.routes import suggestions as article_suggestions
from wiki.articles.steps.citations import init_citations
from wiki.authors import routes as authors
from wiki.cards import routes as cards
from wiki.changes import routes as changes
from wiki.content import commands as content_commands
from wiki.db import db, init_db
from wiki.desk.routes import proposals as desk_proposals
from wiki.desk.routes import searches as desk_searches
from wiki.desk.routes import templates as desk_templates
from wiki.desk.routes import tips as desk_tips
from wiki.desk.routes import translations as desk_translations
from wiki.desk.routes import vocabulary as desk_vocabulary
from wiki.desk.routes import work as desk_work
from wiki.entrance.routes import address as new_addresses
from wiki.entrance.routes import invitation as invitations
from wiki.entrance.routes import password as forgotten_password
from wiki.entrance.steps import init_entrance
from wiki.events import routes as events
from wiki.events.steps import init_events
from wiki.feeds import routes as feeds
from wiki.home.routes import account, front, people, site, trial, universities
from wiki.home.routes.blueprint import root
from wiki.mail import commands as mail_commands
from wiki.mail.sender import init_sender
from wiki.mailroom import routes as mailroom
from wiki.markup.sandbox import Sandbox
from wiki.media import routes as media
from wiki.media.store import MediaStore
from wiki.oidc.routes import account as university_accounts
from wiki.oidc.routes import login as university_logins
from wiki.oidc.routes.blueprint import root as university_answers
from wiki.oidc.setup import init_oidc
from wiki.operations import commands as operation_commands
from wiki.operations.private_files import close_to_others
from wiki.pairs import routes as pairs
from wiki.pairs.steps import init_pairs
from wiki.personal_data import routes as personal_data
from wiki.pictures import routes as pictures
from wiki.proposals import routes as tag_articles
from wiki.references import commands as source_commands
from wiki.references.routes import add as add_sources
from wiki.references.routes import edit as edit_sources
from wiki.references.routes import read as sources
from wiki.remarks import routes as remarks
from wiki.remarks.steps import init_remarks
from wiki.reviews import routes as reviews
from wiki.reviews.steps import init_reviews
from wiki.revisions import routes as revisions
from wiki.search import commands as search_commands
from wiki.search import routes as search
from wiki.search.engine import init_search
from wiki.search_log import commands as search_log_commands
from wiki.search_log import routes as search_log
from wiki.search_log.counting import init_search_log
from wiki.second_factor import commands as factor_commands
from wiki.second_factor.routes import account as second_factors
from wiki.second_factor.routes import login as second_steps
from wiki.second_factor.routes import passkeys
from wiki.second_factor.steps import init_passkeys
from wiki.settings.load import load, make_instance
from wiki.statements import routes as statements
from wiki.tags.routes import edit as edit_tags
from wiki.tags.routes import exchange as exchange_tags
from wiki.tags.routes import read as tags
from wiki.tags.routes import shape as shape_tags
from wiki.tags.routes import wishes as tag_wishes
from wiki.tags.universities import init_universities
from wiki.tips import routes as tips
from wiki.upkeep import routes as upkeep
from wiki.watching import routes as watching
from wiki.watching.notifier import init_notifier
from wiki.watching.steps import init_watching
from wiki.web import assets, i18n, jinja, languages, numbers, securitylog, sharing
from wiki.web.i18n import LanguageEnvironment
from wiki.web.middleware import (
    detours,
    errorpages,
    headers,
    hosts,
    origin,
    proxies,
    requestid,
    uploads,
    wellformed,
)
from wiki.web.ratelimit import ClientLimit

_PACKAGE = Path(__file__).parent
# Templates and static files are inside the package in a wheel, next to it in a checkout.
_ROOT = _PACKAGE if (_PACKAGE / "templates").is_dir() else _PACKAGE.parent

_LANGUAGE_FEATURES = (
    account,
    accounts,
    add_sources,
    admin,
    amendments,
    appointments,
    articles,
    article_suggestions,
    authors,
    cards,
    changes,
    cite,
    desk_proposals,
    desk_searches,
    desk_templates,
    desk_tips,
    desk_vocabulary,
    desk_translations,
    desk_work,
    drafts,
    download_articles,
    edit_sources,
    edit_tags,
    events,
    exchange_tags,
    feeds,
    forgotten_password,
    front,
    invitations,
    lifecycle,
    mailroom,
    media,
    new_addresses,
    pairs,
    people,
    personal_data,
    pictures,
    preview_articles,
    remarks,
    reviews,
    revisions,
    search,
    search_log,
    second_factors,
    second_steps,
    settle_articles,
    site,
    sources,
    statements,
    tag_articles,
    shape_tags,
    tags,
    tips,
    tag_wishes,
    trial,
    universities,
    upkeep,
    watching,
    university_accounts,
    university_logins,
    edit_articles,
    paste_articles,
    passkeys,
    working_copies,
)


def create_app(settings: Mapping[str, Any] | None = None, instance: Path | None = None) -> Flask:
    """Create the application; `settings` override the instance's file and the environment."""
    garbage.init_garbage()
    os.umask(0o077)  # other users of the machine may not read what the wiki writes
    instance = instance or Path(os.environ.get("WIKI_INSTANCE") or _default_instance())
    make_instance(instance)
    app = Flask(
        "wiki",
        instance_path=str(instance.resolve()),
        template_folder=str(_ROOT / "templates"),
        static_folder=str(_ROOT / "static"),
    )
    app.jinja_environment = LanguageEnvironment
    load(app.config, instance.resolve(), settings)
    close_to_others(app)
    _init_services(app)
    _init_web(app)
    _register_features(app)
    return app


def _default_instance() -> Path:
    """Return `instance/` next to the package in a checkout, else in the working directory."""
    return (Path.cwd() if _ROOT is _PACKAGE else _ROOT) / "instance"


def _init_services(app: Flask) -> None:
    init_db(app)
    Migrate(app, db, directory=str(_PACKAGE / "migrations"), render_as_batch=True)
    init_citations()
    init_events()
    init_pairs()
    init_search(app)
    init_search_log(app)
    init_appointments(app)
    init_sender(app)
    init_notifier(app)
    app.extensions["media"] = MediaStore(Path(app.instance_path) / "media")
    app.extensions["tips"] = ClientLimit(a_minute=3, a_day=10)
    init_entrance()
    init_passkeys(app)
    init_oidc(app)
    # A whole university may be behind one address.
    app.extensions["oidc_limit"] = ClientLimit(a_minute=120, a_day=20_000)
    # Many times what the editor's script sends from the windows of one person.
    app.extensions["subscriptions"] = ClientLimit(a_minute=5, a_day=30)
    app.extensions["entrance"] = ClientLimit(a_minute=5, a_day=60)
    app.extensions["copies"] = ClientLimit(a_minute=60, a_day=20_000)
    app.extensions["sandbox"] = Sandbox(
        timeout_seconds=app.config["RENDER_SECONDS"],
        memory_bytes=app.config["RENDER_MEGABYTES"] * 1_048_576,
        owner=lambda: gate.current_viewer().user_id if has_app_context() else None,
    )


def _init_web(app: Flask) -> None:
    """Set up what surrounds each request; the order here is the order of the checks."""
    hosts.init_hosts(app)
    proxies.init_proxies(app)
    requestid.init_requestid(app)
    securitylog.init_securitylog(app)
    languages.init_languages(app)
    numbers.init_numbers(app)
    wellformed.init_wellformed(app)  # before anything reads the body
    detours.init_detours(app)
    gate.init_gate(app)
    origin.init_origin(app)
    uploads.init_uploads(app)  # before the token is looked for in the form
    csrf = CSRFProtect(app)
    # Its form checks the token itself, and answers an old page with a fresh one.
    csrf.exempt(accounts.login)
    # Readers have no session cookie for a token; Origin is compared instead.
    csrf.exempt(search_log.opened)
    csrf.exempt(search_log.report)
    csrf.exempt(tips.add)
    # A mail program has no page of ours; the signature in the URL stands for the token.
    csrf.exempt(watching.stop)
    csrf.exempt(watching.end)
    # Readers have no session cookie for a token here either.
    csrf.exempt(watching.subscribe)
    csrf.exempt(watching.confirm)
    i18n.init_i18n(app)
    jinja.init_jinja(app)
    assets.init_assets(app)
    sharing.init_sharing(app)
    init_universities(app)
    init_reviews(app)
    init_remarks(app)
    init_amendments(app)
    init_watching(app)
    cards.init_cards(app)
    headers.init_headers(app)
    errorpages.init_errorpages(app)


def _register_features(app: Flask) -> None:
    # Modules of the same feature may share a blueprint.
    for blueprint in dict.fromkeys(feature.bp for feature in _LANGUAGE_FEATURES):
        app.register_blueprint(blueprint, url_prefix=languages.LANGUAGE_PREFIX)
    app.register_blueprint(feeds.root)
    app.register_blueprint(root)
    app.register_blueprint(media.root)
    app.register_blueprint(university_answers)
    app.cli.add_command(account_commands.users)
    app.cli.add_command(article_commands.articles)
    app.cli.add_command(content_commands.content)
    app.cli.add_command(mail_commands.mail)
    app.cli.add_command(factor_commands.factors)
    app.cli.add_command(operation_commands.backup)
    app.cli.add_command(operation_commands.restore)
    app.cli.add_command(search_commands.search)
    app.cli.add_command(search_log_commands.searches)
    app.cli.add_command(source_commands.sources)
