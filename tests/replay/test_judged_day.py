"""The trackers held against the generated exchange's truth: see `tests/bench/judge.py`."""

from __future__ import annotations

import pytest

from tests.bench.judge import judge


def test_the_trackers_agree_with_the_truth(capsys: pytest.CaptureFixture[str]) -> None:
    wrong = judge(symbols=12, seed=5, until_s=9 * 3600 + 28 * 60, shares=(0.001, 0.2))
    printed = capsys.readouterr().out
    assert wrong == 0, printed
    figures = {line.split()[-3]: float(line.split()[-2]) for line in printed.splitlines()}
    # What is compared has happened at all.
    for name in (
        "volume",
        "index_values",
        "basis_values",
        "dropped_0.001_missed",
        "noise_duplicates",
        "noise_late",
    ):
        assert figures[name] > 0, printed
    assert figures["foreign_value_error"] < figures["foreign_value_error_of_reported"]
    assert figures["half_the_quotes_without_side_tick_share"] > 0
