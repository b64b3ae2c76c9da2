"""Re-assessment: scores of areas per document, the printed tier of an item, a tier that waits for approval."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIER = sa.Enum("critical", "important", "nice", "plan", name="tier", native_enum=False, length=32)


def upgrade() -> None:
    _note_where_each_import_ended()
    _give_each_document_its_scores()
    with op.batch_alter_table("item", schema=None) as item:
        item.add_column(sa.Column("proposed_tier", _TIER, nullable=True))
    with op.batch_alter_table("item_source", schema=None) as source:
        source.add_column(sa.Column("printed_tier", _TIER, nullable=True))
    _remember_printed_tiers()


def _note_where_each_import_ended() -> None:
    """Find the last line of each import: an import and its lines bear the same moment. Later ones are known after a
    way back and forth, or where rows were brought over from a newer version.
    """
    with op.batch_alter_table("assessment", schema=None) as assessment:
        assessment.add_column(sa.Column("told_until", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE assessment SET told_until = COALESCE((SELECT MAX(change.number) FROM change "
        "WHERE change.book = assessment.project_id AND change.at = assessment.imported_at "
        "AND (change.by = 'assessor' OR change.by = assessment.imported_by AND "
        "change.kind IN ('assessment.imported', 'item.added', 'item.moved', 'finding.carried'))), 0)"
    )
    with op.batch_alter_table("assessment", schema=None) as assessment:
        assessment.alter_column("told_until", existing_type=sa.Integer(), nullable=False)


def _give_each_document_its_scores() -> None:
    op.create_table(
        "area_score",
        sa.Column("assessment_id", _KEY, nullable=False),
        sa.Column("area_id", _KEY, nullable=False),
        sa.Column("score", sa.Numeric(precision=4, scale=2), nullable=False),
        sa.Column("weight", sa.Numeric(precision=9, scale=4), nullable=True),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_area_score_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_area_score_area_id_area"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("assessment_id", "area_id", name=op.f("pk_area_score")),
    )
    with op.batch_alter_table("area_score", schema=None) as score:
        score.create_index(op.f("ix_area_score_area_id"), ["area_id"], unique=False)
    op.execute(
        "INSERT INTO area_score (assessment_id, area_id, score, line) "
        "SELECT assessment.id, area.id, area.stated_score, COALESCE(area.line, 1) FROM area "
        "JOIN assessment ON assessment.project_id = area.project_id AND assessment.number = 1 "
        "WHERE area.stated_score IS NOT NULL"
    )
    with op.batch_alter_table("area", schema=None) as area:
        area.drop_column("stated_score")


def _remember_printed_tiers() -> None:
    """Take each item's first tier from the diary: what the document printed, whatever people decided since."""
    connection = op.get_bind()
    change = sa.table("change", *(sa.column(name) for name in ("book", "item", "kind", "after")))
    item = sa.table("item", *(sa.column(name) for name in ("id", "project_id", "number")))
    source = sa.table("item_source", *(sa.column(name) for name in ("item_id", "printed_tier")))
    added = sa.and_(change.c.book == item.c.project_id, change.c.item == item.c.number, change.c.kind == "item.added")
    for item_id, after in connection.execute(sa.select(item.c.id, change.c.after).join_from(item, change, added)).all():
        tier = (json.loads(after) if isinstance(after, str) else after)["tier"]
        connection.execute(source.update().where(source.c.item_id == item_id).values(printed_tier=tier))


def downgrade() -> None:
    with op.batch_alter_table("item_source", schema=None) as source:
        source.drop_column("printed_tier")
    with op.batch_alter_table("item", schema=None) as item:
        item.drop_column("proposed_tier")
    with op.batch_alter_table("area", schema=None) as area:
        area.add_column(sa.Column("stated_score", sa.Numeric(precision=4, scale=2), nullable=True))
    op.execute(
        "UPDATE area SET stated_score = (SELECT area_score.score FROM area_score JOIN assessment "
        "ON assessment.id = area_score.assessment_id WHERE area_score.area_id = area.id AND assessment.number = 1)"
    )
    with op.batch_alter_table("area_score", schema=None) as score:
        score.drop_index(op.f("ix_area_score_area_id"))
    op.drop_table("area_score")
    with op.batch_alter_table("assessment", schema=None) as assessment:
        assessment.drop_column("told_until")
