"""What an administrator gives beside the feed: carry terms and weights, from settings and a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import SettingsError
from workers.reference import analysis_inputs
from workers.settings import WorkerSettings


def settings(**values: object) -> WorkerSettings:
    return WorkerSettings(_env_file=None, **values)


def test_without_settings_nothing_is_known() -> None:
    inputs = analysis_inputs(settings())
    assert (inputs.carry, inputs.compositions) == (None, {})


def test_terms_are_shares_of_one() -> None:
    carry = analysis_inputs(settings(interest_rate_pct=4.5, dividend_yield_pct=1.8)).carry
    assert carry is not None
    assert (carry.rate, carry.dividend_yield) == pytest.approx((0.045, 0.018))


def test_weights_come_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "weights.toml"
    path.write_text("[VN30]\nFPT = 3\nHPG = 1.0\n")
    composition = analysis_inputs(settings(index_weights_file=path)).compositions["VN30"]
    assert composition.weights == {"FPT": 0.75, "HPG": 0.25}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[VN30", "INDEX_WEIGHTS_FILE"),
        ("VN30 = 3", "VN30: expected a table"),
        ('[VN30]\nFPT = "3"', "VN30.FPT: expected a number"),
        ("[VN30]\nFPT = true", "VN30.FPT: expected a number"),
        ("[VN30]\nFPT = -1", "weights must be finite and positive: FPT"),
        ("[VN30]\n", "none given"),
    ],
)
def test_a_wrong_file_is_refused_by_name(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "weights.toml"
    path.write_text(text)
    with pytest.raises(SettingsError) as refused:
        analysis_inputs(settings(index_weights_file=path))
    assert str(refused.value).startswith("INDEX_WEIGHTS_FILE: ")
    assert words in str(refused.value)


def test_an_absent_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="INDEX_WEIGHTS_FILE"):
        analysis_inputs(settings(index_weights_file=tmp_path / "none.toml"))
