"""What people may send: one form per question, errors made from its noun."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeVar

from flask import request
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    Field,
    Form,
    HiddenField,
    IntegerField,
    PasswordField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the type stubs lag behind
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from ..domain import costs, people, tokens
from ..domain.refusals import Refused
from ..domain.words import EntryKind, Role, Tier, Word
from ..services.items import Seen

W = TypeVar("W", bound=StrEnum)

NO_NUL = "\x00"
YEARS = range(2000, 3000)


_SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "Not a valid integer value.": "Enter a whole number.",
        "Not a valid date value.": "Enter a date such as 2026-12-14.",
        "Not a valid choice.": "Choose one from the list.",
        "'%(value)s' is not a valid choice for this field.": "Choose from the list.",
        "'%(value)s' are not valid choices for this field.": "Choose from the list.",
        "Number must be between %(min)s and %(max)s.": "Enter a whole number from %(min)s to %(max)s.",
        "Field cannot be longer than %(max)d character.": "Keep it to one character.",
        "Field cannot be longer than %(max)d characters.": "Keep it under %(max)d characters.",
    }
)


class _OurWords:
    """Errors in our own words where the form library has its own."""

    def gettext(self, text: str) -> str:
        return _SENTENCES.get(text, text)

    def ngettext(self, one: str, many: str, n: int) -> str:
        return self.gettext(one if n == 1 else many)


class OurForm(Form):
    """A form read from the request; `sentences` gives its errors ready to print."""

    class Meta:
        def get_translations(self, _form: object) -> _OurWords:
            return _OurWords()

    def said(self, name: str) -> str:
        """Give what a text field sent; nothing is an empty text."""
        return str(self[name].data or "")

    @property
    def sentences(self) -> list[tuple[str, str]]:
        """List (field name, error sentence)."""
        return [(name or "", str(error)) for name, errors in self.errors.items() for error in errors]


def fill(text: str | None) -> str:
    """Clean what a text field sent: no NUL, no broken characters, newlines as one sign."""
    if not text:
        return ""
    text = text.replace(NO_NUL, "").replace("\r\n", "\n").replace("\r", "\n")
    return text.encode("utf-8", "replace").decode("utf-8")


def word(kind: type[W], value: str | None, noun: str) -> W:
    """Read a word from a list; refuse anything else."""
    try:
        return kind(value or "")
    except ValueError:
        raise Refused(f"Choose {noun} from the list.") from None


def day(value: str | None, noun: str) -> date | None:
    """Read a date as browsers send it; empty is none."""
    if not (value or "").strip():
        return None
    try:
        found = date.fromisoformat(str(value).strip())
    except ValueError:
        raise Refused(f"Enter {noun} as a date such as 2026-12-14.") from None
    if found.year not in YEARS:
        raise Refused(f"Enter {noun} between the years 2000 and 2999.")
    return found


def number(value: str | None, noun: str) -> int | None:
    """Read a whole number; empty is none."""
    text = (value or "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise Refused(f"Choose {noun} from the list.")
    return int(text)


def seen(item: int) -> Seen:
    """Read which version of an item the sender was looking at."""
    return Seen(item, number(request.form.get("version"), "the version") or 0)


def options(pairs: Iterable[tuple[str, str]]) -> list[Any]:
    """Give the options of a select from pairs of value and label."""
    return [SelectChoice(value, label) for value, label in pairs]


def choices(words: Iterable[Word]) -> list[Any]:
    """Give the options of a select from a list of words."""
    return options((each.value, each.label) for each in words)


def _clean(text: object) -> object:
    return fill(text) if isinstance(text, str) else text


def _given(noun: str) -> InputRequired:
    return InputRequired(f"Enter {noun}.")


def _decided_by(decision: Callable[[str], object]) -> Callable[[Form, Field], None]:
    """Let a decision of the domain say what is wrong with a field."""

    def check(_form: Form, field: Field) -> None:
        try:
            decision(field.data or "")
        except Refused as refusal:
            raise ValidationError(refusal.sentence) from None

    return check


def _near(_form: Form, field: Field) -> None:
    """Refuse a day that no project of ours can mean."""
    if field.data is not None and field.data.year not in YEARS:
        raise ValidationError("Enter a date between the years 2000 and 2999.")


_KINDS = "12 to 128 characters of any kind; four unusual words are good."
_REMEMBER = "Keep me signed in on this device"
_REMEMBERED = "For 14 days. Otherwise until the browser is closed, 12 hours at most."


class SetUpForm(OurForm):
    name = StringField("Your name", [_given("your name"), Length(max=100)], filters=[_clean])
    email = EmailField("E-mail address", [_given("an e-mail address"), _decided_by(people.email)], filters=[_clean])
    password = PasswordField("Password", [_given("a password")], description=_KINDS)


class SignInForm(OurForm):
    email = EmailField("E-mail address", [_given("your e-mail address"), Length(max=254)], filters=[_clean])
    password = PasswordField("Password", [_given("your password"), Length(max=1000)])
    remember = BooleanField(_REMEMBER, description=_REMEMBERED)
    next = HiddenField()


class ForgottenForm(OurForm):
    email = EmailField("E-mail address", [_given("your e-mail address"), _decided_by(people.email)], filters=[_clean])


class ResetForm(OurForm):
    new = PasswordField("New password", [_given("a new password")], description=_KINDS)


class JoinForm(OurForm):
    name = StringField("Your name", [_given("your name"), Length(max=100)], filters=[_clean])
    password = PasswordField("Choose a password", [_given("a password")], description=_KINDS)
    remember = BooleanField(_REMEMBER, description=_REMEMBERED)


class CodeForm(OurForm):
    code = StringField("Code", [_given("the code"), Length(max=100)], filters=[_clean])
    next = HiddenField()


class PasswordForm(OurForm):
    current = PasswordField("Current password", [Length(max=1000)])
    new = PasswordField("New password", [_given("a new password")], description=_KINDS)


class AddressForm(OurForm):
    email = EmailField("New e-mail address", [_given("the new address"), _decided_by(people.email)], filters=[_clean])
    password = PasswordField("Your password", [_given("your password"), Length(max=1000)])


class NameForm(OurForm):
    name = StringField("Your name", [_given("your name"), Length(max=100)], filters=[_clean])


class TokenForm(OurForm):
    name = StringField("What it is for", [_given("what the token is for"), _decided_by(tokens.name)], filters=[_clean])
    project = SelectField("Project", [_given("a project")])
    scope = SelectField(
        "What it may do",
        [_given("what it may do")],
        choices=options((scope.value, f"{scope.label}: {scope.meaning}") for scope in tokens.Scope),
    )
    days = IntegerField(
        "Days it is good for", [_given("a number"), NumberRange(tokens.SHORTEST_DAYS, tokens.LONGEST_DAYS)]
    )


class ItemForm(OurForm):
    title = StringField("Title", [_given("a title"), Length(max=300)], filters=[_clean])
    detail = TextAreaField("Detail", [Length(max=20_000)], filters=[_clean], description="Markdown is welcome.")
    tier = SelectField("Tier", choices=choices(Tier))
    reason = StringField("Why it is added", [Length(max=500)], filters=[_clean])


class DatesForm(OurForm):
    name = StringField("Project name", [_given("a name for the project"), Length(max=200)], filters=[_clean])
    start = DateField("Start date", [Optional(), _near], description="The first day of phase 1.")
    target = DateField("Target date", [Optional(), _near], description="When you mean to go live.")
    time_zone = SelectField("Time zone", [_given("a time zone")], description="Days begin and end at its midnight.")
    version = IntegerField("Version", [InputRequired()])

    def validate_target(self, field: Field) -> None:
        if self.start.data and field.data and field.data < self.start.data:
            raise ValidationError("The target date has to be after the start date.")


class PolicyForm(OurForm):
    critical = IntegerField("Points of a critical item", [_given("a number"), NumberRange(1, 100)])
    important = IntegerField("Points of an important item", [_given("a number"), NumberRange(0, 100)])
    nice = IntegerField("Points of a nice-to-have item", [_given("a number"), NumberRange(0, 100)])
    evidence_days = IntegerField("Evidence counts for how many days", [_given("a number"), NumberRange(1, 730)])
    coverage_days = IntegerField(
        "A status counts as fresh for how many days", [_given("a number"), NumberRange(1, 365)]
    )
    second_person = BooleanField("A second person verifies and approves")
    version = IntegerField("Version", [InputRequired()])


class MemberForm(OurForm):
    name = StringField("Name", [_given("a name"), Length(max=100)], filters=[_clean])
    email = EmailField("E-mail address", [_given("an e-mail address"), _decided_by(people.email)], filters=[_clean])
    role = SelectField("Role", [_given("a role")], choices=choices(Role))


class EntryForm(OurForm):
    line = SelectField("Cost line", [_given("a cost line")])
    kind = SelectField("What happened", [_given("what happened")], choices=choices(EntryKind))
    amount = StringField("Amount", [_given("an amount"), _decided_by(costs.amount)], filters=[_clean])
    day = DateField("On", [_given("the day"), _near])
    note = StringField("Note", [Length(max=1000)], filters=[_clean])
