"""`/health`: 503 exactly when true data cannot be shown in a trading phase."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.api.system import judge_health
from dashboard.data.freshness import STALE_AFTER_MS, Freshness, judge

NOW = 1_763_835_000_000
FRESH = Freshness(False, None, NOW - 100)
NO_WORKER = Freshness(True, "worker", NOW - 60_000)
NO_REDIS = Freshness(True, "redis", NOW - 60_000)


def status(feed: str = "live", hose: str = "LO", derivatives: str = "C") -> dict[str, Any]:
    return {
        "feed": feed,
        "last_message_at": NOW - 120,
        "simulated": True,
        "phases": {"HOSE": {"phase": hose}, "DERIVATIVES": {"phase": derivatives}},
    }


@pytest.mark.parametrize(
    ("document", "freshness", "redis_ok", "database", "code", "word"),
    [
        (status(), FRESH, True, "ok", 200, "ok"),
        (status(), FRESH, True, "off", 200, "ok"),
        (status(), FRESH, True, "down", 200, "degraded"),
        (status("quiet", "BREAK"), FRESH, True, "off", 200, "ok"),
        (status("stale"), FRESH, True, "off", 503, "down"),
        (status("down"), FRESH, True, "off", 503, "down"),
        (status("connecting"), FRESH, True, "off", 503, "down"),
        (status("down", "C"), FRESH, True, "off", 200, "degraded"),
        (status("down", "PRE", "ATO"), FRESH, True, "off", 503, "down"),
        (status("down", "PT"), FRESH, True, "off", 200, "degraded"),
        (status(), NO_WORKER, True, "off", 503, "down"),
        (status(hose="C"), NO_WORKER, True, "off", 200, "degraded"),
        (status(), NO_REDIS, False, "off", 503, "down"),
        (status(hose="C"), NO_REDIS, False, "off", 200, "degraded"),
        (None, Freshness(True, "worker", None), True, "off", 503, "down"),
        (None, Freshness(True, "redis", None), False, "off", 503, "down"),
    ],
)
def test_the_verdict(
    document: dict[str, Any] | None, freshness: Freshness, redis_ok: bool, database: Any, code: int, word: str
) -> None:
    found, health = judge_health(document, freshness, redis_ok, database, NOW, "1.2.3")
    assert (found, health.status) == (code, word)
    assert health.redis == ("ok" if redis_ok else "down")
    assert health.version == "1.2.3"


def test_the_answer_says_feed_age_and_phase() -> None:
    _, health = judge_health(status(), FRESH, True, "off", NOW, "0")
    assert (health.feed.state, health.feed.age_ms, health.feed.simulated) == ("live", 120, True)
    assert (health.phase, health.database) == ("LO", "off")


@pytest.mark.parametrize(
    ("heartbeat", "redis_ok", "verdict"),
    [
        (NOW, True, Freshness(False, None, NOW)),
        (NOW - STALE_AFTER_MS, True, Freshness(False, None, NOW - STALE_AFTER_MS)),
        (NOW - STALE_AFTER_MS - 1, True, Freshness(True, "worker", NOW - STALE_AFTER_MS - 1)),
        (NOW, False, Freshness(True, "redis", NOW)),
        (None, True, Freshness(True, "worker", None)),
    ],
)
def test_a_heartbeat_older_than_five_seconds_is_none(
    heartbeat: int | None, redis_ok: bool, verdict: Freshness
) -> None:
    assert judge(heartbeat, redis_ok, NOW) == verdict
