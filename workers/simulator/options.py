"""What the words on the simulator's command line mean: speeds, times of the day, quotas.

Door: `Speed`, `LocalTime`, `CallRate`, types of click. Refuses to know what they are for.
"""

from __future__ import annotations

import click

from workers.simulator.quota import CallQuota, parse_call_quota

MAX_SPEED = "max"


class Speed(click.ParamType):
    """Simulated seconds a second, or `max`."""

    name = "1|N|max"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float | str:
        """The number, or `max`."""
        if value == MAX_SPEED:
            return MAX_SPEED
        try:
            speed = float(str(value))
        except ValueError:
            speed = 0.0
        if not 0 < speed < float("inf"):
            self.fail("expected a positive number, or max", param, ctx)
        return speed


class LocalTime(click.ParamType):
    """A local time, as seconds of the day."""

    name = "HH:MM"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Seconds after local midnight."""
        if isinstance(value, int):
            return value
        hours, _, minutes = str(value).partition(":")
        if not (hours.isdigit() and minutes.isdigit() and int(hours) < 24 and int(minutes) < 60):
            self.fail("expected a local time such as 09:00", param, ctx)
        return int(hours) * 3600 + int(minutes) * 60


class CallRate(click.ParamType):
    """A quota of REST calls."""

    name = "CALLS/SECONDS"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> CallQuota:
        """The quota."""
        try:
            return parse_call_quota(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)
