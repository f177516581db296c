"""Read which second factors somebody has."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.db import db
from wiki.second_factor.models import BackupCode, CodeApp


@dataclass(frozen=True)
class Factors:
    """What somebody logs in with after the password."""

    app_since: datetime | None
    codes_left: int

    @property
    def is_on(self) -> bool:
        """Return whether the log-in asks for something."""
        return self.app_since is not None


def find_own_factors(viewer: Viewer) -> Factors:
    """Return the viewer's own second factors."""
    require(Permission.HAVE_ACCOUNT, viewer)
    mine = BackupCode.user_id == viewer.user_id
    app = db.session.get(CodeApp, viewer.user_id) if viewer.user_id else None
    left = db.session.scalar(select(func.count()).select_from(BackupCode).where(mine)) or 0
    return Factors(app.created_at if app else None, left)
