"""Settings of the web process: typed, refused by name, never echoed."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import SettingsError
from core.market.calendar import DEFAULT_CALENDAR
from dashboard.settings import load_calendar, load_settings


def test_defaults_need_no_environment() -> None:
    settings = load_settings(env_file=None)
    assert (settings.port, settings.default_palette, settings.default_language) == (8050, "brief", "vi")
    assert settings.database_url is None


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PORT", "99999", "65535"),
        ("PORT", "abc", "integer"),
        ("REDIS_URL", "http://localhost", "redis://"),
        ("DATABASE_URL", "mysql://u:geheim@h/d", "postgresql://"),
        ("DEFAULT_PALETTE", "pink", "brief"),
        ("DEFAULT_LANGUAGE", "fr", "vi"),
        ("WS_HEARTBEAT_INTERVAL", "nan", "number"),
        ("WS_MAX_CONNECTIONS_PER_IP", "0", "1"),
        ("ALLOWED_ORIGINS", "example.com", "http"),
        ("ALLOWED_ORIGINS", "*", "http"),
        ("CORS_ALLOWED_ORIGINS", "*,https://a.example", "http"),
        ("TRUSTED_PROXIES", "10.0.0.0/8,proxy", "10.0.0.0/8"),
        ("TRUSTED_PROXIES", "10.0.0.1/8", "networks"),
        ("LOG_LEVEL", "loud", "INFO"),
    ],
)
def test_a_wrong_value_is_refused_by_name_and_never_repeated(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refused:
        load_settings(env_file=None)
    assert f"{name}: " in str(refused.value)
    assert said in str(refused.value)
    assert value not in str(refused.value)


def test_every_wrong_variable_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "-1")
    monkeypatch.setenv("DEFAULT_THEME", "grey")
    with pytest.raises(SettingsError) as refused:
        load_settings(env_file=None)
    assert "PORT: " in str(refused.value)
    assert "DEFAULT_THEME: " in str(refused.value)


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WS_AUTH_TOKEN", "canary-token")
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:canary-password@h/d")
    monkeypatch.setenv("REDIS_URL", "redis://:canary-redis@h:1/0")
    settings = load_settings(env_file=None)
    assert "canary" not in repr(settings)
    assert settings.ws_auth_token is not None
    assert settings.ws_auth_token.get_secret_value() == "canary-token"


def test_origins_are_a_list_in_lower_case(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_ORIGINS", "https://Board.Example/ , http://localhost:3000")
    assert load_settings(env_file=None).allowed_origins == ("https://board.example", "http://localhost:3000")


def test_any_origin_may_read_when_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings(env_file=None).cors_allowed_origins == ()
    monkeypatch.setenv("CORS_ALLOWED_ORIGINS", "*")
    assert load_settings(env_file=None).cors_allowed_origins == ("*",)


def test_a_calendar_file_is_read_or_refused_by_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert load_calendar(load_settings(env_file=None)) is DEFAULT_CALENDAR
    file = tmp_path / "calendar.toml"
    monkeypatch.setenv("CALENDAR_FILE", str(file))
    with pytest.raises(SettingsError, match="CALENDAR_FILE: "):
        load_calendar(load_settings(env_file=None))
    file.write_text('[holidays]\n2027 = ["2027-01-01"]\n')
    assert 2027 in load_calendar(load_settings(env_file=None)).known_years
    file.write_text("[months]\n")
    with pytest.raises(SettingsError, match="CALENDAR_FILE: unknown section"):
        load_calendar(load_settings(env_file=None))
