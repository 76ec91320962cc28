"""Pace of the day: the usual share at an instant, ratio, projection, and when there is no answer."""

from __future__ import annotations

import math

import pytest

from core.trackers.pace import POINTS, Baseline, baseline, pace
from tests.support.events import at

EVEN = [n / (POINTS - 1) for n in range(POINTS)]
"""The same in every trading minute."""


@pytest.mark.parametrize(
    ("when", "minutes"),
    [
        ("07:00:00", 0),
        ("08:45:00", 0),
        ("08:44:59", 0),
        ("10:00:00", 75),
        ("10:00:30", 75.5),
        ("11:29:45", 164.75),
        ("11:30:30", 165),
        ("12:30:00", 165),
        ("13:00:00", 165),
        ("13:00:30", 165.5),
        ("14:45:00", 270),
        ("15:00:00", 285),
        ("23:00:59", 285),
    ],
)
def test_the_usual_share_is_a_line_between_minutes_and_rests_in_the_break(when: str, minutes: float) -> None:
    assert baseline(EVEN).share_at(at(when)) == pytest.approx(minutes / 285)


def test_a_day_at_twice_the_usual_pace() -> None:
    result = pace(2 * 75_000, baseline(EVEN, 285_000.0), at("10:00"))
    assert result is not None
    assert (result.minute, result.so_far) == (75, 150_000)
    assert result.usual_share == pytest.approx(75 / 285)
    assert result.usual == pytest.approx(75_000)
    assert result.ratio == pytest.approx(2)
    assert result.projected_total == pytest.approx(570_000)


def test_at_the_end_the_projection_is_the_day_itself() -> None:
    result = pace(123, baseline(EVEN, 100.0), at("15:30"))
    assert result is not None
    assert (result.projected_total, result.ratio) == (123, pytest.approx(1.23))


def test_without_history_or_without_a_figure_there_is_no_answer() -> None:
    assert pace(100, None, at("10:00")) is None
    assert pace(None, baseline(EVEN), at("10:00")) is None


def test_a_shape_without_a_total_projects_but_has_no_ratio() -> None:
    for total in (None, 0.0):
        result = pace(75, baseline(EVEN, total), at("10:00"))
        assert result is not None
        assert (result.usual, result.ratio) == (None, None)
        assert result.projected_total == pytest.approx(285)


def test_too_early_nothing_is_projected() -> None:
    result = pace(50, baseline(EVEN, 285.0), at("08:47"))
    assert result is not None
    assert (result.ratio, result.projected_total) == (None, None)
    assert result.usual == pytest.approx(2)


@pytest.mark.parametrize(
    "shares",
    [
        [],
        EVEN[:-1],
        [*EVEN[:-1], 0.999],
        [*EVEN[:-1], 1.1],
        [-0.1, *EVEN[1:]],
        [*EVEN[:100], 0.9, *EVEN[101:]],
        [*EVEN[:100], math.nan, *EVEN[101:]],
    ],
)
def test_what_is_no_curve_is_refused(shares: list[float]) -> None:
    with pytest.raises(ValueError, match="a curve"):
        baseline(shares)


@pytest.mark.parametrize("total", [-1.0, math.nan, math.inf])
def test_what_is_no_total_is_refused(total: float) -> None:
    with pytest.raises(ValueError, match="a usual total"):
        baseline(EVEN, total)


def test_a_baseline_is_a_plain_value() -> None:
    assert baseline(EVEN, 5.0) == Baseline(tuple(EVEN), 5.0)
