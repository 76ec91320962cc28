"""The trackers before their judge: `python -m tests.bench.judge [--symbols N] [--seeds 1,2,3] ...`.

A generated day goes through the pipeline several times at once: as it is, without the exchange's
side, with messages dropped, with messages doubled, replayed and reordered. Each is held against the
exchange's truth or against the clean run. Prints `name value unit` lines; exit code 1 when a line
that must be 0 is not.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from core.market.calendar import instant_ms
from core.market.prices import HUNDREDTHS
from core.pipeline import MarketDataProcessor
from workers.simulator.exchange import Exchange
from workers.simulator.messages import PUT_THROUGH, Message
from workers.simulator.sideless import without_side

DATE = dt.date(2026, 8, 14)
_LOST_QUOTES = 0.5
_SIDES = {"BU": "buyer", "SD": "seller", None: "auction"}


class Run:
    """One pipeline, and what it decided trade by trade."""

    def __init__(self) -> None:
        self.core = MarketDataProcessor()

    def take(self, message: Message) -> None:
        """One message as the wire has it."""
        content = {"DataType": message.data_type, "Content": message.content}
        self.core.receive(content, message.ts_ms, None)

    def volumes(self) -> dict[str, tuple[int, int, int, int, int]]:
        """(buyer, seller, auction, unknown, missed) of every symbol that traded."""
        found = {}
        for symbol in self.core.ledger.accounts:
            tally = self.core.sessions.days[symbol].tally
            found[symbol] = (
                tally.buyer_volume,
                tally.seller_volume,
                tally.auction_volume,
                tally.unknown_volume,
                tally.missed_volume,
            )
        return found


class WatchedRun(Run):
    """As it is; remembers every index value and every basis at the moments that the truth has."""

    def __init__(self) -> None:
        super().__init__()
        self.indices: dict[tuple[int, str], float | None] = {}
        self.bases: dict[tuple[int, str], float | None] = {}

    def take(self, message: Message) -> None:
        """One message as the wire has it."""
        super().take(message)
        if message.data_type != "MI":
            return
        value = self.core.indices.value(message.symbol)
        self.indices[message.ts_ms, message.symbol] = None if value is None else value / HUNDREDTHS
        if message.symbol == "VN30":
            for code, contract in self.core.derivatives.contracts.items():
                basis = contract.basis
                self.bases[message.ts_ms, code] = None if basis is None else basis / HUNDREDTHS


class SidelessRun(Run):
    """Without the exchange's side; remembers how every trade was decided, in order."""

    def __init__(self, lost_quotes: float = 0.0) -> None:
        """lost_quotes: share of the quotes that never arrive, so that the other rules must speak."""
        super().__init__()
        self._lost_quotes, self._rng = lost_quotes, random.Random(lost_quotes)
        self.decisions: list[tuple[str, str, str]] = []
        """(symbol, side, method)."""

    def take(self, message: Message) -> None:
        """One message, its side taken away."""
        if message.data_type == "X-QUOTE" and self._rng.random() < self._lost_quotes:
            return
        decided = self.core.sessions.decided
        before = dict(decided)
        super().take(without_side(message))
        if message.data_type == "X-TRADE":
            method = next(
                (method.value for method, volume in decided.items() if volume != before[method]), None
            )
            if method is not None:
                side = self.core.sessions.days[message.symbol].last_side
                self.decisions.append((message.symbol, side.value if side else "", method))


class LossyRun(Run):
    """A share of the messages never arrives; counts what that cost."""

    def __init__(self, share: float, seed: int) -> None:
        super().__init__()
        self._share, self._rng = share, random.Random(f"{seed}:{share}")
        self._lost: Counter[str] = Counter()
        self.missed: Counter[str] = Counter()
        """Shares of lost trades by symbol, as far as a later total can tell of them."""

    def take(self, message: Message) -> None:
        """One message, or not."""
        if self._rng.random() < self._share:
            if message.data_type == "X-TRADE":
                self._lost[message.symbol] += last_volume(message)
            return
        if message.data_type == "X-TRADE":
            self.missed[message.symbol] += self._lost.pop(message.symbol, 0)
        super().take(message)


