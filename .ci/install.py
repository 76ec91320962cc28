"""Fill `.venv` with the pinned packages: `python3 .ci/install.py run|test`.

Knows: which pins belong to the product and which to its tests (the two sections of
`constraints.txt`), and how to put them into an environment quickly on a machine that has only
Python and pip. Refuses to know: anything about the product itself.

Written for any Python 3, so that an old one gets a sentence and not a syntax error.
"""

import fcntl
import os
import subprocess
import sys
import time

MINIMUM = (3, 11)
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
EVERY_START = [
    "alembic.command",
    "click",
    "dash",
    "dash_bootstrap_components",
    "flask_sock",
    "gunicorn.app.wsgiapp",
    "gunicorn.workers.gthread",
    "honcho.environ",
    "httpx",
    "msgspec",
    "psutil",
    "psycopg",
    "pydantic_settings",
    "redis.asyncio",
    "sqlalchemy.dialects.postgresql.psycopg",
    "sqlalchemy.orm",
    "websockets.asyncio.client",
]
TEST_MARK = "# --- tests"


def main(extra):
    """Install what `extra` ("run" or "test") needs. Returns the exit code."""
    if sys.version_info < MINIMUM:
        complain(
            f"VN Market needs Python {MINIMUM[0]}.{MINIMUM[1]} or newer, and {sys.executable} is "
            f"{sys.version_info[0]}.{sys.version_info[1]}. Name another one: make PYTHON=/path/to/python3"
        )
        return 1
    with open(os.path.join(ROOT, ".venv.lock"), "w") as lock:
        # Two copies started at once in one checkout must not install over each other.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if is_current(extra):
            return compile_core()
        started = time.monotonic()
        print("Installing the pinned packages into .venv ...", flush=True)
        if not install(extra):
            complain("The installation failed; the lines above say why. It is safe to try again.")
            return 1
        for done in ("run", "test") if extra == "test" else ("run",):
            with open(stamp(done), "w") as handle:
                handle.write(ROOT)
        print(f"Installed in {time.monotonic() - started:.0f} s.", flush=True)
        return compile_core()


def install(extra):
    """Put everything into the environment; whether that worked."""
    sections = pinned()
    builders = [pin for pin in sections["run"] if pin.startswith(("pip==", "setuptools=="))]
    pip = pip_command(builders)
    if pip is None:
        return False
    # `--no-deps` because the list is complete (a test checks that).
    common = [*pip, "install", "-qq", "--no-deps", "--no-build-isolation"]
    if not os.environ.get("PYTHONDONTWRITEBYTECODE"):
        # Byte code is written when a module is first used, which is faster than all of it now.
        common.append("--no-compile")
    others = [pin for pin in sections["run"] if pin not in builders]
    # Side by side, since the work is mostly unpacking; the product itself is linked, not copied.
    if not run_together([common + others[0::2], common + others[1::2], [*common, "-e", ROOT]]):
        return False
    if extra == "test":
        return run_together([common + sections["test"]])
    warm_up()
    return True


def pinned():
    """The pins of `constraints.txt` by section, each usable as an argument of pip."""
    sections = {"run": [], "test": []}
    section = "run"
    with open(os.path.join(ROOT, "constraints.txt")) as handle:
        for line in handle:
            line = line.strip()
            if line.startswith(TEST_MARK):
                section = "test"
            elif line and not line.startswith("#"):
                sections[section].append(line)
    return sections


def stamp(extra):
    """The file whose age tells when `extra` was last installed."""
    return os.path.join(VENV, ".installed-" + extra)


def is_current(extra):
    """Whether what is installed is newer than every file that decides it."""
    if not os.path.exists(stamp(extra)) or not works([PYTHON, "-c", ""]):
        return False
    with open(stamp(extra)) as handle:
        if handle.read() != ROOT:  # the checkout was moved, and its scripts point to where it was
            return False
    sources = [os.path.join(ROOT, name) for name in ("constraints.txt", "pyproject.toml")] + [__file__]
    return all(os.path.getmtime(stamp(extra)) >= os.path.getmtime(source) for source in sources)


def pip_command(builders):
    """Create the environment and return how to call its pip, or None after saying what is missing.

    Args:
        builders: the pins of pip itself, since the host's may be years old and old ones take twice as
            long, and of what builds packages.
    """
    own_pip = [PYTHON, "-m", "pip", "--disable-pip-version-check"]
    if not works([PYTHON, "-c", ""]) and not works(
        [sys.executable, "-m", "venv", "--clear", "--without-pip", VENV]
    ):
        complain("Python's venv module is missing (on Debian: apt-get install python3-venv).")
        return None
    host_pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", PYTHON]
    for pip in (own_pip, host_pip):
        if works([*pip, "--version"]):
            break
    else:
        pip = own_pip
        if not works([PYTHON, "-m", "ensurepip"]):
            complain("pip is missing (on Debian: apt-get install python3-pip python3-venv).")
            return None
    return own_pip if run_together([[*pip, "install", "-qq", "--no-compile", *builders]]) else None


def compile_core():
    """Compile what is busiest where the compiler's packages are there: with the tests', that is.

    It costs nothing while the sources stay as they are. Returns the exit code.
    """
    if not os.path.exists(stamp("test")):
        return 0
    return subprocess.call([PYTHON, os.path.join(ROOT, ".ci", "compile.py"), ROOT])


def warm_up():
    """Let the other core make the byte code that every process of the product is about to need.

    Nobody waits for it: it ends by itself after a few seconds, and nothing depends on it.
    """
    imports = "\n".join(f"import {name}" for name in EVERY_START)
    quiet = subprocess.DEVNULL
    subprocess.Popen([PYTHON, "-c", imports], stdin=quiet, stdout=quiet, stderr=quiet, cwd=VENV)


def complain(text):
    """Say what is wrong and what to do."""
    print(text, file=sys.stderr, flush=True)


def works(command):
    """Whether a command runs and exits 0."""
    try:
        return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def run_together(commands):
    """Run commands side by side; whether all of them exited 0."""
    running = [subprocess.Popen(command, stdin=subprocess.DEVNULL, cwd=ROOT) for command in commands]
    codes = [process.wait() for process in running]
    return not any(codes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
