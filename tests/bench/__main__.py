"""All measurements: `python -m tests.bench [--all]`, or `make bench`. Writes docs/benchmarks.md.

Each runs in a process of its own and prints lines `name value unit`. `--all` adds those that take
minutes.
"""

from __future__ import annotations

import datetime as dt
import os
import platform
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "benchmarks.md"
SHORT = ("ingest", "snapshot")
LONG = ("exchange_load", "worker_memory")


def processor() -> str:
    """What the machine calls its processor."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def measure(name: str) -> list[list[str]]:
    """Runs one benchmark, shows what it prints, and returns its lines as (name, value, unit).

    Raises: subprocess.CalledProcessError when it fails.
    """
    print(f"# {name}", flush=True)
    command = [sys.executable, "-m", f"tests.bench.{name}"]
    text = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    print(text, end="", flush=True)
    return [words for line in text.splitlines() if len(words := line.split()) == 3]


def page(figures: dict[str, list[list[str]]]) -> str:
    """The document."""
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench` (`ARGS=--all` adds the long ones). What the names mean is said in the "
        "docstrings of `tests/bench/`; where the time goes is in [profile.md](profile.md).",
        "",
        f"- date: {dt.datetime.now(dt.UTC):%Y-%m-%d}",
        f"- machine: {processor()}, {os.cpu_count()} processors, {platform.system()}",
        f"- Python: {platform.python_implementation()} {platform.python_version()}",
    ]
    for name, rows in figures.items():
        lines += ["", f"## {name}", "", "| figure | value | unit |", "|---|---:|---|"]
        lines += [f"| {figure} | {value} | {unit} |" for figure, value, unit in rows]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measures and writes the page."""
    names = SHORT + LONG if "--all" in sys.argv[1:] else SHORT
    PAGE.write_text(page({name: measure(name) for name in names}))
    print(f"written: {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
