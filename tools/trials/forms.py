"""Every form with values no form should be sent: nothing breaks, and what is refused writes nothing.

The forms are those our pages show, walked as each person; a route that no page leads to is sent all fields there are.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import HTTPException
from werkzeug.test import EnvironBuilder, TestResponse

from tools.trials import stage
from tools.trials.books import book_of
from tools.trials.forms_people import ARRIVALS, add_people, hidden_doors
from tools.trials.forms_seen import Control, Form, Sheet, walk
from tools.trials.trial import Result

ROOT = Path(__file__).resolve().parent.parent.parent
CASES = 12_000
EXPECTED = frozenset({200, 302, 303, 400, 401, 403, 404, 405, 409, 410, 411, 413, 415, 422})

# what is used once as it is before the trial begins, so that more forms show, and where it is found
_BUILDS_UP = ("items.", "costs.", "assessments.", "tokens.make", "second_factor.renew_codes")
_USED_ONCE = (
    ("/p/vantage-ai/costs", "Ada"),
    ("/p/vantage-ai/assessments/new", "Ada"),
    ("/account/tokens", "Ada"),
    ("/account/second-factor", "Eve"),
)
COOKIE = "readiness-8000"

HOSTILE: tuple[bytes, ...] = (
    b"",
    b" ",
    b"\x00",
    b"a\x00b",
    b"\xed\xa0\x80",  # a lone surrogate
    b"\xff\xfe\xfa",
    str(2**70).encode(),
    str(-(2**70)).encode(),
    b"2147483648",
    b"9223372036854775808",
    b"-1",
    b"0",
    b"1e400",
    b"NaN",
    b"Infinity",
    b"-0",
    b"0x10",
    b"1_000",
    b"true",
    b"null",
    b"[]",
    b'{"a": [1]}',
    b"0000-00-00",
    b"2026-02-30",
    b"9999-12-31",
    b"10000-01-01",
    b"2026-11-23T10:00",
    b"a\r\nb: c",
    b"\xe2\x80\xae\xe2\x80\x8b",
    "٣٤٥".encode(),
    "👩‍👩‍👧".encode(),
    b"<script>alert(1)</script>",
    b"{{ 7 * 7 }}",
    b"%s%n%d",
    b"' OR 1=1 --",
    b"../../etc/passwd",
    b"//evil.example",
    b"/\\evil.example",
    b"javascript:alert(1)",
    b"http://[",
    b"=1+1",
    b"x" * 100_000,
    "é".encode() * 50_000,
    b"[" * 20_000,
)
STRANGE_NAMES = ("", "\x00", "role[]", "__proto__", "is_administrator", "version", "x" * 5_000, "é", "csrf_token")
VALUES = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=20).map(lambda said: said.encode()),
    st.integers().map(lambda number: str(number).encode()),
    st.floats().map(lambda number: str(number).encode()),
    st.binary(max_size=12),
)
PLAUSIBLE = {"date": b"2026-12-14", "number": b"5", "email": b"new@example.org", "password": stage.PASSWORD.encode()}


@dataclass
class Sent:
    """What one case sends: fields in order, any name more than once; a file where `is_file`."""

    fields: list[tuple[str, bytes, bool]] = field(default_factory=list)


@dataclass
class Person:
    """A browser: who sits at it, the session it begins every case with, and that session's token."""

    name: str
    cookie: str
    token: str


def run(scale: float, seed: int) -> list[Result]:
    """Run the trial on each database that answers; the full form sends 12,000 forms to each."""
    results = []
    for kind, app in stage.staged():
        trial = Trial(app)
        results.append(trial.run(max(1, round(CASES * scale)), seed, kind))
        trial.book.close()
    return results


