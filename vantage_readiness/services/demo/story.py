"""The story of the demonstration: who takes part, which projects there are, and what happened in eight weeks."""

from __future__ import annotations

from typing import NamedTuple

from ...domain.words import Role

SECRETS, CORS, AUTH, RATE, HEADERS, TOKENS, HTTPS, LOGGING = range(1, 9)
ENCRYPTION, POOLING, APM, ALERTING, AUDIT, RETENTION, BACKUPS, SCANNING = range(9, 17)
TESTING, RUNBOOK = 38, 39  # known since the second assessment
WEBHOOKS, HOSTING, REHEARSAL, PAGE_HEADERS, SUBSCRIPTIONS = range(1, 6)


class Person(NamedTuple):
    """One of the cast."""

    name: str
    email: str
    role: Role
    part: str


CAST = (
    Person("Ada Novak", "ada@demo.example", Role.LEAD, "leads engineering"),
    Person("Ben Osei", "ben@demo.example", Role.MEMBER, "builds"),
    Person("Dana Ito", "dana@demo.example", Role.LEAD, "leads security"),
    Person("Eli Weiss", "eli@demo.example", Role.MEMBER, "runs operations"),
    Person("Cleo Marin", "cleo@demo.example", Role.VIEWER, "reads one page a week"),
)


class Event(NamedTuple):
    """One thing that happened: on which working day of the story, who did what."""

    week: int  # counted from the first week of its project
    weekday: int  # Monday is 0
    who: str
    verb: str
    item: int = 0
    words: str = ""
    more: str = ""


class Share(NamedTuple):
    """Who owns which items, and until which week of the project."""

    who: str
    items: tuple[int, ...]
    until: int


class Tale(NamedTuple):
    """One project of the demonstration: its document, its weeks, its people and what happened."""

    document: str  # like the links, in the folder of the seed
    links: str
    begins: int  # the week, counted from the first of the demonstration
    weeks: int  # from its start to its target date
    cast: tuple[str, ...]
    shares: tuple[Share, ...]
    events: tuple[Event, ...]


PLATFORM = (
    Event(0, 0, "Ada", "decide", words="stars stand beside", more="The number counts."),
    Event(0, 0, "Ada", "decide", words="no start date", more="It stands in the settings now."),
    Event(0, 0, "Ada", "decide", words="on which day it was written", more="The day it reached us counts."),
    Event(0, 0, "Ada", "plan", RATE, "1"),
    Event(0, 0, "Ada", "decide", words="stands in no phase", more="It belongs to the first phase."),
    Event(0, 0, "Ada", "start", SECRETS),
    Event(0, 1, "Ben", "start", CORS),
    Event(0, 2, "Dana", "decide", words="OAuth tokens", more="The gap counts: the tokens are not encrypted yet."),
    Event(0, 2, "Dana", "decide", words="CORS Wildcard", more="The gap counts; the policies are right on paper only."),
    Event(0, 2, "Dana", "decide", words="audit logging", more="Important, as in the checklist."),
    Event(0, 2, "Dana", "comment", TOKENS, "Rotate the keys **after** the migration, not before."),
    Event(
        0, 3, "Ada", "claim", SECRETS, "https://git.demo.example/vantage/pull/412", "Secrets come from the vault now"
    ),
    Event(0, 4, "Dana", "verify", SECRETS),
    Event(
        1, 0, "Ben", "claim", CORS, "https://git.demo.example/vantage/pull/418", "Origins are listed per environment"
    ),
    Event(1, 1, "Ben", "start", HEADERS),
    Event(1, 1, "Eli", "start", HTTPS),
    Event(1, 2, "Dana", "verify", CORS),
    Event(1, 3, "Ada", "start", AUTH),
    Event(1, 4, "Eli", "spend", 6, "2400", "Penetration test, first half"),
    Event(2, 0, "Ben", "claim", HEADERS, "https://ci.demo.example/runs/9034", "Header scan is green"),
    Event(2, 1, "Eli", "block", HTTPS, "Waiting for the registrar to hand over the domain"),
    Event(2, 2, "Dana", "verify", HEADERS),
    Event(2, 3, "Eli", "start", APM),
    Event(2, 4, "Eli", "due", HTTPS, "+28"),
    Event(3, 0, "Ada", "claim", AUTH, "https://git.demo.example/vantage/pull/431", "The bypass is gone"),
    Event(3, 1, "Dana", "verify", AUTH),
    Event(
        3, 2, "Dana", "add", 0, "Restore drill with a stopwatch", "The assessment forgot that a backup must come back"
    ),
    Event(3, 3, "Ben", "start", RATE),
    Event(3, 4, "Eli", "claim", APM, "https://apm.demo.example/vantage", "Traces arrive from all services"),
    Event(4, 0, "Ada", "reopen", CORS, "Staging answers any origin again since the gateway moved"),
    Event(4, 1, "Ben", "start", CORS),
    Event(4, 2, "Eli", "verify_by", APM, "Ada"),
    Event(4, 3, "Ben", "claim", CORS, "https://git.demo.example/vantage/pull/447", "Gateway uses the same list"),
    Event(4, 4, "Dana", "verify", CORS),
    Event(4, 4, "Ada", "spend", 7, "3100", "Monitoring set-up"),
    Event(5, 0, "Dana", "raise", SCANNING, "A customer's contract asks for it before go-live"),
    Event(5, 0, "Dana", "plan", SCANNING, "4"),
    Event(5, 1, "Ben", "start", TOKENS),
    Event(5, 2, "Eli", "start", ALERTING),
    Event(5, 3, "Ben", "start", POOLING),
    Event(5, 4, "Ben", "claim", POOLING, "https://git.demo.example/vantage/pull/460", "Limits follow the load test"),
    Event(6, 0, "Ada", "import", 0, "second.md", "Rehearse the restore with a stopwatch"),
    Event(6, 0, "Ada", "decide", words="phases ahead", more="We plan with the longer one, four weeks."),
    Event(6, 0, "Ada", "verify", POOLING),
    Event(6, 1, "Dana", "claim", SCANNING, "https://ci.demo.example/runs/9377", "Nightly scan, no highs"),
    Event(6, 2, "Ada", "verify", SCANNING),
    Event(6, 2, "Dana", "keep", LOGGING, "The workers still log to their own disks; it was left out, not done"),
    Event(6, 2, "Eli", "prove", TESTING, "https://ci.demo.example/runs/9402", "The suite runs with every merge"),
    Event(6, 2, "Dana", "accept", TESTING, "16 of 16 pass since Tuesday"),
    Event(6, 2, "Ada", "assign", TESTING, "Dana", "+14"),
    Event(6, 2, "Ada", "plan", TESTING, "1"),
    Event(6, 2, "Ada", "assign", RUNBOOK, "Eli", "+21"),
    Event(
        6,
        3,
        "Eli",
        "waive",
        LOGGING,
        "Central logging arrives with the new cluster",
        "Logs are kept 30 days on each host",
    ),
    Event(6, 4, "Eli", "claim", ALERTING, "https://pager.demo.example/teams/vantage", "Pager rota is live"),
    Event(
        7, 0, "Ben", "claim", TOKENS, "https://git.demo.example/vantage/pull/488", "Tokens are encrypted; backfill done"
    ),
    Event(7, 1, "Ben", "start", BACKUPS),
    Event(7, 1, "Dana", "start", AUDIT),
    Event(7, 2, "Ada", "promise", 8, "4000", "Caching and query work ordered"),
    Event(7, 3, "Ben", "prove", SECRETS, "https://ci.demo.example/runs/9501", "Secret scan of the whole history"),
    Event(7, 4, "Dana", "comment", RATE, "Please cover the public search endpoint too."),
    Event(8, 0, "Eli", "comment", HTTPS, "The registrar has answered: the domain is handed over this week."),
    Event(8, 1, "Ben", "prove", BACKUPS, "https://ci.demo.example/runs/9544", "First restore from last night's copy"),
    Event(8, 2, "Eli", "start", RUNBOOK),
)

