"""The form for the rules of reminders: what is typed becomes `Rules`, or a sentence beside the field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, cast

from wtforms import (
    BooleanField,
    Field,
    Form,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError

from ..domain.phrases import WEEKDAYS
from ..domain.reminders import MOST_HOLIDAYS, Rules
from ..domain.words import Tier
from . import forms
from .forms import OurForm

PREFIX = "reminders-"
_HOURS = forms.options((str(hour), f"{hour:02}:00") for hour in range(24))
_DAYS = forms.options((str(number), name) for number, name in enumerate(WEEKDAYS, 1))
_TIERS = tuple(Tier)


def _readable(reading: Callable[[str], object]) -> Callable[[Form, Field], None]:
    def check(_form: Form, field: Field) -> None:
        reading(field.data or "")

    return check


def holidays(text: str) -> tuple[date, ...]:
    """Read one date a line, such as 2026-12-24; what follows the date is a remark. Raises `ValidationError`."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        word = line.split()[0]
        try:
            day = date.fromisoformat(word) if len(word) == len("2026-12-24") else None
        except ValueError:
            day = None
        if day is None or day.year not in forms.YEARS:
            raise ValidationError(f"Line {number}, “{word[:20]}”, is no date. Write it like 2026-12-24.")
        found.append(day)
    if len(set(found)) > MOST_HOLIDAYS:
        raise ValidationError(f"These are too many holidays. Keep at most {MOST_HOLIDAYS}.")
    return tuple(found)


def numbers(text: str) -> tuple[int, ...]:
    """Read days as "7, 1, 0". Raises `ValidationError`."""
    words = text.replace(",", " ").split()
    if not all(word.isascii() and word.isdecimal() and len(word) <= 3 for word in words):
        raise ValidationError("Write whole numbers with commas between them, such as 7, 1, 0.")
    return tuple(map(int, words))


def _days(label: str, most: int = 365, least: int = 1) -> IntegerField:
    return IntegerField(label, [InputRequired("Enter a number."), NumberRange(least, most)])


class RulesForm(OurForm):
    hour = SelectField("Letters are written at", [InputRequired()], choices=_HOURS)
    working_days = SelectMultipleField("Working days", choices=_DAYS)
    holidays = TextAreaField("Holidays", [Length(max=40_000), _readable(holidays)], filters=[forms.fill])
    before = StringField("Days before a due date", [Length(max=100), _readable(numbers)], filters=[forms.fill])
    every = _days("Once overdue, again after how many working days")
    blocked_days = _days("Blocked for how many days")
    untouched_days = _days("Untouched for how many days")
    critical_deputy, critical_lead = _days("Deputy", least=0), _days("Leads", least=0)
    important_deputy, important_lead = _days("Deputy", least=0), _days("Leads", least=0)
    nice_deputy, nice_lead = _days("Deputy", least=0), _days("Leads", least=0)
    plan_deputy, plan_lead = _days("Deputy", least=0), _days("Leads", least=0)
    report_is_automatic = BooleanField("Publish every week's report by itself")
    report_day = SelectField("On", [InputRequired()], choices=_DAYS)
    report_hour = SelectField("At", [InputRequired()], choices=_HOURS)
    version = IntegerField("Version", [InputRequired()])

    def pair(self, tier: Tier) -> tuple[Field, Field]:
        """Give the two fields of a tier: after how many days overdue its deputy hears, and the leads."""
        return self[f"{tier.value}_deputy"], self[f"{tier.value}_lead"]

    def rules(self) -> Rules:
        """Give the rules as typed; the form is valid."""
        return Rules(
            hour=int(self.hour.data),
            working_days=tuple(map(int, self.working_days.data or ())),
            holidays=holidays(self.holidays.data or ""),
            before=numbers(self.before.data or ""),
            every=self.every.data or 0,
            blocked_days=self.blocked_days.data or 0,
            untouched_days=self.untouched_days.data or 0,
            escalations={tier: cast("Any", tuple(field.data for field in self.pair(tier))) for tier in _TIERS},
            report_day=int(self.report_day.data),
            report_hour=int(self.report_hour.data),
            report_is_automatic=self.report_is_automatic.data,
        )


def filled(rules: Rules, version: int) -> RulesForm:
    """Give the form as the rules stand."""
    kept: dict[str, Any] = {name: getattr(rules, name) for name in _PLAIN}
    for tier, (deputy, lead) in rules.escalations.items():
        kept |= {f"{tier.value}_deputy": deputy, f"{tier.value}_lead": lead}
    return RulesForm(
        prefix=PREFIX,
        hour=str(rules.hour),
        working_days=list(map(str, rules.working_days)),
        holidays="\n".join(day.isoformat() for day in rules.holidays),
        before=", ".join(map(str, rules.before)),
        report_day=str(rules.report_day),
        report_hour=str(rules.report_hour),
        version=version,
        **kept,
    )


_PLAIN = ("every", "blocked_days", "untouched_days", "report_is_automatic")
