"""Give the universities the order in which they are listed everywhere, whatever the language."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_SLUGS = (
    "malmo-university",
    "lulea-university-of-technology",
    "umea-university",
    "orebro-university",
    "university-of-boras",
    "jonkoping-university",
)
_TAGS = sa.table("tags", sa.column("kind"), sa.column("slug"), sa.column("number"))


def upgrade() -> None:
    """Number the six that a fresh installation has."""
    for number, slug in enumerate(_SLUGS, start=1):
        of_slug = (_TAGS.c.kind == "university") & (_TAGS.c.slug == slug)
        op.execute(_TAGS.update().where(of_slug).values(number=number))


def downgrade() -> None:
    """Let only the UN goals have numbers."""
    op.execute(_TAGS.update().where(_TAGS.c.kind == "university").values(number=None))
