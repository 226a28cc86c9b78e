"""The only writer of the output: built beside, verified, swapped in one step.

A reader of the folder sees the old tree or the new one, never a half. An unchanged file keeps its
inode and its times, an unchanged tree is not touched at all, and a folder that holds anything this
program did not write is never replaced.
"""

import ctypes
import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from publisher.errors import BuildError, EnvironmentProblem
from publisher.model.canonical import Digest, canonical_json, digest_of_bytes, digest_of_files

MANIFEST = "manifest.json"
SCHEMA = "publisher.manifest/0"

_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2)
_AT_CURRENT_FOLDER = -100


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeReport:
    """Which paths were written, how many stayed as they were, and which are gone."""

    written: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]
    digest: Digest


def write(output: Path, files: Mapping[str, bytes]) -> TreeReport:
    """Make a folder hold exactly these files and a manifest of them.

    Raises BuildError when a path is unsafe, a written byte does not read back, or the folder holds
    something this program did not write; EnvironmentProblem when the disk refuses.
    """
    whole = {**files, MANIFEST: manifest(files)}
    _refuse_unsafe(whole)
    output = output.absolute()
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with _alone(output.parent):
            return _replace(output, whole)
    except OSError as error:
        raise EnvironmentProblem(
            f"{error.filename or output}: {error.strerror or error}; the old output is untouched, "
            "free the disk or mend the permissions and build again"
        ) from error


def manifest(files: Mapping[str, bytes]) -> bytes:
    """Return the public list of all files with their digests and sizes."""
    return canonical_json(
        {
            "schema": SCHEMA,
            "tree": digest_of_files(files),
            "files": [
                {"path": path, "digest": digest_of_bytes(files[path]), "bytes": len(files[path])}
                for path in sorted(files)
            ],
        }
    )


def _replace(output: Path, whole: Mapping[str, bytes]) -> TreeReport:
    building = output.parent / f".{output.name}.building"
    previous = output.parent / f".{output.name}.previous"
    _recover(output, building, previous)
    present = _present(output)
    same = {path for path in whole if path in present and present[path] == whole[path]}
    report = TreeReport(
        written=tuple(sorted(set(whole) - same)),
        unchanged=len(same),
        removed=tuple(sorted(set(present) - set(whole))),
        digest=digest_of_files({p: data for p, data in whole.items() if p != MANIFEST}),
    )
    if report.written or report.removed:
        _build(building, output, whole, same)
        _swap(building, output, previous)
    return report


def _recover(output: Path, building: Path, previous: Path) -> None:
    """Clear what a killed build left; put the old output back if it was just moved away."""
    if previous.exists() and not output.exists():
        previous.rename(output)
    for leftover in (building, previous):
        if leftover.exists():
            shutil.rmtree(leftover)


def _present(output: Path) -> dict[str, bytes]:
    """Return the files of the present output; refuse a folder that is not wholly ours."""
    if not output.exists() and not output.is_symlink():
        return {}
    if output.is_symlink() or not output.is_dir():
        raise BuildError(f"{output}: is not a plain folder; name another output folder")
    present = {
        path.relative_to(output).as_posix(): path
        for path in sorted(output.rglob("*"))
        if not path.is_dir() or path.is_symlink()
    }
    ours = _listed(output / MANIFEST) if present else frozenset()
    foreign = [path for path in present if path not in ours or present[path].is_symlink()]
    if foreign:
        raise BuildError(
            f"{output}: holds files that no build wrote ({', '.join(foreign[:3])}"
            f"{', ...' if len(foreign) > 3 else ''}); "  # noqa: PLR2004 - three examples suffice
            "move them away or name another output folder"
        )
    return {path: file.read_bytes() for path, file in present.items()}


def _listed(file: Path) -> frozenset[str]:
    """Return the paths that the manifest of an earlier build names, itself included."""
    try:
        content = json.loads(file.read_bytes())
        if content["schema"] != SCHEMA:
            return frozenset()
        return frozenset([MANIFEST, *(entry["path"] for entry in content["files"])])
    except (FileNotFoundError, ValueError, LookupError, TypeError):
        return frozenset()


def _build(building: Path, output: Path, whole: Mapping[str, bytes], same: set[str]) -> None:
    for path, data in whole.items():
        target = building / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if path in same and _linked(output / path, target):
            continue
        target.write_bytes(data)
        if path in same:
            shutil.copystat(output / path, target)
        if digest_of_bytes(target.read_bytes()) != digest_of_bytes(data):
            raise BuildError(f"{target}: does not read back as written; check the disk")


def _linked(source: Path, target: Path) -> bool:
    """Give a file a second name; False where the file system knows no hard links."""
    try:
        os.link(source, target)
    except OSError:
        return False
    return True


def _swap(building: Path, output: Path, previous: Path) -> None:
    """Put the new tree in place of the old one: in one step where the system can."""
    if not output.exists():
        building.rename(output)
        return
    if _exchanged(building, output):
        shutil.rmtree(building)
        return
    output.rename(previous)
    building.rename(output)
    shutil.rmtree(previous)


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders atomically; False where the system cannot."""
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    status = rename(
        _AT_CURRENT_FOLDER, os.fsencode(one), _AT_CURRENT_FOLDER, os.fsencode(other), _EXCHANGE
    )
    return bool(status == 0)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold a lock on the folder around the output, so that two builds never mix."""
    try:
        import fcntl  # noqa: PLC0415 - not on every system
    except ImportError:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise EnvironmentProblem(
                f"{folder}: another build is writing here; wait for it and build again"
            ) from None
        yield
    finally:
        os.close(handle)


def _refuse_unsafe(files: Mapping[str, bytes]) -> None:
    """Raise BuildError for a path that leaves the folder or that some system cannot hold."""
    for path in files:
        parts = PurePosixPath(path).parts
        is_plain = path == "/".join(parts) and not path.startswith("/")
        if not is_plain or not parts or any(_is_unsafe(part) for part in parts):
            raise BuildError(f"{path!r}: cannot be a page's path; rename the policy or release")


def _is_unsafe(part: str) -> bool:
    return (
        part in {".", ".."}
        or part.strip(" ") != part
        or len(part.encode("utf-8")) > 200  # noqa: PLR2004 - file systems hold 255 bytes a name
        or any(character in '\\:*?"<>|' or not character.isprintable() for character in part)
    )
