"""The command line: one room per noun; `init_app` hangs every command on the application.

The rooms are opened only then: `reading` has a small door of its own and starts without the others.
"""

from __future__ import annotations

from flask import Flask

PACKAGE = __name__.partition(".")[0]
FACTORY = f"{PACKAGE}.factory"


def init_app(app: Flask) -> None:
    from . import assessment, demo, diary, housekeeping, project, serving, user

    groups = (assessment.group, diary.group, project.group, user.group)
    for command in (serving.serve, serving.setup, demo.demo, housekeeping.clock, housekeeping.new_secret, *groups):
        app.cli.add_command(command)
