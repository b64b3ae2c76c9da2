"""Every requirement on browser, accounts, access, record and data, in a sentence, with the tests that prove it.

`tests/house/test_requirements.py` checks that each named test exists; the end of a run counts what it proved.
"""

from __future__ import annotations

from typing import NamedTuple

_FILES = {
    "account": "tests/web/test_account.py",
    "administration": "tests/web/test_administration.py",
    "api doors": "tests/web/api/test_doors.py",
    "api fuzzing": "tests/web/api/test_fuzzing.py",
    "api problems": "tests/web/api/test_problems.py",
    "backups": "tests/services/test_backups.py",
    "browser": "tests/web/test_access_browser.py",
    "config": "tests/test_config.py",
    "confirming": "tests/web/test_confirmations.py",
    "deletions": "tests/services/test_deletions.py",
    "diary": "tests/services/test_diary.py",
    "doors": "tests/services/test_doors.py",
    "edits": "tests/services/test_items.py",
    "export": "tests/services/test_project_files.py",
    "factor": "tests/services/test_second_factor.py",
    "factor pages": "tests/web/test_second_factor.py",
    "guard": "tests/storage/test_guard.py",
    "health": "tests/web/test_health.py",
    "logs": "tests/web/test_logs.py",
    "migrations": "tests/storage/test_migrations.py",
    "passwords": "tests/domain/test_passwords.py",
    "people": "tests/services/test_people.py",
    "removals": "tests/services/test_removals.py",
    "rules": "tests/house/test_house_rules.py",
    "secrets": "tests/house/test_secret_scan.py",
    "sessions": "tests/web/test_sessions.py",
    "table": "tests/web/test_access_table.py",
    "tampering": "tests/trials/test_tampering.py",
    "tenants": "tests/web/test_access_tenants.py",
    "tokens": "tests/services/test_tokens.py",
    "under load": "tests/services/test_backups_under_load.py",
    "web doors": "tests/web/test_doors.py",
    "wheel": "tests/house/test_wheel.py",
}


class Requirement(NamedTuple):
    """One promise and the tests that would fail if it were broken."""

    id: str
    sentence: str
    tests: tuple[str, ...]


def _r(id_: str, sentence: str, *tests: str) -> Requirement:
    """Write a row; a test is named by the word for its file and its name without `test_`."""
    named = (test.split(": ") for test in tests)
    return Requirement(id_, sentence, tuple(f"{_FILES[file]}::test_{name.replace(' ', '_')}" for file, name in named))


