"""Read with which universities an account is linked."""

from sqlalchemy import select

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.db import db
from wiki.oidc.models import HomeIdentity


def list_own_identities(viewer: Viewer) -> dict[str, HomeIdentity]:
    """Return what the viewer's own account is linked with, by issuer."""
    require(Permission.HAVE_ACCOUNT, viewer)
    own = select(HomeIdentity).where(HomeIdentity.user_id == viewer.user_id)
    return {found.issuer: found for found in db.session.scalars(own.order_by(HomeIdentity.id))}
