"""The command line, `vnmarket`.

Knows: the names of the commands and where each one lives. Door: `main`. Refuses to know what they
do: a command's module is imported when the command is run, so that `--help` is quick and a fault
in one command does not take the others along.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
from pathlib import Path
from typing import Any

import click

from core.errors import VnMarketError

EXIT_REFUSED = 2
"""Exit code for a setting or a situation that has to be corrected by a person."""

_ELSEWHERE = {
    "replay": ("workers.replay", "replay", "Replay a recorded day offline and print its totals."),
    "simulate": ("workers.simulator.main", "simulate", "Serve a simulated SSI FastConnect."),
}
"""Commands written beside what they run: name -> module, attribute, help."""

_WEB_APP = "dashboard.wsgi:create_wsgi()"
_WEB_CONFIG = "python:dashboard.gunicorn_conf"


class _Refusal(click.ClickException):
    """What a person has to correct, without a traceback."""

    exit_code = EXIT_REFUSED


class _Commands(click.Group):
    """A group some of whose commands are imported on demand."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *_ELSEWHERE})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        module, attribute, _ = _ELSEWHERE[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = []
        for name in self.list_commands(ctx):
            known = super().get_command(ctx, name)
            rows.append((name, known.get_short_help_str(100) if known else _ELSEWHERE[name][2]))
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except VnMarketError as error:
            raise _Refusal(str(error)) from None


@click.group(cls=_Commands)
@click.version_option(package_name="vnmarket")
def main() -> None:
    """VN Market: the Vietnamese stock market, live."""


@main.command()
@click.option("--source", help="What the simulator plays: exchange (default) or a PATH.")
@click.option("--speed", help="How fast the simulator plays: 1, N or max.")
@click.option("--start", help="Exchange time HH:MM at which the simulator begins.")
@click.option("--seed", type=int, help="Seed of the simulator.")
@click.option("--date", help="Trading date of the simulator, YYYY-MM-DD.")
@click.option("--symbols", type=int, help="How many shares the simulator trades.")
@click.option(
    "--procfile", type=click.Path(dir_okay=False, path_type=Path), default="Procfile", show_default=True
)
@click.option("--exit-with-parent", is_flag=True, help="Stop when the calling process ends (Linux).")
def up(procfile: Path, exit_with_parent: bool, **simulator: str | int | None) -> None:
    """Run everything: engines, feed or simulator, worker and web."""
    if exit_with_parent:
        from workers.children import follow_parent

        follow_parent(signal.SIGTERM)
    from workers.settings import load_settings
    from workers.up import UpOptions
    from workers.up import up as run_all

    flags = [
        part for name, value in simulator.items() if value is not None for part in (f"--{name}", str(value))
    ]
    sys.exit(run_all(load_settings(), UpOptions(procfile=procfile, simulator_flags=flags)))


@main.command()
def worker() -> None:
    """Run the market worker: feed in, rooms in Redis out."""
    from workers.settings import load_settings

    settings = load_settings()
    from workers.market import run

    sys.exit(run(settings))


@main.command()
def web() -> None:
    """Serve the dashboard with gunicorn on HOST and PORT."""
    from workers.settings import load_settings

    settings = load_settings()
    # Replaced by, not calling: workers and dashboard know nothing of each other's code.
    argv = [sys.executable, "-m", "gunicorn", "--config", _WEB_CONFIG]
    argv += ["--bind", f"{settings.host}:{settings.port}", _WEB_APP]
    os.execv(sys.executable, argv)


@main.command()
def migrate() -> None:
    """Bring the schema of the history database up to date."""
    from sqlalchemy.exc import SQLAlchemyError

    from workers.history.migrations import schema_versions, upgrade
    from workers.settings import load_settings

    url = load_settings().database_url
    if url is None:
        raise _Refusal("DATABASE_URL: expected to be set; `vnmarket up` brings a database of its own")
    try:
        upgrade(url)
        click.echo(f"schema version {schema_versions(url)[0]}")
    except SQLAlchemyError as error:
        raise _Refusal(f"the database refused: {type(error).__name__}") from None


@main.command()
def calendar() -> None:
    """Print the trading calendar in use as a file: edit it and name it in CALENDAR_FILE."""
    from core.market.calendar_file import calendar_text
    from workers.settings import load_calendar, load_settings

    click.echo(calendar_text(load_calendar(load_settings())), nl=False)


@main.command()
def doctor() -> None:
    """Check credentials, clock, Redis, database and calendar; say what to do."""
    from workers.doctor import examine
    from workers.settings import load_settings

    findings = examine(load_settings())
    for finding in findings:
        click.echo(str(finding))
    sys.exit(1 if any(finding.level == "fail" for finding in findings) else 0)
