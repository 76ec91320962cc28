"""`vnmarket simulate`: the simulated server as a process.

Door: `run`, `simulate` (the command). Refuses to know the wire. The only room of the simulator
that reads the calendar clock: without flags it opens at the current Vietnamese time when a
session is on, else at 09:00 of the last trading day.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
import os
import signal
import ssl
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from core.market.calendar import (
    DEFAULT_CALENDAR,
    TRADING_PHASES,
    Board,
    instant_ms,
    local_date,
    local_seconds,
)
from workers.simulator.errors import FaultError, SourceError
from workers.simulator.exchange import Exchange
from workers.simulator.fault_script import read_script
from workers.simulator.frames_file import write_frames
from workers.simulator.options import MAX_SPEED, CallRate, LocalTime, Speed
from workers.simulator.quirks import Quirky
from workers.simulator.quota import CallQuota
from workers.simulator.recorded import Recording
from workers.simulator.server import KEEP_ALIVE_S, STREAM_QUOTA, TOKEN_LIFETIME_S, SimulatedServer
from workers.simulator.sideless import Sideless
from workers.simulator.source import EXCHANGE, Source, open_source

logger = logging.getLogger(__name__)

DEFAULT_PORT = 8052
OPENING_SECONDS = 9 * 3600
_EXIT_REFUSED = 2
_SATURDAY = 5
_UNKNOWN_YEAR = "the holidays of %d are not known here; every weekday trades"


def run(
    *,
    host: str,
    port: int,
    source: str,
    speed: float | None,
    start: int | None,
    seed: int,
    symbols: int,
    trading_date: dt.date | None = None,
    wait_for_client: bool | None = None,
    token_lifetime_s: float = TOKEN_LIFETIME_S,
    credentials: tuple[str, str] | None = None,
    keep_alive_s: float = KEEP_ALIVE_S,
    script: str | None = None,
    quirks: bool = False,
    side: bool = True,
    call_quota: CallQuota | None = None,
    stream_quota: int = STREAM_QUOTA,
    tls: tuple[str, str] | None = None,
    trades_per_second: float | None = None,
    truth: Path | None = None,
    old_futures_names: bool = False,
    next_day: bool = False,
    record: Path | None = None,
    record_until: int | None = None,
) -> int:
    """Serves until SIGTERM or SIGINT.

    Args:
        source: `exchange` or a path.
        speed: simulated seconds a second; None as fast as clients take it.
        start: local seconds of the day; None: see the module.
        trading_date: of `exchange`; None: today in Vietnam, or the last trading day.
        wait_for_client, token_lifetime_s, credentials, keep_alive_s: see `SimulatedServer`.
        script: path of a script of faults.
        quirks: the messages as odd as life has them.
        side: whether trades have the aggressor that the exchange gives.
        call_quota, stream_quota: see `SimulatedServer`.
        tls: paths of a certificate chain and its key; None serves plain HTTP.
        trades_per_second, truth, old_futures_names: see `open_source`.
        next_day: when the day is over the next trading day follows, for `exchange` with a pace.
        record: write the frames to this file from `start` on, and serve nothing.
        record_until: local seconds of the day at which the file ends, None for the end of the day.
    Returns: the exit code; 2 when the source, the script or the address is refused.
    """
    now_ms = time.time_ns() // 1_000_000
    today = local_date(now_ms)
    if trading_date is not None and not DEFAULT_CALENDAR.is_trading_day(trading_date):
        click.echo(f"simulate: {_closed(trading_date)}", err=True)
        return _EXIT_REFUSED
    date = trading_date or DEFAULT_CALENDAR.last_trading_day(today)
    if source == EXCHANGE and not DEFAULT_CALENDAR.knows(date):
        click.echo(f"simulate: warning: {_UNKNOWN_YEAR % date.year}", err=True)
    try:
        opened = open_source(
            source,
            seed=seed,
            symbols=symbols,
            trading_date=date,
            trades_per_second=trades_per_second,
            truth=truth,
            old_futures_names=old_futures_names,
        )
        steps = [] if script is None else read_script(Path(script))
        context = None if tls is None else _tls_context(*tls)
    except (SourceError, FaultError, OSError) as error:
        click.echo(f"simulate: {error}", err=True)
        return _EXIT_REFUSED
    following: Iterable[Source] = ()
    if next_day:
        if not isinstance(opened, Exchange) or speed is None or record is not None:
            click.echo(f"simulate: a next day follows only `{EXCHANGE}`, served at a pace", err=True)
            return _EXIT_REFUSED
        following = _days_after(opened)
    if record is not None:
        return _record(opened, record, start, record_until)
    if start is None:
        start = default_start(opened, source, speed, now_ms)

    def dressed(day: Source) -> Source:
        day = Quirky(day, seed=seed) if quirks else day
        return day if side else Sideless(day)

    server = SimulatedServer(
        dressed(opened),
        speed=speed,
        host=host,
        port=port,
        start_seconds=start,
        wait_for_client=wait_for_client,
        credentials=credentials,
        token_lifetime_s=token_lifetime_s,
        keep_alive_s=keep_alive_s,
        script=steps,
        call_quota=call_quota,
        stream_quota=stream_quota,
        tls=context,
        seed=seed,
        following=map(dressed, following),
        source_name=EXCHANGE if source == EXCHANGE else os.path.basename(os.path.normpath(source)),
    )
    ready = (
        f"source={source} date={opened.trading_date} start={_clock_text(start)} speed={_speed_text(speed)}"
    )
    try:
        return asyncio.run(_serve(server, ready))
    except (OSError, SourceError) as error:
        click.echo(f"simulate: {error}", err=True)
        return _EXIT_REFUSED


def _days_after(exchange: Exchange) -> Iterator[Exchange]:
    """Every trading day after one, each begun when the one before is over."""
    while True:
        exchange = exchange.next_day()
        if not DEFAULT_CALENDAR.knows(exchange.trading_date):
            logger.warning(_UNKNOWN_YEAR, exchange.trading_date.year)
        yield exchange


def _closed(date: dt.date) -> str:
    """Why nothing trades on a date, and when it does."""
    reason = f"a {date:%A}" if date.weekday() >= _SATURDAY else "a holiday of the exchanges"
    following = DEFAULT_CALENDAR.next_trading_day(date)
    return f"{date} is {reason}, nothing trades; the next trading day is {following}"


def _record(source: Source, path: Path, start: int | None, until: int | None) -> int:
    """Writes the frames of a span of the day; returns the exit code."""
    start_ms, end_ms = (
        None if second is None else instant_ms(source.trading_date, second) for second in (start, until)
    )
    try:
        messages = source.messages(quiet_until_ms=start_ms)
        frames, written = write_frames(path, messages, start_ms=start_ms, end_ms=end_ms)
    except (OSError, SourceError) as error:
        click.echo(f"simulate: {error}", err=True)
        return _EXIT_REFUSED
    click.echo(f"recorded {frames} frames, {written} messages of {source.trading_date}: {path}")
    return 0


def default_start(opened: Source, spec: str, speed: float | None, now_ms: int) -> int | None:
    """Where the day begins when nobody said so, local seconds of the day.

    A day without a pace, and a file of messages, begin with their first message. `exchange`
    begins now when today is its day and a board is trading. Everything else begins at 09:00.

    Args:
        spec: as given; now_ms: epoch ms.
    """
    if spec == EXCHANGE:
        phases = {DEFAULT_CALENDAR.phase_at(board, now_ms).phase for board in Board}
        if opened.trading_date == local_date(now_ms) and phases & TRADING_PHASES:
            return local_seconds(now_ms)
        return OPENING_SECONDS
    return None if speed is None or isinstance(opened, Recording) else OPENING_SECONDS


def _tls_context(certificate: str, key: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


async def _serve(server: SimulatedServer, ready: str) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    starting = asyncio.create_task(server.start())
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            starting.result()
            print(f"simulator ready on {server.url} {ready}", flush=True)
            failing = asyncio.create_task(server.run_until_failure())
            await asyncio.wait({failing, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if failing.done() and failing.exception() is None:
                await stopping
            failing.cancel()
    finally:
        starting.cancel()
        stopping.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await server.stop()
    return 0


def _clock_text(seconds: int | None) -> str:
    return "first" if seconds is None else f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}"


def _speed_text(speed: float | None) -> str:
    return MAX_SPEED if speed is None else f"{speed:g}"


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=DEFAULT_PORT, show_default=True, help="0 takes a free one.")
@click.option(
    "--source", default=EXCHANGE, show_default=True, help="`exchange`, or a PATH: day folder, tape, messages."
)
@click.option(
    "--speed", type=Speed(), default="1", show_default=True, help="Simulated seconds a second, or max."
)
@click.option(
    "--start", type=LocalTime(), default=None, help="Local time; default now in a session, else 09:00."
)
@click.option("--seed", default=1, show_default=True)
@click.option("--symbols", default=30, show_default=True, type=click.IntRange(1, 5_000))
@click.option(
    "--date", "date", type=click.DateTime(["%Y-%m-%d"]), default=None, help="Trading date of `exchange`."
)
@click.option(
    "--wait-for-client/--no-wait-for-client",
    default=None,
    help="Hold the day for a subscriber; default with max.",
)
@click.option(
    "--script", type=click.Path(dir_okay=False), default=None, help="Faults by time: JSON lines, or TOML."
)
@click.option("--side/--no-side", default=True, help="Whether trades have the exchange's aggressor.")
@click.option("--quirks", is_flag=True, help="Messages as odd as they were seen in life.")
@click.option("--call-quota", type=CallRate(), default=None, help="REST calls; default generous.")
@click.option(
    "--stream-quota", default=STREAM_QUOTA, show_default=True, type=click.IntRange(1), help="Streams at once."
)
@click.option(
    "--tls",
    type=(click.Path(dir_okay=False), click.Path(dir_okay=False)),
    default=None,
    help="CERTIFICATE KEY: serve HTTPS and WSS, as SSI's v3 client demands.",
)
@click.option("--token-lifetime", default=TOKEN_LIFETIME_S, show_default=True, help="Seconds.")
@click.option(
    "--trades-per-second",
    type=click.FloatRange(0, 3_000, min_open=True),
    default=None,
    help="Of `exchange`, evenly over the day; default like a calm day.",
)
@click.option("--old-futures-names", is_flag=True, help="`exchange` lists VN30F2512, not 41I1FC000.")
@click.option("--next-day", is_flag=True, help="The next trading day follows the end of `exchange`'s.")
@click.option(
    "--truth",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="Write what really happens on `exchange`, as JSON lines.",
)
@click.option(
    "--record",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="Write the day's frames, one a line, from --start (default the first) on; serve nothing.",
)
@click.option("--record-until", type=LocalTime(), default=None, help="Local time; default the day's end.")
def simulate(
    host: str,
    port: int,
    source: str,
    speed: float | str,
    start: int | None,
    seed: int,
    symbols: int,
    date: dt.datetime | None,
    wait_for_client: bool | None,
    script: str | None,
    side: bool,
    quirks: bool,
    call_quota: CallQuota | None,
    stream_quota: int,
    tls: tuple[str, str] | None,
    token_lifetime: float,
    trades_per_second: float | None,
    old_futures_names: bool,
    next_day: bool,
    truth: Path | None,
    record: Path | None,
    record_until: int | None,
) -> None:
    """Serve a simulated SSI FastConnect: REST and stream on one port."""
    logging.basicConfig(
        level=os.environ.get("LOG_LEVEL", "INFO").upper(),
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
    )
    raise SystemExit(
        run(
            host=host,
            port=port,
            source=source,
            speed=None if isinstance(speed, str) else speed,
            start=start,
            seed=seed,
            symbols=symbols,
            trading_date=None if date is None else date.date(),
            wait_for_client=wait_for_client,
            token_lifetime_s=token_lifetime,
            script=script,
            side=side,
            quirks=quirks,
            call_quota=call_quota,
            stream_quota=stream_quota,
            tls=tls,
            trades_per_second=trades_per_second,
            truth=truth,
            old_futures_names=old_futures_names,
            next_day=next_day,
            record=record,
            record_until=record_until,
        )
    )