STATUS_PAGE = (
    Event(0, 0, "Ada", "decide", words="no start date", more="It stands in the settings now."),
    Event(0, 0, "Ada", "decide", words="on which day it was written", more="The day it reached us counts."),
    Event(0, 0, "Eli", "start", HOSTING),
    Event(0, 1, "Ben", "start", WEBHOOKS),
    Event(1, 1, "Eli", "claim", HOSTING, "https://git.demo.example/status/pull/9", "Another account, another region"),
    Event(1, 3, "Ada", "verify", HOSTING),
    Event(2, 0, "Ben", "claim", WEBHOOKS, "https://git.demo.example/status/pull/14", "Unsigned calls are refused"),
    Event(2, 2, "Eli", "verify", WEBHOOKS),
    Event(2, 3, "Ben", "claim", PAGE_HEADERS, "https://ci.demo.example/runs/9420", "Header scan is green"),
    Event(3, 1, "Eli", "claim", REHEARSAL, "https://wiki.demo.example/rehearsals/1", "Published after four minutes"),
    Event(3, 2, "Ada", "verify", REHEARSAL),
    Event(3, 3, "Ada", "verify", PAGE_HEADERS),
    Event(3, 4, "Ben", "start", SUBSCRIPTIONS),
)

TALES = (
    Tale(
        document="assessment.md",
        links="links.toml",
        begins=0,
        weeks=11,
        cast=("Ada", "Ben", "Dana", "Eli", "Cleo"),
        shares=(
            Share("Ada", (SECRETS, AUTH), 3),
            Share("Ben", (CORS, RATE, HEADERS, TOKENS), 7),
            Share("Eli", (HTTPS, LOGGING), 4),
            Share("Ben", (POOLING, BACKUPS, ENCRYPTION), 9),
            Share("Eli", (APM, ALERTING), 6),
            Share("Dana", (AUDIT, SCANNING), 10),
            Share("Ada", (RETENTION,), 10),
        ),
        events=PLATFORM,
    ),
    Tale(
        document="demo/status-page.md",
        links="demo/status-page.toml",
        begins=4,
        weeks=5,
        cast=("Ada", "Ben", "Eli", "Cleo"),
        shares=(
            Share("Ben", (WEBHOOKS, PAGE_HEADERS, SUBSCRIPTIONS), 5),
            Share("Eli", (HOSTING, REHEARSAL), 4),
        ),
        events=STATUS_PAGE,
    ),
)
