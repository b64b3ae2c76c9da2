"""The second factor from the command line."""

from __future__ import annotations

from tests.conftest import NOW, World
from vantage_readiness.storage.database import db


def test_a_lost_phone_is_helped_with_on_the_machine(world: World) -> None:
    ada = world.person("Ada")
    ada.totp_secret, ada.totp_since = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", NOW
    db.session.commit()
    run = world.app.test_cli_runner().invoke(args=["user", "reset-second-factor", "ada@example.org"])
    assert (run.exit_code, "Ada has no second factor any more" in run.output) == (0, True)
    db.session.expire_all()
    assert world.person("Ada").totp_secret is None
    again = world.app.test_cli_runner().invoke(args=["user", "reset-second-factor", "nobody@example.org"])
    assert (again.exit_code, "Nobody has the address" in again.output) == (1, True)
