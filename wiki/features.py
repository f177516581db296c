"""All features: whose pages and commands the application has.

The only module that imports routes and commands.
"""

from flask import Flask
from flask_wtf import CSRFProtect

from wiki.accounts import commands as account_commands
from wiki.accounts import routes as accounts
from wiki.admin.routes import audit_log as admin_audit_log
from wiki.admin.routes import users as admin
from wiki.amendments import routes as amendments
from wiki.appointments import routes as appointments
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
from wiki.authors import routes as authors
from wiki.cards import routes as cards
from wiki.changes import routes as changes
from wiki.content import commands as content_commands
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
from wiki.events import routes as events
from wiki.feeds import routes as feeds
from wiki.figures import routes as figures
from wiki.health import commands as health_commands
from wiki.health import routes as health
from wiki.home.routes import account, front, people, site, trial, universities
from wiki.home.routes.blueprint import root
from wiki.mail import commands as mail_commands
from wiki.mailroom import routes as mailroom
from wiki.media import routes as media
from wiki.metrics import routes as metrics
from wiki.oidc.routes import account as university_accounts
from wiki.oidc.routes import login as university_logins
from wiki.oidc.routes.blueprint import root as university_answers
from wiki.operations import commands as operation_commands
from wiki.pairs import routes as pairs
from wiki.personal_data import routes as personal_data
from wiki.pictures import routes as pictures
from wiki.proposals import routes as tag_articles
from wiki.references import commands as source_commands
from wiki.references.routes import add as add_sources
from wiki.references.routes import edit as edit_sources
from wiki.references.routes import read as sources
from wiki.remarks import routes as remarks
from wiki.reversal import routes as reversal
from wiki.reviews import routes as reviews
from wiki.revisions import routes as revisions
from wiki.search import commands as search_commands
from wiki.search import routes as search
from wiki.search_log import commands as search_log_commands
from wiki.search_log import routes as search_log
from wiki.second_factor import commands as factor_commands
from wiki.second_factor.routes import account as second_factors
from wiki.second_factor.routes import login as second_steps
from wiki.second_factor.routes import passkeys
from wiki.site import routes as the_site
from wiki.statements import routes as statements
from wiki.tags.routes import edit as edit_tags
from wiki.tags.routes import exchange as exchange_tags
from wiki.tags.routes import read as tags
from wiki.tags.routes import shape as shape_tags
from wiki.tags.routes import wishes as tag_wishes
from wiki.talk import routes as talk
from wiki.tips import routes as tips
from wiki.universities import routes as university_profiles
from wiki.upkeep import routes as upkeep
from wiki.watching import routes as watching
from wiki.web import languages

_LANGUAGE_FEATURES = (
    account,
    accounts,
    add_sources,
    admin,
    admin_audit_log,
    amendments,
    appointments,
    article_suggestions,
    articles,
    authors,
    cards,
    changes,
    cite,
    desk_proposals,
    desk_searches,
    desk_templates,
    desk_tips,
    desk_translations,
    desk_vocabulary,
    desk_work,
    download_articles,
    drafts,
    edit_articles,
    edit_sources,
    edit_tags,
    events,
    exchange_tags,
    feeds,
    figures,
    forgotten_password,
    front,
    health,
    invitations,
    lifecycle,
    mailroom,
    media,
    new_addresses,
    pairs,
    passkeys,
    paste_articles,
    people,
    personal_data,
    pictures,
    preview_articles,
    remarks,
    reversal,
    reviews,
    revisions,
    search,
    search_log,
    second_factors,
    second_steps,
    settle_articles,
    shape_tags,
    site,
    sources,
    statements,
    tag_articles,
    tag_wishes,
    tags,
    talk,
    the_site,
    tips,
    trial,
    universities,
    university_accounts,
    university_logins,
    university_profiles,
    upkeep,
    watching,
    working_copies,
)


def register_features(app: Flask) -> None:
    """Register the pages and commands of all features."""
    cards.init_cards(app)
    # Modules of the same feature may share a blueprint.
    for blueprint in dict.fromkeys(feature.bp for feature in _LANGUAGE_FEATURES):
        app.register_blueprint(blueprint, url_prefix=languages.LANGUAGE_PREFIX)
    app.register_blueprint(feeds.root)
    app.register_blueprint(root)
    app.register_blueprint(media.root)
    app.register_blueprint(metrics.root)
    app.register_blueprint(the_site.root)
    app.register_blueprint(university_answers)
    app.cli.add_command(account_commands.users)
    app.cli.add_command(article_commands.articles)
    app.cli.add_command(content_commands.content)
    app.cli.add_command(mail_commands.mail)
    app.cli.add_command(factor_commands.factors)
    app.cli.add_command(health_commands.health)
    app.cli.add_command(operation_commands.backup)
    app.cli.add_command(operation_commands.database)
    app.cli.add_command(operation_commands.restore)
    app.cli.add_command(search_commands.search)
    app.cli.add_command(search_log_commands.searches)
    app.cli.add_command(source_commands.sources)


def exempt_forms(csrf: CSRFProtect) -> None:
    """Take out the forms that have no session in which a token could stand."""
    # Their forms check the token themselves, and answer an old page with a fresh one.
    csrf.exempt(accounts.login)
    csrf.exempt(second_steps.ask)
    csrf.exempt(forgotten_password.forgotten)
    csrf.exempt(forgotten_password.new_password)
    csrf.exempt(invitations.accept)
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
