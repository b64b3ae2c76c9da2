"""The command line: one room per noun; `init_app` hangs every command on the application.

The rooms are opened only then: `reading` has a small door of its own and starts without the others.
"""

from __future__ import annotations

from flask import Flask

PACKAGE = __name__.partition(".")[0]
FACTORY = f"{PACKAGE}.factory"


def init_app(app: Flask) -> None:
    from . import (
        assessment,
        backup,
        demo,
        diary,
        housekeeping,
        mail,
        project,
        remind,
        report,
        second_factor,  # noqa: F401 — one command more for people
        serving,
        token,
        user,
    )

    groups = (assessment.group, diary.group, mail.group, project.group, report.group, token.group, user.group)
    saving = (backup.backup, backup.restore)
    recurring = (housekeeping.clock, housekeeping.new_secret, remind.remind)
    for command in (serving.serve, serving.setup, demo.demo, *saving, *recurring, *groups):
        app.cli.add_command(command)
