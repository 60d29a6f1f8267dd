"""Files: read with clear errors, written whole or not at all."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from lfckg.errors import InputError, OutputError
from lfckg.files import read_article, read_text, write


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "no such file"),
        (b"", "is empty"),
        (b"\xef\xbb\xbf \r\n", "is empty"),
        (b"one\ntwo \xff", "a.txt:2:5: byte 0xff is not UTF-8"),
        ("Ünder\n".encode("latin-1"), "a.txt:1:1: byte 0xdc is not UTF-8"),
        ("x".encode("utf-16"), "a.txt:1:1: byte 0xff is not UTF-8"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, content: bytes | None, message: str) -> None:
    path = tmp_path / "a.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        read_text(path)


def test_a_directory_and_a_null_byte_in_a_path(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a directory"):
        read_text(tmp_path)
    with pytest.raises(InputError, match="can't be read"):
        read_text(tmp_path / "a\0b")


def test_an_article_is_read_in_its_normal_form(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeffJu\u0308rgen\r\nwon\rtwice".encode())
    assert read_article(path) == "Jürgen\nwon\ntwice"


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "out.nq"
    path.write_bytes(b"old")

    def broken() -> Iterator[bytes]:
        yield b"half"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(path, broken())
    assert [(found.name, found.read_bytes()) for found in tmp_path.iterdir()] == [("out.nq", b"old")]


def test_mode_and_symbolic_links_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "real" / "out.nq"
    write(path, [b"one"])
    path.chmod(0o640)
    link = tmp_path / "link.nq"
    link.symlink_to(path)
    write(link, [b"two"])
    assert link.is_symlink()
    assert path.read_bytes() == b"two"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_device_is_written_to_and_stays_a_device(tmp_path: Path) -> None:
    write(Path("/dev/null"), [b"x"])
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    with pytest.raises(OutputError, match="No space left on device"):
        write(Path("/dev/full"), [b"x" * 100_000])
    assert stat.S_ISCHR(Path("/dev/full").stat().st_mode)
    with pytest.raises(OutputError, match="is a directory"):
        write(tmp_path, [b"x"])
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match=r"can't be written: .*file is no directory"):
        write(tmp_path / "file" / "out.nq", [b"x"])