class NoisyRun(Run):
    """Messages doubled, the newest replayed now and then, neighbours in the wrong order."""

    _DOUBLED, _REPLAYED, _WINDOW = 0.02, 0.0005, 6

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._rng = random.Random(f"{seed}:noise")
        self._history: deque[Message] = deque(maxlen=200)
        self._held: list[Message] = []

    def take(self, message: Message) -> None:
        """One message; it and its neighbours come in any order."""
        self._held.append(message)
        if len(self._held) < self._WINDOW:
            return
        self.flush()

    def flush(self) -> None:
        """What is held back comes now."""
        self._rng.shuffle(self._held)
        for message in self._held:
            super().take(message)
            self._history.append(message)
            if self._rng.random() < self._DOUBLED:
                super().take(message)
            if self._rng.random() < self._REPLAYED:
                for old in tuple(self._history):
                    super().take(old)
        self._held.clear()


def last_volume(message: Message) -> int:
    """LastVol of a trade message."""
    return int(msgspec.json.decode(message.content, type=dict[str, Any])["LastVol"])


def read_truth(path: Path, until_ms: int) -> Iterator[dict[str, Any]]:
    """Its rows before an instant."""
    decode = msgspec.json.Decoder(dict[str, Any]).decode
    with path.open("rb") as lines:
        for line in lines:
            row = decode(line)
            if row["ts_ms"] < until_ms:
                yield row


