import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from publisher.errors import BuildError, EnvironmentProblem
from publisher.model.canonical import digest_of_bytes
from publisher.press import tree

_SITE = {"index.html": b"<p>one</p>", "privacy/1.0.0/index.html": b"<p>text</p>"}


def _state(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    return {
        path.relative_to(folder).as_posix(): (
            path.stat().st_mtime_ns,
            path.stat().st_ino,
            path.read_bytes(),
        )
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_folder_holds_the_files_and_a_manifest_of_them(tmp_path: Path) -> None:
    report = tree.write(tmp_path / "output", _SITE)
    listed = json.loads((tmp_path / "output/manifest.json").read_bytes())["files"]
    assert {one["path"]: one["digest"] for one in listed} == {
        path: digest_of_bytes(data) for path, data in _SITE.items()
    }
    assert set(report.written) == {*_SITE, "manifest.json"}
    assert [path.name for path in tmp_path.iterdir()] == ["output"]


def test_a_second_build_touches_nothing(tmp_path: Path) -> None:
    tree.write(tmp_path / "output", _SITE)
    before, folder = _state(tmp_path / "output"), (tmp_path / "output").stat()
    report = tree.write(tmp_path / "output", _SITE)
    assert (report.written, report.removed, report.unchanged) == ((), (), 3)
    assert _state(tmp_path / "output") == before
    assert (tmp_path / "output").stat() == folder


def test_only_files_that_changed_are_written_anew(tmp_path: Path) -> None:
    output = tmp_path / "output"
    tree.write(output, {**_SITE, "old.html": b"gone"})
    before = _state(output)
    report = tree.write(output, {**_SITE, "index.html": b"<p>two</p>"})
    assert report.written == ("index.html", "manifest.json")
    assert report.removed == ("old.html",)
    after = _state(output)
    assert after["privacy/1.0.0/index.html"] == before["privacy/1.0.0/index.html"]
    assert after["index.html"][2] == b"<p>two</p>"
    assert "old.html" not in after


def test_a_folder_of_somebody_else_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    (tmp_path / "output/thesis.txt").write_text("years of work")
    with pytest.raises(BuildError, match=r"thesis\.txt"):
        tree.write(tmp_path / "output", _SITE)
    assert (tmp_path / "output/thesis.txt").read_text() == "years of work"


def test_a_file_that_somebody_put_into_the_output_stops_the_build(tmp_path: Path) -> None:
    tree.write(tmp_path / "output", _SITE)
    (tmp_path / "output/CNAME").write_text("policies.example")
    with pytest.raises(BuildError, match="CNAME"):
        tree.write(tmp_path / "output", {"index.html": b"new"})
    assert (tmp_path / "output/index.html").read_bytes() == _SITE["index.html"]


def test_a_link_in_place_of_the_output_is_refused(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "output").symlink_to(tmp_path / "real")
    with pytest.raises(BuildError, match="not a plain folder"):
        tree.write(tmp_path / "output", _SITE)


def test_a_published_file_that_was_edited_is_written_again(tmp_path: Path) -> None:
    tree.write(tmp_path / "output", _SITE)
    (tmp_path / "output/index.html").write_bytes(b"<p>edited</p>")
    assert tree.write(tmp_path / "output", _SITE).written == ("index.html",)
    assert (tmp_path / "output/index.html").read_bytes() == _SITE["index.html"]


@pytest.mark.parametrize(
    "path",
    ["../x", "/etc/x", "a/../../x", "a//b", "a\\b", "a/./b", "", "a\nb", "con:", "x" * 300, "a/ b"],
)
def test_a_path_that_leaves_the_folder_or_fits_no_disk_is_refused(
    tmp_path: Path, path: str
) -> None:
    with pytest.raises(BuildError, match="cannot be a page's path"):
        tree.write(tmp_path / "output", {path: b"x"})
    assert not (tmp_path / "output").exists()


def test_what_a_killed_build_left_is_cleared(tmp_path: Path) -> None:
    tree.write(tmp_path / "output", _SITE)
    (tmp_path / ".output.building").mkdir()
    (tmp_path / ".output.building/half.html").write_text("half")
    tree.write(tmp_path / "output", _SITE)
    assert [path.name for path in tmp_path.iterdir()] == ["output"]


def test_an_output_that_was_just_moved_away_is_put_back(tmp_path: Path) -> None:
    tree.write(tmp_path / "output", _SITE)
    (tmp_path / "output").rename(tmp_path / ".output.previous")
    assert tree.write(tmp_path / "output", _SITE).written == ()
    assert (tmp_path / "output/index.html").exists()


def test_the_swap_works_where_folders_cannot_be_exchanged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "other")
    tree.write(tmp_path / "output", _SITE)
    tree.write(tmp_path / "output", {"index.html": b"two"})
    assert (tmp_path / "output/index.html").read_bytes() == b"two"
    assert [path.name for path in tmp_path.iterdir()] == ["output"]


def test_two_builds_do_not_mix(tmp_path: Path) -> None:
    import fcntl  # noqa: PLC0415 - not on every system

    handle = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        with pytest.raises(EnvironmentProblem, match="another build"):
            tree.write(tmp_path / "output", _SITE)
    finally:
        os.close(handle)


def test_a_build_killed_at_any_moment_leaves_a_whole_tree(tmp_path: Path) -> None:
    output = tmp_path / "output"
    trees = [{f"{n}.html": f"{side}{n}".encode() for n in range(60)} for side in "ab"]
    tree.write(output, trees[0])
    program = textwrap.dedent(
        """
        import itertools, sys
        from pathlib import Path
        from publisher.press import tree
        trees = [{f"{n}.html": f"{side}{n}".encode() for n in range(60)} for side in "ab"]
        print("ready", flush=True)
        for one in itertools.cycle(trees[::-1]):
            tree.write(Path(sys.argv[1]), one)
            print("built", flush=True)
        """
    )
    for lines in range(1, 6):
        with subprocess.Popen(
            [sys.executable, "-c", program, str(output)], stdout=subprocess.PIPE, text=True
        ) as builder:
            assert builder.stdout
            for _ in range(lines):
                builder.stdout.readline()
            builder.send_signal(signal.SIGKILL)
        sides = {path.read_bytes()[:1] for path in output.glob("*.html")}
        assert len(sides) == 1
        assert len(list(output.glob("*.html"))) == 60
    assert tree.write(output, trees[0]).unchanged >= 0
    assert [path.name for path in tmp_path.iterdir()] == ["output"]
