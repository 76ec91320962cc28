"""Fixtures every test may use. The engines start only for the tests that ask for them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler.loadscope import LoadScopeScheduling

from tests.support.compiled import compiled_core
from tests.support.engines import (
    database_url,
    engine_home,
    postgres_server,
    redis_url,
    shared_valkey,
    valkey_server,
)

__all__ = ["database_url", "engine_home", "postgres_server", "redis_url", "shared_valkey", "valkey_server"]

ROOT = Path(__file__).resolve().parent.parent


def pytest_configure() -> None:
    """Nothing old is tested, and Hypothesis goes by profile: `ci` (the default) has no deadline, since
    cores are shared, and prints what reproduces a failure; `thorough` looks ten times as long."""
    if compiled_core().is_stale(ROOT):
        pytest.exit("core/ has changed since it was compiled: python .ci/compile.py, or make clean", 2)
    settings.register_profile(
        "ci", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
    )
    settings.register_profile("thorough", parent=settings.get_profile("ci"), max_examples=1000)
    settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """Who runs what: all browser tests in one worker, the tests of a replay file together, the rest freely.

    xdist's own groups (3.8) rename a test's id, which pytest 9.2 no longer takes up: two browsers
    would fight for two cores.
    """

    class Scheduler(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            path = nodeid.split("::")[0]
            if path.startswith("tests/browser/"):
                return "browser"
            return path if path.startswith("tests/replay/") else nodeid

    return Scheduler(config, log)


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own settings and credentials never reach a test."""
    for name in [name for name in os.environ if name.startswith(("SSI_", "WS_"))]:
        monkeypatch.delenv(name)
    for name in ("REDIS_URL", "DATABASE_URL", "HOST", "PORT", "LOG_LEVEL", "FUTURES_OVERRIDE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def repo_root() -> Path:
    """Top of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of recorded market data; tests that need it are skipped where it is absent."""
    path = Path(os.environ.get("SHARED_DATA", ROOT.parent / "shared" / "data"))
    if not path.is_dir():
        pytest.skip(f"no recorded data at {path} (SHARED_DATA names another folder)")
    return path
