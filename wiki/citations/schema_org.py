"""Describe an article in the vocabulary of schema.org, for search engines."""

from collections.abc import Mapping
from typing import Any

from wiki.citations.citation import Citation
from wiki.citations.credits import Credit
from wiki.citations.names import Author
from wiki.citations.orcid import orcid_url


def describe_article(citation: Citation, base_url: str) -> Mapping[str, Any]:
    """Return the article as a JSON-LD object."""
    publisher = {"@type": "Organization", "name": citation.site}
    return {
        "@type": "Article",
        "@id": citation.url,
        "url": citation.url,
        "headline": citation.title,
        "description": citation.abstract or citation.title,
        "author": [_describe_author(author) for author in citation.authors],
        **_describe_others(citation),
        **_describe_review(citation),
        "datePublished": citation.first_published.isoformat(),
        "dateModified": citation.published.isoformat(),
        "version": citation.number,
        "inLanguage": citation.language,
        "keywords": list(citation.keywords),
        "license": citation.licence,
        "isAccessibleForFree": True,
        "publisher": publisher,
        "isPartOf": {"@type": "WebSite", "name": citation.publication, "url": f"{base_url}/"},
    }


def describe_person(credit: Credit, url: str, about: str, affiliation: str) -> Mapping[str, Any]:
    """Return somebody's page as a JSON-LD object."""
    person: dict[str, Any] = {"@type": "Person", "@id": url, "url": url, "name": credit.name}
    if about:
        person["description"] = about
    if affiliation:
        person["affiliation"] = {"@type": "Organization", "name": affiliation}
    if credit.orcid:
        person["sameAs"] = orcid_url(credit.orcid)
    return {"@context": "https://schema.org", "@type": "ProfilePage", "mainEntity": person}


def _describe_others(citation: Citation) -> Mapping[str, Any]:
    """Return who edited and translated, as far as somebody did."""
    others = {"editor": citation.editors, "translator": citation.translators}
    return {
        role: [_describe_author(person) for person in people]
        for role, people in others.items()
        if people
    }


def _describe_review(citation: Citation) -> Mapping[str, Any]:
    """Return who reviewed the text: only pages have a property for that, articles have not."""
    if citation.reviewer is None or citation.reviewed is None:
        return {}
    page = {
        "@type": "WebPage",
        "url": citation.url,
        "reviewedBy": _describe_author(citation.reviewer),
        "lastReviewed": citation.reviewed.isoformat(),
    }
    return {"mainEntityOfPage": page}


def _describe_author(author: Author) -> Mapping[str, Any]:
    if not _is_person(author):
        return {"@type": "Organization", "name": author.name}
    person: dict[str, Any] = {"@type": "Person", "name": author.name}
    if author.given:
        person |= {"familyName": author.family, "givenName": author.given}
    if author.url:
        person["url"] = author.url
    if author.orcid:
        person["sameAs"] = orcid_url(author.orcid)
    if author.affiliation:
        person["affiliation"] = {"@type": "Organization", "name": author.affiliation}
    return person


def _is_person(author: Author) -> bool:
    """Return whether a person is named; somebody with a single name shows it by something else.

    Only people have an ORCID, but an account can be that of an office.
    """
    has_sign = author.has_account and not author.is_organisation
    return bool(author.given or author.orcid or has_sign)