class Verdict:
    """Lines, and whether all that must be zero is."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self.guilty = 0

    def say(self, name: str, value: object, unit: str) -> None:
        """A figure."""
        print(f"{self._prefix}{name} {value} {unit}", flush=True)

    def zero(self, name: str, value: int, unit: str) -> None:
        """A figure that must be 0."""
        self.guilty += value != 0
        self.say(name, value, unit)


def judge(symbols: int, seed: int, until_s: int, shares: Iterable[float]) -> int:
    """One day; returns how many lines are wrong."""
    verdict = Verdict(f"symbols={symbols} seed={seed} ")
    until_ms = instant_ms(DATE, until_s)
    clean, noisy = WatchedRun(), NoisyRun(seed)
    sideless, blind = SidelessRun(), SidelessRun(lost_quotes=_LOST_QUOTES)
    lossy = {share: LossyRun(share, seed) for share in shares}
    runs = [clean, sideless, blind, noisy, *lossy.values()]
    with tempfile.TemporaryDirectory(prefix="vnm-judge-") as folder:
        path = Path(folder) / "truth.jsonl"
        started, count = time.monotonic(), 0
        messages = Exchange(DATE, seed=seed, symbols=symbols, truth=path).messages()
        for message in messages:
            if message.ts_ms >= until_ms:
                break
            if message.data_type == PUT_THROUGH:
                continue  # v2 has no such message
            count += 1
            for run in runs:
                run.take(message)
        noisy.flush()
        messages.close()  # type: ignore[attr-defined]
        verdict.say("messages", count, "-")
        verdict.say("time", f"{time.monotonic() - started:.1f}", "s")
        _against_truth(verdict, clean, {"": sideless, "half_the_quotes_": blind}, read_truth(path, until_ms))
    expected = clean.volumes()
    for share, run in lossy.items():
        missed = {symbol: volumes[4] for symbol, volumes in run.volumes().items()}
        wrong = sum(missed.get(symbol, 0) != run.missed[symbol] for symbol in {*missed, *run.missed})
        verdict.say(f"dropped_{share:g}_missed", sum(missed.values()), "shares")
        verdict.zero(f"dropped_{share:g}_wrong", wrong, "symbols")
    found = noisy.volumes()
    verdict.say("noise_duplicates", noisy.core.ledger.duplicates, "-")
    verdict.say("noise_late", noisy.core.ledger.late, "-")
    verdict.zero("noise_totals_wrong", sum(sum(found[s]) != sum(expected[s]) for s in expected), "symbols")
    verdict.zero("noise_sides_wrong", sum(found[s] != expected[s] for s in expected), "symbols")
    verdict.zero("clean_rejected", clean.core.counters.rejected_total, "-")
    for name, run in (("clean", clean), ("sideless", sideless), ("noise", noisy)):
        verdict.zero(f"{name}_ledger_violations", len(run.core.ledger_violations()), "-")
    return verdict.guilty


def _against_truth(
    verdict: Verdict, clean: WatchedRun, sideless: dict[str, SidelessRun], rows: Iterable[dict[str, Any]]
) -> None:
    true: dict[str, Counter[str]] = defaultdict(Counter)
    aggressors: list[tuple[str, str, int]] = []
    foreign: dict[str, dict[str, Any]] = {}
    wrong_points: Counter[str] = Counter()
    points: Counter[str] = Counter()
    for row in rows:
        match row["kind"]:
            case "trade":
                side = _SIDES[row["aggressor"]]
                true[row["symbol"]][side] += row["volume"]
                aggressors.append((row["symbol"], side, row["volume"]))
            case "foreign":
                foreign[row["symbol"]] = row
            case "index":
                points["index"] += 1
                wrong_points["index"] += clean.indices[row["ts_ms"], row["index_id"]] != row["value"]
            case "basis":
                points["basis"] += 1
                wrong_points["basis"] += clean.bases[row["ts_ms"], row["symbol"]] != row["basis"]
    found = clean.volumes()
    total = sum(volumes.total() for volumes in true.values())
    wrong = sum(
        abs(found[symbol][place] - volumes[side])
        for symbol, volumes in true.items()
        for place, side in enumerate(("buyer", "seller", "auction"))
    )
    verdict.say("volume", total, "shares")
    verdict.zero("with_side_wrong_or_lost", wrong, "shares")
    for name, run in sideless.items():
        _rules(verdict, name, run, aggressors, clean.core)
    _foreign(verdict, clean.core, foreign)
    for kind in ("index", "basis"):
        verdict.say(f"{kind}_values", points[kind], "-")
        verdict.zero(f"{kind}_values_wrong", wrong_points[kind], "-")


def _rules(
    verdict: Verdict,
    name: str,
    sideless: SidelessRun,
    aggressors: list[tuple[str, str, int]],
    core: MarketDataProcessor,
) -> None:
    """How often each rule was wrong, by volume of shares traded continuously."""
    futures = set(core.derivatives.contracts)
    of_shares = [row for row in aggressors if row[0] not in futures]
    spoken: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    auctions = 0
    assert len(of_shares) == len(sideless.decisions), (len(of_shares), len(sideless.decisions))
    for (symbol, true, volume), (same, side, method) in zip(of_shares, sideless.decisions, strict=True):
        assert symbol == same
        if true == "auction":
            auctions += side != "auction"
            continue
        spoken[method] += volume
        wrong[method] += volume * (side != true)
    verdict.zero(f"{name}auction_trades_with_aggressor", auctions, "-")
    everything = spoken.total()
    for method in ("quote", "tick", "none"):
        verdict.say(f"{name}without_side_{method}_share", f"{100 * spoken[method] / everything:.3f}", "%")
        if spoken[method] and method != "none":
            verdict.say(
                f"{name}without_side_{method}_wrong", f"{100 * wrong[method] / spoken[method]:.3f}", "%"
            )
    verdict.say(f"{name}without_side_wrong_or_unknown", f"{100 * wrong.total() / everything:.3f}", "%")


def _foreign(verdict: Verdict, core: MarketDataProcessor, told: dict[str, dict[str, Any]]) -> None:
    """The value of foreign trades beside the truth: ours, and SSI's formula."""
    true = ours = reported = worst = 0.0
    volumes = 0
    for symbol, row in told.items():
        flow = core.foreign.flows[symbol]
        volumes += (flow.buy_volume, flow.sell_volume) != (row["bought"], row["sold"])
        mine = (flow.buy_value or 0) + (flow.sell_value or 0)
        real = row["bought_value_vnd"] + row["sold_value_vnd"]
        if real:
            worst = max(worst, abs(mine - real) / real)
        true, ours = true + real, ours + abs(mine - real)
        reported += abs((flow.reported_buy_value or 0) + (flow.reported_sell_value or 0) - real)
    verdict.zero("foreign_volumes_wrong", volumes, "symbols")
    verdict.say("foreign_value_error", f"{100 * ours / true:.4f}", "%")
    verdict.say("foreign_value_worst_symbol", f"{100 * worst:.4f}", "%")
    verdict.say("foreign_value_error_of_reported", f"{100 * reported / true:.4f}", "%")
    verdict.zero("foreign_value_beyond_half_a_per_cent", int(ours > 0.005 * true), "-")


def main() -> int:
    """Runs and prints; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--symbols", type=int, default=30)
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--until", default="15:06", help="HH:MM, local")
    parser.add_argument("--drop", default="0.001,0.05,0.2", help="shares of messages")
    arguments = parser.parse_args()
    hours, minutes = arguments.until.split(":")
    until_s = int(hours) * 3600 + int(minutes) * 60
    shares = [float(share) for share in arguments.drop.split(",") if share]
    seeds = [int(seed) for seed in arguments.seeds.split(",")]
    return int(sum(judge(arguments.symbols, seed, until_s, shares) for seed in seeds) > 0)


if __name__ == "__main__":
    sys.exit(main())
