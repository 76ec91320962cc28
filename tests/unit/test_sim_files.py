"""Tapes and recordings: one message per row, nothing repaired, nothing lost."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from pathlib import Path

import pytest

from workers.simulator.errors import SourceError
from workers.simulator.source import open_source

TAPE = "2026-03-10"
DATED = '{"TradingDate":"20/07/2026","Time":"09:15:01","Symbol":"HPG","Close":1}'


def test_the_tape_row_by_row(shared_data: Path) -> None:
    path = shared_data / "futures-tape" / f"{TAPE}.csv.gz"
    if not path.is_file():
        pytest.skip(f"no tape at {path}")
    source = open_source(str(path), seed=1, symbols=30, trading_date=None)
    assert source.trading_date == dt.date(2026, 3, 10)
    rows = gzip.decompress(path.read_bytes()).decode().split()[1:]
    total = count = 0
    sessions: dict[str, int] = {}
    for message, row in zip(source.messages(), rows, strict=True):
        time, price, volume, side = row.split(",")
        trade = json.loads(message.content)
        total += int(volume)
        count += 1
        assert message.data_type == "X-TRADE"
        assert (trade["Time"], trade["LastPrice"], trade["LastVol"], trade["Side"]) == (
            time, float(price), float(volume), side,
        )  # fmt: skip
        assert trade["TotalVol"] == total
        sessions[trade["TradingSession"]] = sessions.get(trade["TradingSession"], 0) + 1
    assert (count, total) == (149_704, 402_081)
    assert (sessions["ATO"], sessions["ATC"]) == (1_132, 1_303)
    assert (trade["Symbol"], trade["MarketId"]) == ("41I1G3000", "DERIVATIVES")
    assert (trade["Ceiling"], trade["RefPrice"], trade["Change"]) == (None, None, None)


def test_a_small_tape_keeps_value_and_unknown_sides(tmp_path: Path) -> None:
    path = tmp_path / "2026-03-10.csv"
    path.write_text("time,price,volume,side\n09:00:00,1800.1,2,SD\n09:00:01,1800.3,1,\n")
    trades = [
        json.loads(m.content) for m in open_source(str(path), seed=1, symbols=1, trading_date=None).messages()
    ]
    assert [trade["Side"] for trade in trades] == ["SD", None]
    assert [trade["TradingSession"] for trade in trades] == ["ATO", "LO"]
    assert trades[-1]["TotalVal"] == 540_050_000.0
    assert trades[-1]["AvgPrice"] == pytest.approx(540_050_000 / 3)


def test_a_row_that_is_no_match_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "2026-03-10.csv"
    path.write_text("time,price,volume,side\n09:00:00,dear,2,SD\n")
    source = open_source(str(path), seed=1, symbols=1, trading_date=None)
    with pytest.raises(SourceError, match="line 2"):
        list(source.messages())


def test_every_shape_of_a_recorded_line_goes_out_as_it_is(tmp_path: Path) -> None:
    plain = json.dumps({"DataType": "B", "Content": DATED})
    wrapped = json.dumps({"source": "someone", "wire": {"DataType": "B", "Content": DATED}})
    frame = json.dumps({"C": "d-1", "M": [{"H": "h", "M": "Broadcast", "A": [plain]}] * 2})
    as_object = '{"Datatype": "B", "content": ' + DATED + "}"
    trailing = json.dumps({"DataType": "X-TRADE", "Content": '{"Symbol":"ACB",}'})
    path = tmp_path / "messages.jsonl"
    path.write_text("\n".join([plain, wrapped, frame, "{}", as_object, trailing, "not json", ""]))
    messages = list(open_source(str(path), seed=1, symbols=1, trading_date=None).messages())
    # A keep-alive frame has no message, but no type either: whoever replays it sees it.
    contents = [(m.data_type, m.content) for m in messages if m.content]
    assert contents == [
        *[("B", DATED)] * 5,
        ("X-TRADE", '{"Symbol":"ACB",}'),
        ("", "not json"),
    ]
    assert {m.symbol for m in messages[:4]} == {"HPG"}


def test_time_never_falls_and_the_date_is_the_newest(tmp_path: Path) -> None:
    old = DATED.replace("20/07", "17/07")
    path = tmp_path / "messages.jsonl.gz"
    with gzip.open(path, "wt") as file:
        file.writelines(json.dumps({"DataType": "B", "Content": text}) + "\n" for text in (old, DATED, old))
    source = open_source(str(path), seed=1, symbols=1, trading_date=None)
    times = [message.ts_ms for message in source.messages()]
    assert source.trading_date == dt.date(2026, 7, 20)
    assert times[0] < times[1] == times[2]


def test_recorded_samples_are_all_there(shared_data: Path) -> None:
    paths = sorted((shared_data / "ssi-wire").glob("*.jsonl"))
    if not paths:
        pytest.skip(f"no recorded messages below {shared_data}")
    for path in paths:
        source = open_source(str(path), seed=1, symbols=30, trading_date=None)
        assert len(list(source.messages())) == len(path.read_text().splitlines())


@pytest.mark.parametrize("content", ["", "hello\n", '{"DataType":"B","Content":"{}"}\n'])
def test_a_file_without_dated_messages_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "file.jsonl"
    path.write_text(content)
    with pytest.raises(SourceError, match="not a file of recorded messages"):
        open_source(str(path), seed=1, symbols=1, trading_date=None)


def test_an_unknown_path_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        open_source(str(tmp_path / "nothing"), seed=1, symbols=1, trading_date=None)
    with pytest.raises(SourceError, match="not a day folder"):
        open_source(str(tmp_path), seed=1, symbols=1, trading_date=None)
