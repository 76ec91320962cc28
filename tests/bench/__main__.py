"""All measurements: `python -m tests.bench [--all | NAME ...]`, or `make bench`. Writes docs/benchmarks.md.

Each runs in a process of its own and prints lines `name value unit`. `--all` adds those that take
minutes, names choose some.
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
LONG = (
    "fanout",
    "latency",
    "hostile",
    "redis_faults",
    "reload",
    "exchange_load",
    "worker_memory",
    "page",
    "page_memory",
)
HEAD = """# Benchmarks

Written by `make bench` (`ARGS=--all` adds the long ones, `ARGS=NAME` measures one).
What the names mean is said in the docstrings of `tests/bench/`; where the time goes is in
[profile.md](profile.md).
"""


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


def section(name: str, rows: list[list[str]]) -> str:
    """What the document says of one benchmark."""
    lines = [f"## {name}", "", f"{dt.datetime.now(dt.UTC):%Y-%m-%d}, {machine()}", ""]
    lines += ["| figure | value | unit |", "|---|---:|---|"]
    lines += [f"| {figure} | {value} | {unit} |" for figure, value, unit in rows]
    return "\n".join(lines) + "\n"


def machine() -> str:
    """Where it was measured."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{processor()}, {os.cpu_count()} processors, {platform.system()}, {python}"


def sections(text: str) -> dict[str, str]:
    """The sections of a document by name."""
    return {part.partition("\n")[0]: f"## {part.rstrip()}\n" for part in text.split("\n## ")[1:]}


def main() -> None:
    """Measures and writes; what was not measured now stays as it was, with its date."""
    arguments = sys.argv[1:]
    names = [name for name in arguments if not name.startswith("-")] or list(SHORT)
    if "--all" in arguments:
        names = list(SHORT + LONG)
    found = sections(PAGE.read_text()) if PAGE.exists() else {}
    for name in names:
        found[name] = section(name, measure(name))
        known = [name for name in SHORT + LONG if name in found]
        PAGE.write_text("\n".join([HEAD, *(found[name] for name in known)]))
    print(f"written: {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
