"""Answer the page of a person: who they are, and what they have published."""

from flask import current_app, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.names import person_slug, read_person_slug
from wiki.accounts.permissions import Permission
from wiki.accounts.queries import find_person
from wiki.authors.queries.people import list_works
from wiki.citations.credits import Credit
from wiki.citations.orcid import orcid_url
from wiki.citations.schema_org import describe_person
from wiki.errors import NotFound
from wiki.home.routes.blueprint import bp
from wiki.tags.reader import University


@bp.get("/people/<slug>")
@allow(Permission.READ)
def person(slug: str) -> str | Response:
    """Show somebody who has published something, or wants a page; others see only their own."""
    viewer = current_viewer()
    user = find_person(read_person_slug(slug))
    works = list_works(user.id)
    is_public = works.is_any or (user.has_page and user.is_active)
    if not is_public and user.id != viewer.user_id:
        raise NotFound()
    current = person_slug(user.id, user.name)
    if slug != current:
        return redirect(url_for("home.person", slug=current), 301)
    university = _find_university(user.university_id)
    url = f"{current_app.config['BASE_URL']}{url_for('home.person', slug=current)}"
    return render_template(
        "home/person.html",
        user=user,
        works=works,
        is_public=is_public,
        university=university,
        orcid_url=orcid_url(user.orcid),
        described=describe_person(
            Credit(user.name, orcid=user.orcid),
            url,
            user.about,
            university.label(g.language) if university else "",
        ),
    )


def _find_university(university_id: int | None) -> University | None:
    universities: tuple[University, ...] = current_app.extensions["universities"].value()
    return next((found for found in universities if found.id == university_id), None)
