"""Repeated column habits as named types."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, TypeAlias

from sqlalchemy import (
    JSON,
    BigInteger,
    Date,
    DateTime,
    Dialect,
    Enum,
    Integer,
    LargeBinary,
    Numeric,
    Row,
    Select,
    String,
    Text,
)
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

from ..domain.diary import Value
from ..domain.words import (
    Correction,
    EntryKind,
    EvidenceKind,
    Period,
    Role,
    Severity,
    StatementKind,
    Status,
    Tier,
)


class Instant(TypeDecorator[datetime]):
    """A moment in UTC. Naive values are refused, so that no local time slips in."""

    impl = DateTime(timezone=False)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs its time zone.")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


AnyRow: TypeAlias = Row[*tuple[Any, ...]]
AnySelect: TypeAlias = Select[*tuple[Any, ...]]

Key = Annotated[int, mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)]
Name = Annotated[str, mapped_column(String(200))]
Line = Annotated[str, mapped_column(String(500))]
Prose = Annotated[str, mapped_column(Text)]
Hash = Annotated[str, mapped_column(String(64))]
Moment = Annotated[datetime, mapped_column(Instant)]
Version = Annotated[int, mapped_column(Integer)]


def _words(kind: type[StrEnum]) -> TypeEngine[Any]:
    return Enum(
        kind,
        native_enum=False,
        length=32,
        create_constraint=False,
        values_callable=lambda words: [word.value for word in words],
    )


_LISTS: tuple[type[StrEnum], ...] = (
    Correction,
    EntryKind,
    EvidenceKind,
    Period,
    Role,
    Severity,
    StatementKind,
    Status,
    Tier,
)

TYPE_MAP: dict[Any, Any] = {
    **{kind: _words(kind) for kind in _LISTS},
    bytes: LargeBinary,
    date: Date,
    datetime: Instant,
    Decimal: Numeric(14, 2),
    Value: JSON,
}
