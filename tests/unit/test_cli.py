"""The command line: its commands, what it imports, how it refuses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from workers import cli


def run(*arguments: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from workers.cli import main; main()", *arguments],
        cwd=cwd,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(cli.__file__).parents[1]), **env},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_help_names_every_command() -> None:
    result = CliRunner().invoke(cli.main, ["--help"])
    assert result.exit_code == 0
    missing = [
        name
        for name in ("up", "worker", "web", "simulate", "replay", "doctor", "migrate")
        if f"\n  {name} " not in result.output
    ]
    assert missing == []


@pytest.mark.parametrize("name", sorted(["up", "worker", "web", "simulate", "replay", "doctor", "migrate"]))
def test_every_command_is_there_and_explains_itself(name: str) -> None:
    result = CliRunner().invoke(cli.main, [name, "--help"])
    assert result.exit_code == 0, result.output
    assert len(result.output.splitlines()) > 3


def test_help_imports_no_command(tmp_path: Path) -> None:
    heavy = ["redis", "httpx", "sqlalchemy", "psycopg", "dash", "pydantic", "websockets", "honcho"]
    code = (
        "import sys\nfrom workers.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        f"print('IMPORTED', sorted(set({heavy}) & set(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert "IMPORTED []" in result.stdout


@pytest.mark.parametrize("command", ["up", "worker", "web", "doctor", "migrate"])
def test_a_wrong_setting_is_refused_with_code_2(tmp_path: Path, command: str) -> None:
    result = run(command, cwd=tmp_path, PORT="eighty", REDIS_URL="canary-value")
    assert result.returncode == cli.EXIT_REFUSED
    assert "PORT: expected a TCP port, 1 to 65535" in result.stderr
    assert "REDIS_URL: expected" in result.stderr
    assert "Traceback" not in result.stderr
    assert "canary-value" not in result.stderr + result.stdout


def test_web_becomes_gunicorn(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORT", "8061")
    called: list[list[str]] = []
    monkeypatch.setattr(cli.os, "execv", lambda program, argv: called.append([program, *argv]))
    result = CliRunner().invoke(cli.main, ["web"])
    assert result.exit_code == 0, result.output
    assert called[0][:4] == [sys.executable, sys.executable, "-m", "gunicorn"]
    assert called[0][-3:] == ["--bind", "127.0.0.1:8061", "dashboard.wsgi:create_wsgi()"]


def test_migrate_needs_a_database(tmp_path: Path) -> None:
    result = run("migrate", cwd=tmp_path)
    assert result.returncode == cli.EXIT_REFUSED
    assert "DATABASE_URL" in result.stderr
