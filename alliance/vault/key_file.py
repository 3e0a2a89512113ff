"""Secrets in files: written once and whole, read only if nobody else on the machine can."""

import os
import stat
import tempfile
from pathlib import Path

from alliance.vault.errors import KeysUnusable

OTHERS = stat.S_IRWXG | stat.S_IRWXO

type Look = tuple[int, ...]


def look_of(path: Path) -> Look:
    """What differs when a file was replaced, written or opened to others; nothing if it is gone."""
    try:
        seen = path.stat()
    except OSError:
        return ()
    return (seen.st_ino, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_size, seen.st_mode)


def replace_private(path: Path, text: str) -> None:
    """Put a file of mode 0600 in the place of `path`: readers see the old text or the new one."""
    unfinished = _unfinished(path, text)
    os.replace(unfinished, path)
    _keep_name(path.parent)


def write_once(path: Path, text: str) -> None:
    """Write a file of mode 0600. Raises FileExistsError, and touches nothing, if it is there.

    The text is complete before the name exists, so a reader never sees half a key, and of
    several writers exactly one wins.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = _unfinished(path, text)
    try:
        os.link(unfinished, path)
    finally:
        os.unlink(unfinished)
    _keep_name(path.parent)


def _unfinished(path: Path, text: str) -> str:
    """A file beside `path` that holds `text` and is on disk; gone again if that failed."""
    descriptor, unfinished = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        os.unlink(unfinished)
        raise
    return unfinished


def read_private(path: Path) -> str:
    """The text of the file. Raises KeysUnusable if it is missing or open to other users."""
    try:
        with path.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            content = file.read()
    except FileNotFoundError:
        raise KeysUnusable(
            f"There is no key file {path}. Put the original back; only for a new "
            "installation make one with: manage.py make_keys"
        ) from None
    except OSError as problem:
        raise KeysUnusable(f"The key file {path} cannot be read: {problem.strerror}.") from None
    if mode & OTHERS:
        raise KeysUnusable(
            f"The key file {path} can be used by others (mode {mode:04o}). "
            f"Close it with: chmod 600 {path}"
        )
    return content.decode("ascii", errors="replace")


def _keep_name(folder: Path) -> None:
    """Make the new name survive a power cut; a lost key is lost words."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
