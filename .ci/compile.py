"""Compile the busiest modules of `core` to C extensions beside their sources: `.ci/compile.py [ROOT]`.

Knows: which modules every message passes through, and whether what was compiled is of the sources
that stand there now. Needs mypy (mypyc is part of it) and a C compiler; without a compiler it says
so and the product runs from its sources, slower and otherwise the same. Refuses to know what the
modules do.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

MODULES = [
    "core/feed/normalise.py",
    "core/feed/values.py",
    "core/market/calendar.py",
    "core/market/events.py",
    "core/pipeline.py",
    "core/snapshot/delta.py",
    "core/snapshot/foreign_views.py",
    "core/snapshot/views.py",
    "core/trackers/auction_tracker.py",
    "core/trackers/bars.py",
    "core/trackers/board_phases.py",
    "core/trackers/completeness.py",
    "core/trackers/counters.py",
    "core/trackers/foreign_investor_tracker.py",
    "core/trackers/foreign_pace.py",
    "core/trackers/large_trades.py",
    "core/trackers/limit_lock.py",
    "core/trackers/minute_bar.py",
    "core/trackers/minute_series.py",
    "core/trackers/quote_cache.py",
    "core/trackers/recent_trades.py",
    "core/trackers/room_clock.py",
    "core/trackers/session_aggregator.py",
    "core/trackers/trade_analysis.py",
    "core/trackers/trade_classifier.py",
    "core/trackers/volume_at_price.py",
]
SHARED = "core.compiled"
"""The modules call each other directly, so they share one library: `core/compiled__mypyc.*.so`."""
STAMP = "core/compiled.stamp"


def main(root):
    """Bring the compiled modules up to date. Returns the exit code."""
    if is_current(root):
        return 0
    remove(root)
    if compiler() is None:
        print("No C compiler: the core runs from its sources (on Debian: apt-get install gcc).", flush=True)
        return 0
    started = time.monotonic()
    print("Compiling the core ...", flush=True)
    build = root / "build" / "core"
    command = [sys.executable, __file__, "--build", str(root), str(build)]
    done = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    shutil.rmtree(build, ignore_errors=True)
    if done.returncode != 0:
        remove(root)
        print(done.stdout, "Compiling the core failed; the lines above say why.", sep="\n", file=sys.stderr)
        return 1
    (root / STAMP).write_text(digest(root))
    print(f"Compiled in {time.monotonic() - started:.0f} s.", flush=True)
    return 0


def build(root, folder):
    """What the child process does: setuptools works in the current folder and prints a lot."""
    from mypyc.build import mypycify
    from setuptools import setup

    os.chdir(root)
    modules = mypycify(MODULES, opt_level="3", debug_level="0", target_dir=folder, group_name=SHARED)
    command = ["build_ext", "--inplace", "--build-temp", folder, "--build-lib", os.path.join(folder, "lib")]
    setup(name="core", packages=[], ext_modules=modules, script_args=command)


def is_current(root):
    """Whether everything is compiled, from the sources as they are."""
    stamp = root / STAMP
    return stamp.exists() and stamp.read_text() == digest(root)


def is_stale(root):
    """Whether something compiled would be imported that is not of the sources as they are."""
    return any((root / "core").rglob("*.so")) and not is_current(root)


def digest(root):
    """What the compiled modules depend on: all of core, this file, the interpreter, mypy."""
    state = hashlib.sha256(f"{sys.version} {sysconfig.get_platform()}".encode())
    for path in [Path(__file__), root / "constraints.txt", *sorted((root / "core").rglob("*.py"))]:
        state.update(path.name.encode())
        state.update(path.read_bytes())
    return state.hexdigest()


def remove(root):
    """Throw away what was compiled, so that nothing old can be imported."""
    (root / STAMP).unlink(missing_ok=True)
    for path in (root / "core").rglob("*.so"):
        path.unlink()


def compiler():
    """The path of a C compiler, or None."""
    named = os.environ.get("CC", "").split()
    return next((path for name in [*named[:1], "cc", "gcc", "clang"] if (path := shutil.which(name))), None)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--build"]:
        build(sys.argv[2], sys.argv[3])
    else:
        sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()))
