"""Wrong settings are refused by name, without their value; right ones arrive typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import SettingsError
from workers.settings import WorkerSettings, load_settings

SECRET = "s3cr3t-canary"


@pytest.fixture
def env(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment without any of the settings (see conftest), to be filled by the test."""
    return monkeypatch


def load(env: pytest.MonkeyPatch, **variables: str) -> WorkerSettings:
    for name, value in variables.items():
        env.setenv(name, value)
    return load_settings(env_file=None)


def test_defaults_lead_to_the_simulator_and_embedded_engines(env: pytest.MonkeyPatch) -> None:
    settings = load(env)
    assert not settings.has_credentials
    assert not settings.has_own_redis
    assert settings.database_url is None
    assert (settings.host, settings.port) == ("127.0.0.1", 8050)
    assert settings.ssi_base_url == "https://fc-data.ssi.com.vn/"
    assert settings.ssi_stream_url == "https://fc-datahub.ssi.com.vn/"
    assert settings.channels == ["X-TRADE:ALL", "X-QUOTE:ALL", "R:ALL", "MI:ALL", "B:ALL", "F:ALL"]


def test_values_arrive_typed(env: pytest.MonkeyPatch) -> None:
    settings = load(
        env,
        SSI_CONSUMER_ID="id",
        SSI_CONSUMER_SECRET=SECRET,
        SSI_BASE_URL="http://127.0.0.1:9100",
        SSI_CHANNELS=" X:ALL , MI:VN30,B:SSI-PAN-ACB ",
        SSI_ONE_CONNECTION_PER_CHANNEL="true",
        SSI_REQUESTS_PER_SECOND="2.5",
        REDIS_URL="redis://127.0.0.1:6379/1",
        DATABASE_URL="postgresql://u:p@db/vnmarket",
        LIVE_INTERVAL_MS="250",
        BOARD_INTERVAL_MS="40",
        CHANNEL_R_INTERVAL_MS="2000",
        FUTURES_OVERRIDE="41I1G9000",
        LOG_LEVEL="debug",
        PORT="8061",
    )
    assert settings.has_credentials
    assert settings.has_own_redis
    assert settings.ssi_consumer_secret.get_secret_value() == SECRET
    assert settings.ssi_base_url == "http://127.0.0.1:9100/"
    assert settings.channels == ["X:ALL", "MI:VN30", "B:SSI-PAN-ACB"]
    assert settings.ssi_one_connection_per_channel is True
    assert settings.ssi_requests_per_second == 2.5
    assert (settings.live_interval_ms, settings.board_interval_ms) == (250, 40)
    assert settings.channel_r_interval_ms == 2000
    assert (settings.futures_override, settings.log_level, settings.port) == ("41I1G9000", "DEBUG", 8061)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SSI_BASE_URL", "ftp://fc-data.ssi.com.vn/"),
        ("SSI_BASE_URL", "fc-data.ssi.com.vn"),
        ("SSI_BASE_URL", "https://"),
        ("SSI_STREAM_URL", "https://host:99999/"),
        ("SSI_STREAM_URL", "https://[::1/"),
        ("SSI_CHANNELS", "X-TRADE"),
        ("SSI_CHANNELS", "X-TRADE:ALL,Y:ALL"),
        ("SSI_CHANNELS", ","),
        ("SSI_ONE_CONNECTION_PER_CHANNEL", "perhaps"),
        ("SSI_REQUESTS_PER_SECOND", "0"),
        ("SSI_REQUESTS_PER_SECOND", "-1"),
        ("SSI_REQUESTS_PER_SECOND", "nan"),
        ("SSI_REQUESTS_PER_SECOND", "inf"),
        ("SSI_REQUESTS_PER_SECOND", "1e400"),
        ("REDIS_URL", "http://127.0.0.1"),
        ("REDIS_URL", "127.0.0.1:6379"),
        ("DATABASE_URL", "sqlite:///x"),
        ("DATABASE_URL", "mysql://h/d"),
        ("LIVE_INTERVAL_MS", "0"),
        ("LIVE_INTERVAL_MS", "-100"),
        ("LIVE_INTERVAL_MS", "100.5"),
        ("LIVE_INTERVAL_MS", "1_0_0x"),
        ("LIVE_INTERVAL_MS", "99999999999999999999"),
        ("CHANNEL_R_INTERVAL_MS", "NaN"),
        ("FUTURES_OVERRIDE", "VN30F; DROP"),
        ("LOG_LEVEL", "LOUD"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "http"),
    ],
)
def test_a_wrong_value_is_refused_by_name(env: pytest.MonkeyPatch, name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(env, **{name: value})
    text = str(caught.value)
    assert f"{name}: expected {WorkerSettings.model_fields[name.lower()].description}" in text


def test_every_wrong_value_is_named_at_once(env: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError) as caught:
        load(env, PORT="none", LOG_LEVEL="LOUD", REDIS_URL="x")
    assert [name for name in ("PORT", "LOG_LEVEL", "REDIS_URL") if name not in str(caught.value)] == []


@pytest.mark.parametrize(
    "name", ["REDIS_URL", "DATABASE_URL", "SSI_BASE_URL", "SSI_CHANNELS", "FUTURES_OVERRIDE"]
)
def test_no_value_is_repeated(env: pytest.MonkeyPatch, name: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(env, **{name: f"bad:{SECRET}@"})
    assert SECRET not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    ("given", "missing"),
    [("SSI_CONSUMER_ID", "SSI_CONSUMER_SECRET"), ("SSI_CONSUMER_SECRET", "SSI_CONSUMER_ID")],
)
def test_credentials_come_together(env: pytest.MonkeyPatch, given: str, missing: str) -> None:
    with pytest.raises(SettingsError, match=f"{missing}: expected"):
        load(env, **{given: SECRET})


def test_an_empty_variable_is_an_unset_one(env: pytest.MonkeyPatch) -> None:
    settings = load(env, SSI_CONSUMER_ID="", SSI_CONSUMER_SECRET="", DATABASE_URL="", PORT="")
    assert not settings.has_credentials
    assert settings.port == 8050


def test_the_environment_wins_over_the_file(env: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("PORT=8061\nLOG_LEVEL=ERROR\nSOMETHING_ELSE=1\n")
    env.setenv("PORT", "8062")
    settings = load_settings(str(file))
    assert (settings.port, settings.log_level) == (8062, "ERROR")


def test_a_printed_setting_shows_no_secret(env: pytest.MonkeyPatch) -> None:
    settings = load(env, SSI_CONSUMER_ID="id", SSI_CONSUMER_SECRET=SECRET)
    assert SECRET not in repr(settings)
