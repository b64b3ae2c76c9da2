"""Whether the hour a machine shows can be believed: a clock that leaps ahead is not, until it stays there."""

from __future__ import annotations

from datetime import datetime, timedelta

LEAP = timedelta(days=1)  # more than any machine's clock is put right by
_STAYS = timedelta(hours=1)  # a leap that was a mistake is mended sooner, one that was a long sleep is not


class Steadiness:
    """Compares the hour shown with the time that really passed, which no one can set.

    Work that cannot be taken back, such as publishing every week up to the day shown, waits while the hour is
    doubtful. An hour that goes back is believed at once: what was done is claimed, and is not done again.
    """

    def __init__(self) -> None:
        self._shown: datetime | None = None
        self._passed = timedelta()
        self._doubts_until: timedelta | None = None

    def believes(self, shown: datetime, passed: timedelta) -> bool:
        """Answer whether to believe the hour `shown` when so much time has `passed` since any fixed moment."""
        if self._shown is not None:
            leap = (shown - self._shown) - (passed - self._passed)
            if leap > LEAP:
                self._doubts_until = passed + _STAYS
            elif leap < -LEAP:
                self._doubts_until = None
        self._shown, self._passed = shown, passed
        return self._doubts_until is None or passed >= self._doubts_until