BROWSER = (
    _r(
        "B1",
        "Every cookie is HttpOnly and SameSite=Lax, and Secure behind https.",
        "browser: every cookie has its flags",
    ),
    _r(
        "B2",
        "The security headers are on every answer, errors and static files included.",
        "browser: every answer has every header",
        "browser: every static answer has every header",
        "browser: an error of ours and a silent database have every header",
    ),
    _r("B3", "No answer opens itself to scripts of other origins.", "browser: every answer has every header"),
    _r(
        "B4",
        "No unsafe method is taken without the session's token.",
        "browser: no form is taken without its token",
        "api doors: a cookie alone opens nothing",
    ),
    _r(
        "B5",
        "No unsafe method is taken from another site, whatever its token.",
        "browser: no form from elsewhere is taken anywhere",
        "api problems: another site cannot use a token it may hold",
    ),
    _r(
        "B6",
        "Looking changes nothing, on either database.",
        "browser: a look changes nothing",
        "browser: a look changes nothing on postgresql",
        "rules: nothing in the house breaks a rule",
    ),
    _r("B7", "Redirects stay on our host.", "browser: every redirect and link stays on our host"),
    _r(
        "B8",
        "Only named hosts are answered.",
        "browser: no address answers to another host",
        "config: only named hosts are answered",
    ),
    _r(
        "B9",
        "Absolute links come from the configured address.",
        "browser: a link somebody is given leads to the configured address",
    ),
    _r("B10", "Behind a sign-in no answer may be stored.", "browser: behind a sign in nothing is kept by anybody"),
    _r(
        "B11",
        "Nothing an address asks for leads to an error of ours.",
        "browser: nothing an address asks for breaks a page",
        "browser: an address no browser sends is no error of ours",
        "api fuzzing: made up requests are answered as the document says",
    ),
)
ACCOUNTS = (
    _r(
        "U1",
        "Passwords have 12 to 128 characters of any script.",
        "passwords: what is too short or too long is refused",
        "passwords: every way of writing the same signs is the same password",
    ),
    _r(
        "U2",
        "Common passwords are refused with the reason.",
        "passwords: what is easy to guess is refused with the reason",
    ),
    _r("U3", "Passwords are kept by Argon2id only.", "doors: the same work is done whoever is asked for"),
    _r(
        "U4",
        "Ten tries in five minutes close an account's door, and an address's, for every process together.",
        "people: ten failures close the door for five minutes",
        "doors: running tries count like failed ones",
        "doors: one address closes for all accounts it tries",
    ),
    _r(
        "U5",
        "Nobody learns whether an account exists, by text, status or work.",
        "doors: the same work is done whoever is asked for",
        "doors: asking for a link does the same for everybody",
        "web doors: pages at the door say the same of everybody",
    ),
    _r(
        "U6",
        "There is no default account; the first run prints a one-time link.",
        "account: the first administrator is let in",
        "people: there is no setup link once there is an administrator",
    ),
    _r(
        "U7",
        "Links for a new password are kept as hashes, open once, for 30 minutes, until a newer one.",
        "doors: a link changes the password once and ends every sign in",
        "doors: a link for a new password is dead after",
    ),
    _r(
        "U8",
        "Invitations open once, for seven days, until a newer one.",
        "doors: who is invited comes in once with a password of their own",
        "doors: an invitation is dead after",
    ),
    _r("U9", "Signing in begins a new session.", "web doors: signing in begins a new session"),
    _r(
        "U10",
        "Signing out everywhere, a new password and disabling end every session.",
        "doors: signing out everywhere ends every sign in",
        "people: a new password ends every other sign in",
        "doors: nothing opens for somebody disabled",
    ),
    _r(
        "U11",
        "An old cookie opens nothing.",
        "web doors: an old cookie opens nothing after",
        "sessions: a sign in that ended lets nobody in though its cookie was good a moment ago",
    ),
    _r(
        "U12",
        "People see and end their own sign-ins.",
        "account: ones sign ins are listed and ended",
        "people: one ends only ones own sign ins",
    ),
    _r(
        "U13",
        "A second factor is optional; no code opens twice, in two processes either.",
        "factor: no code opens twice and none before one that did",
        "factor: of eight who use one code at the same moment one gets in",
        "factor: a recovery code opens once and says how many are left",
        "factor pages: old codes and cookies open nothing",
    ),
    _r(
        "U14",
        "A second factor can be required of administrators.",
        "factor pages: where it is required an administrator can only set one up",
    ),
    _r(
        "U15",
        "Sensitive acts ask for a fresh proof.",
        "confirming: every view that changes something asks for proof or is known not to",
        "factor: a proof is fresh for ten minutes and renewed by password",
    ),
    _r(
        "U16",
        "Tokens of programs are kept as hashes, scoped, expiring, and shown once.",
        "tokens: a token is shown once and only its hash is kept",
        "tokens: a token is worth the lesser of scope and role",
        "tokens: a token runs out to the second",
    ),
    _r(
        "U17",
        "Tokens of programs are taken from the header only.",
        "api doors: a token in the address is refused even beside one in the header",
        "api doors: a cookie alone opens nothing",
    ),
    _r(
        "U18",
        "Where others reach it, it does not start with a missing, short or sample key.",
        "config: hosts that share a database need the same key",
        "config: a key that others know is refused everywhere",
        "config: an unusable setting is named",
    ),
    _r(
        "U19",
        "Where others reach it, it does not start with debug on.",
        "config: who is reached by others does not start with debug on",
    ),
)
ACCESS = (
    _r(
        "Z1",
        "What declares nothing is shut, and keeps the application from starting.",
        "table: a view that declares nothing keeps the application from starting",
        "rules: nothing in the house breaks a rule",
    ),
    _r(
        "Z2",
        "Every address answers every role, with every method, as the written table says.",
        "table: every address answers every role as written",
        "table: every other method is refused to every role",
        "table: head and options open no door that get and post do not",
        "table: the page is what the views declare",
    ),
    _r(
        "Z3",
        "A project of others does not exist: 404, to every role.",
        "tenants: no address of theirs exists",
        "api doors: a project of others does not exist for a token",
    ),
    _r(
        "Z4",
        "No number of another project reaches anything, in address, query or form.",
        "tenants: a number of theirs in an address is like one that nothing has",
        "tenants: what an address asks for finds nothing of theirs",
        "tenants: a form of ours never reaches anything of theirs",
    ),
    _r(
        "Z5",
        "Not one foreign byte stands on a page, in a list, a count, a search, a file or a header.",
        "tenants: no page says anything of theirs",
        "tenants: the name of a state of theirs is no name of ours",
        "tenants: a leak would be seen",
        "export: nothing of another project is in it",
    ),
    _r(
        "Z6",
        "A form changes only what it shows.",
        "confirming: every view that changes something asks for proof or is known not to",
    ),
    _r("Z7", "A stale edit is refused and shows both values.", "edits: a stale edit is refused with both values"),
    _r(
        "Z8",
        "Work of many steps happens whole or not at all.",
        "edits: many items change together or not at all",
        "deletions: a deletion that breaks off changes nothing",
        "removals: a removal that breaks off changes nothing",
    ),
    _r(
        "Z9",
        "The last administrator stays.",
        "doors: the last administrator stays",
        "administration: the last administrator stays",
        "removals: nobody removes themselves so that an administrator is left",
    ),
)
RECORD = (
    _r(
        "R1",
        "Every change is in the diary in its own transaction.",
        "edits: every edit writes the diary and moves the revision",
    ),
    _r(
        "R2",
        "Every sign-in event is in the diary, refused ones too.",
        "doors: refused sign ins are written by code and never with the address",
    ),
    _r(
        "R3",
        "The diary can only be added to, for the database too.",
        "diary: the database itself refuses to touch a line",
        "guard: the application has no right to touch a line",
        "guard: no code of ours touches a line",
    ),
    _r(
        "R4",
        "Edited, deleted, inserted, re-ordered and truncated lines are found.",
        "diary: tampering is found",
        "diary: two lines cannot change places",
        "tampering: every tampering is found",
        "tampering: the trial fails where something is not checked",
    ),
    _r("R5", "Backups carry the diary's heads and counts.", "backups: its anchors are the diarys"),
    _r(
        "R6",
        "No secret is in a log, a file that is taken away, the tree or the wheel.",
        "logs: no link password or cookie is ever written",
        "export: nothing that opens a door is in it",
        "secrets: there is no secret in the tree",
        "wheel: there is no secret in the wheel",
    ),
    _r(
        "R7",
        "One event is one line of JSON, with the number of its request.",
        "logs: a request is one line",
        "logs: the number is in the answer in the log and on the page",
    ),
    _r(
        "R8",
        "Errors show a number, never a trace.",
        "account: what goes wrong is said and nothing is given away",
        "logs: what goes wrong is found by its number",
        "api problems: what goes wrong inside is told without the inside",
    ),
    _r(
        "R9",
        "Health says whether it lives and works: database, clock, letters, backup.",
        "health: all is well after a tick and a backup",
        "health: what is late is a warning and stops nothing",
        "health: without its database it cannot work",
    ),
    _r(
        "R10",
        "Metrics are those of the pages, for who may watch.",
        "health: the numbers are those of the pages",
        "health: who may watch",
    ),
)
DATA = (
    _r(
        "D1",
        "Backups are taken while work goes on, and miss nothing acknowledged.",
        "under load: nothing acknowledged is missing",
        "under load: the trial finds a copied file",
    ),
    _r("D2", "Every backup is verified by a real restore.", "backups: everything comes back on either database"),
    _r(
        "D3",
        "Damaged, older and newer backups are refused with a reason.",
        "backups: every flipped bit is found",
        "backups: every truncation is found",
        "backups: what is not of this version or not ours is refused",
    ),
    _r(
        "D4",
        "A restore happens whole or not at all, and never over data.",
        "backups: all or nothing",
        "backups: a database that holds something is left alone",
    ),
    _r(
        "D5",
        "Migrations keep every row, there and back, on both databases.",
        "migrations: what was kept before is there afterwards",
        "migrations: back and forth the history is the same",
    ),
    _r("D6", "A project can be taken away whole.", "export: every table is there and says what the database says"),
    _r("D7", "A project can be deleted, and nothing else goes.", "deletions: all of a project goes and nothing else"),
    _r(
        "D8",
        "A person can be removed; the diary keeps a pseudonym.",
        "removals: nothing says who it was",
        "removals: what they did stays under the pseudonym",
    ),
)
SECTIONS = {"Browser": BROWSER, "Accounts": ACCOUNTS, "Access": ACCESS, "Record": RECORD, "Data": DATA}
EVERY = tuple(row for rows in SECTIONS.values() for row in rows)