class Trial:
    """One application, its people, and the forms they are shown on so many pages of each view; on none, all guessed."""

    def __init__(self, app: Flask, *, pages: int = 8) -> None:
        self.app = app
        with app.app_context():
            add_people()
        self.people = {name: self._arrive(name) for name in ARRIVALS}
        self.links = hidden_doors(app)
        self.forms: dict[str, dict[tuple[str, ...], tuple[Form, str]]] = {}
        self.answers: Counter[int] = Counter()
        if pages:
            self._build_up(12 if pages < 4 else 28)
            for name in self.people:
                self._collect(name, pages if name == "Ada" else max(1, pages // 4))
        self.guessed = self._guess()
        self.book = book_of(app)

    @property
    def routes(self) -> set[str]:
        """Give every view that takes a form."""
        rules = self.app.url_map.iter_rules()
        return {rule.endpoint for rule in rules if "POST" in (rule.methods or ()) and not rule.rule.startswith("/api/")}

    def run(self, cases: int, seed: int, name: str) -> Result:
        """Send so many forms, each route as often as any other, and say which were answered wrongly."""
        failures: list[str] = []
        for endpoint in sorted(self.forms):
            failures += self._try(endpoint, max(1, cases // len(self.forms)), seed)
        routes = f"forms on {name}, {len(self.forms)} routes, {len(self.forms.keys() - self.guessed)} from pages"
        return Result(routes, sum(self.answers.values()), tuple(failures), seed)

    def _try(self, endpoint: str, cases: int, seed: int) -> list[str]:
        """Send the forms of one route: mostly as whom they were shown to, else as anybody."""
        failures: list[str] = []
        forms = sorted(self.forms[endpoint].values(), key=lambda kept: kept[0].shape)

        @seeded(seed)
        @settings(
            max_examples=cases,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(data=st.data())
        def one(data: st.DataObject) -> None:
            form, owner = data.draw(st.sampled_from(forms))
            who = data.draw(st.sampled_from([owner] * 2 * len(self.people) + list(self.people)))
            failures.extend(self.case(endpoint, form, who, data.draw(_sent(form))))

        one()
        return failures

    def case(self, endpoint: str, form: Form, who: str, sent: Sent) -> list[str]:
        """Send one form from the same beginning as every other; give what was wrong with the answer."""
        response = self._post(self.people[who], form.action, sent)
        status = response.status_code
        response.close()
        self.answers[status] += 1
        wrote = self.book.differs()
        told = f"{endpoint} as {who} answered {status} to {_told(sent)}"
        wrong = [told] if status not in EXPECTED else []
        if wrote and status >= 400:
            wrong.append(f"{told} and wrote {', '.join(wrote)}")
        self.book.restore()
        return wrong

    def _post(self, person: Person, action: str, sent: Sent) -> TestResponse:
        client = self.app.test_client()
        client.set_cookie(COOKIE, person.cookie)
        fields = [("csrf_token", person.token.encode(), False), *sent.fields]
        if not any(is_file for *_, is_file in fields):
            body = urlencode([(name.encode(), value) for name, value, _ in fields])
            return client.post(action, data=body, content_type="application/x-www-form-urlencoded")
        builder = EnvironBuilder(action, method="POST")
        for name, value, is_file in fields:
            if is_file:
                builder.files.add_file(name or "file", FileStorage(BytesIO(value), "a\u202eb.md", name or "file"))
            else:
                builder.form.add(name, value.decode("utf-8", "replace"))
        return client.open(builder)

    def _get(self, person: Person, path: str) -> tuple[str, str]:
        client = self.app.test_client()
        client.set_cookie(COOKIE, person.cookie)
        response = client.get(path, follow_redirects=True)
        found = response.text if response.mimetype == "text/html" else ""
        response.close()
        return found, response.request.path

    def _arrive(self, name: str) -> Person:
        """Bring a person to a browser; what is in it then is what every case begins with."""
        client = self.app.test_client()
        ARRIVALS[name](self.app, client)
        kept = client.get_cookie(COOKIE)
        page = client.get("/account")
        token = Sheet("", (page if page.status_code == 200 else client.get("/sign-in")).text).token
        kept = client.get_cookie(COOKIE) or kept
        return Person(name, kept.value if kept else "", token)

    def _collect(self, name: str, pages: int) -> None:
        person = self.people[name]
        start = ["/", "/account", "/account/confirm", "/second-factor", "/account/second-factor/new", *self.links]
        for form in walk(lambda path: self._get(person, path), self._view_of, start, pages):
            self._keep(form, name)

    def _keep(self, form: Form, name: str) -> None:
        endpoint = self._view_of(form.action, "POST")
        if endpoint in self.routes:
            self.forms.setdefault(endpoint, {}).setdefault(form.shape, (form, name))

    def _view_of(self, path: str, method: str = "GET") -> str:
        try:
            found = self.app.url_map.bind("localhost").match(urlsplit(path).path, method)[0]
        except HTTPException:
            return path
        return str(found)

    def _build_up(self, items: int) -> None:
        """Use forms once as they are, each on an item of its own, so that items come into every state."""
        used: set[str] = set()
        for number in range(1, items + 1):
            self._use(f"/p/vantage-ai/items/{number}", "Ada", used, 1)
        for path, name in _USED_ONCE:
            self._use(path, name, used, 9)

    def _use(self, path: str, name: str, used: set[str], most: int) -> None:
        """Send up to so many of the forms on a page that were not used yet, and keep what their answers show."""
        waiting = Sheet(path, self._get(self.people[name], path)[0]).forms
        while waiting and most:
            form = waiting.pop(0)
            endpoint = self._view_of(form.action, "POST")
            self._keep(form, name)
            if endpoint in used or not endpoint.startswith(_BUILDS_UP):
                continue
            used.add(endpoint)
            most -= 1
            answer = self._post(self.people[name], form.action, _as_it_is(form))
            if answer.mimetype == "text/html":
                waiting += Sheet(form.action, answer.text).forms
            answer.close()

    def _guess(self) -> set[str]:
        """Make up a form for every route that no page led to, from the fields of all others; name those routes."""
        everything = Form("")
        for known in self.forms.values():
            for form, _name in known.values():
                everything.controls.update(form.controls)
        guessed = self.routes - self.forms.keys()
        for endpoint in guessed:
            form = Form(_address(self.app, endpoint), dict(everything.controls))
            self.forms[endpoint] = {form.shape: (form, "Ada")}
        return guessed


@st.composite
def _sent(draw: st.DrawFn, form: Form) -> Sent:
    """Fill a form in: some fields as they are, some with anything, some missing, doubled, or a file."""
    sent = Sent()
    for control in form.controls.values():
        what = draw(st.sampled_from(("as it is",) * 4 + ("anything",) * 4 + ("missing", "doubled", "file")))
        if what == "as it is":
            sent.fields.append((control.name, draw(st.sampled_from(_own(control))), control.kind == "file"))
        elif what != "missing":
            sent.fields += [(control.name, draw(VALUES), what == "file") for _ in range(2 if what == "doubled" else 1)]
    if draw(st.integers(0, 4)) == 0:
        sent.fields.append((draw(st.sampled_from(STRANGE_NAMES)), draw(VALUES), False))
    return sent


def _as_it_is(form: Form) -> Sent:
    fields = [each for each in form.controls.values() if each.kind != "checkbox" or each.name == "unknown"]
    fields = [each for each in fields if each.name != "as_of"]
    return Sent([(each.name, _own(each)[0], each.kind == "file") for each in fields])


def _own(control: Control) -> list[bytes]:
    """Give what a person could send with this field."""
    if control.kind == "file":
        return [(ROOT / "tests/documents/second.md").read_bytes()]
    given = [value.encode("utf-8", "replace") for value in control.values if value]
    return given[-3:] or [PLAUSIBLE.get(control.kind, b"Words that fit")]


def _told(sent: Sent) -> str:
    shown = (f"{name[:30]}={value[:40]!r}{' as a file' if is_file else ''}" for name, value, is_file in sent.fields)
    return "{" + ", ".join(shown) + "}"


def _address(app: Flask, endpoint: str) -> str:
    """Give an address of a view, with what the trial's world has in it."""
    rule = next(each for each in app.url_map.iter_rules(endpoint) if "POST" in (each.methods or ()))
    values: dict[str, object] = {"slug": "vantage-ai", "token": "x"}
    with app.test_request_context():
        return app.url_for(endpoint, **{name: values.get(name, 1) for name in rule.arguments})  # type: ignore[arg-type]
