"""Which shares belonged to which index, from which day on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create `index_membership`."""
    op.create_table(
        "index_membership",
        sa.Column("index_code", sa.Text(), nullable=False),
        sa.Column("symbol", sa.Text(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("index_code", "symbol", "effective_from", name="pk_index_membership"),
    )


def downgrade() -> None:
    """Drop `index_membership`."""
    op.drop_table("index_membership")
