"""An assessment handed in by a form: the document, and the day it speaks of."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from flask import request
from werkzeug.datastructures import CombinedMultiDict, FileStorage, MultiDict
from wtforms import BooleanField, DateField, Field, FileField, Form, HiddenField, StringField
from wtforms.validators import Length, StopValidation, ValidationError

from ..domain.assessment.decode import LIMIT
from ..domain.refusals import Refused
from . import forms
from .forms import OurForm


class _Document(FileField):
    """The file chosen now, or the one that came with the last try and was carried along."""

    raw = b""


def _day_or_unknown(form: Form, field: Field) -> None:
    """Ask for a day, or for the word that nobody knows it: it is never guessed."""
    typed, unknown = " ".join(field.raw_data or ()).strip(), form["unknown"].data
    if typed and unknown:
        raise StopValidation("Either enter the date, or say that it is not known.")
    if typed:
        return
    field.errors = []
    raise StopValidation("" if unknown else "Enter the date, or say that it is not known.")


def _near(_form: Form, field: Field) -> None:
    if field.data is not None and field.data.year not in forms.YEARS:
        raise ValidationError("Enter a date between the years 2000 and 2999.")


class DocumentForm(OurForm):
    """A document and its day. What arrived once is carried along, so that a refusal elsewhere does not lose it."""

    document = _Document("Document")
    kept = HiddenField()
    kept_name = HiddenField()
    as_of = DateField("Date", [_day_or_unknown, _near])
    unknown = BooleanField("The date is not known")

    @property
    def typed_date(self) -> str:
        """Give the date as it was sent, even if it is none."""
        return " ".join(self.as_of.raw_data or ())

    @property
    def raw(self) -> bytes:
        return self.document.raw

    def refuse_document(self, refusal: Refused) -> None:
        """Say what is wrong with the document; what cannot be read is not carried along."""
        self.document.errors = [refusal.sentence]
        self.kept.data = None

    def validate_document(self, field: _Document) -> None:
        sent = field.data
        if isinstance(sent, FileStorage) and sent.filename:
            field.raw = sent.read()
            sent.close()
            self.kept_name.data = forms.fill(sent.filename)[:200]
        elif self.kept.data:
            field.raw = _unpacked(self.kept.data)
        else:
            raise ValidationError("Choose the document to read.")
        self.kept.data = packed(field.raw) if len(field.raw) <= LIMIT else None


class NewProjectForm(DocumentForm):
    name = StringField("Project name", [Length(max=200)], filters=[lambda text: forms.fill(text).strip()])


def sent() -> CombinedMultiDict[str, Any]:
    """Give everything a form with a document sent; a file in any other field is nothing that was asked for."""
    documents = MultiDict([(name, file) for name, file in request.files.items(multi=True) if name == "document"])
    parts: list[Any] = [documents, request.form]
    return CombinedMultiDict(parts)


def packed(raw: bytes) -> str:
    """Give bytes as text that a hidden field can carry; no sign of it grows when a form is sent."""
    return base64.urlsafe_b64encode(raw).decode("ascii")


def _unpacked(text: str) -> bytes:
    try:
        return base64.b64decode(text, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise ValidationError("Choose the document again; it did not arrive whole.") from None
