"""The cache: whole stores only, whoever makes, reads or ends when."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from lfckg.caches import Cache
from lfckg.errors import OutputError
from support import environment

A = NamedNode("http://example.org/a")
# Fills a store slowly, so that others come in between; tells when it has begun.
SLOW = """
import sys, time
from pathlib import Path
from pyoxigraph import Literal, NamedNode, Quad
from lfckg.caches import Cache

def fill(store):
    print("filling", flush=True)
    a = NamedNode("http://example.org/a")
    store.extend(Quad(a, a, Literal(number)) for number in range(1000))
    time.sleep(float(sys.argv[2]))

print(len(Cache(Path(sys.argv[1])).make("x", fill)), flush=True)
"""


def slow(home: Path, seconds: float) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", SLOW, str(home), str(seconds)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, env=environment())


def one(store: Store) -> None:
    store.add(Quad(A, A, Literal("one")))


def test_a_store_is_made_once_and_opened_read_only(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "new" / "cache")
    assert cache.open("x") is None
    assert len(cache.make("x", one)) == 1
    assert len(cache.make("x", lambda _: pytest.fail("it is there"))) == 1
    store = cache.open("x")
    assert store is not None
    with pytest.raises(RuntimeError, match="read-write"):
        store.add(Quad(A, A, A))


def test_two_that_make_one_store_at_once_both_get_it_and_it_is_filled_once(tmp_path: Path) -> None:
    with slow(tmp_path, 0.5) as first:
        assert first.stdout
        assert first.stdout.readline() == b"filling\n"
        with slow(tmp_path, 0.5) as second:
            assert Cache(tmp_path).open("x") is None  # not finished: not there
            assert second.communicate()[0] == b"1000\n"
        assert first.stdout.read() == b"1000\n"
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_maker_that_is_ended_leaves_no_store_and_nobody_waits_for_it(tmp_path: Path, how: signal.Signals) -> None:
    with slow(tmp_path, 60) as maker:
        assert maker.stdout
        assert maker.stdout.readline() == b"filling\n"
        maker.send_signal(how)
        maker.wait(20)
    cache = Cache(tmp_path)
    assert cache.open("x") is None
    assert len(cache.make("x", one)) == 1
    assert not list(tmp_path.glob("*.part"))


def test_a_failure_leaves_nothing(tmp_path: Path) -> None:
    def fill(store: Store) -> None:
        one(store)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Cache(tmp_path).make("x", fill)
    assert [path.name for path in tmp_path.iterdir()] == ["lock"]


def test_a_reader_is_not_disturbed_by_a_store_that_takes_its_place(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    store = cache.make("old", lambda store: store.extend(Quad(A, A, Literal(n)) for n in range(5000)))
    rows = iter(store.quads_for_pattern(None, None, None))
    next(rows)
    os.utime(tmp_path / "old", (1, 1))
    cache.make("new", one)  # sweeps: nothing leads to the old one any more
    assert cache.open("old") is None
    assert sum(1 for _ in rows) == 4999


def test_a_place_that_can_not_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match=r"can't keep a store: .*XDG_CACHE_HOME"):
        Cache(tmp_path / "file" / "cache").make("x", one)


def test_what_is_in_use_or_remembered_stays_and_the_rest_goes(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    source = tmp_path / "source"
    source.write_text("1")
    for name in ("remembered", "fresh", "old", "forgotten"):
        cache.make(name, one)
    cache.remember("source", cache.stamp([str(source)]), "remembered")
    hour = time.time() - 3600
    for name in ("remembered", "forgotten"):
        os.utime(tmp_path / name, (hour, hour))
    month = time.time() - 31 * 24 * 3600
    os.utime(tmp_path / "old", (month, month))
    cache.make("another", one)
    assert {path.name for path in tmp_path.iterdir() if path.is_dir()} == {"remembered", "fresh", "another"}


def test_files_are_recognised_until_they_change(tmp_path: Path) -> None:
    cache, source = Cache(tmp_path / "cache"), tmp_path / "source"
    source.write_text("1")
    files = [str(source)]
    assert cache.recall("x", files) is None
    cache.remember("x", cache.stamp(files), "digest")
    assert cache.recall("x", files) is None  # so young a file may change again, unseen
    stamp = tmp_path / "cache" / "x.stamp"
    later = time.time() + 10
    os.utime(stamp, (later, later))
    assert cache.recall("x", files) == "digest"
    assert cache.recall("x", [*files, str(stamp)]) is None
    state = source.stat()
    source.write_text("2")
    os.utime(source, ns=(state.st_atime_ns, state.st_mtime_ns))  # same size, same time
    os.utime(stamp, (later + 10, later + 10))
    assert cache.recall("x", files) is None
    source.unlink()
    assert cache.recall("x", files) is None
    assert cache.stamp(files) == ""


@pytest.mark.parametrize("damage", [b"", b"digest", b"\xff\xfe", b"digest\n"])
def test_a_damaged_stamp_is_not_believed(tmp_path: Path, damage: bytes) -> None:
    cache, source = Cache(tmp_path / "cache"), tmp_path / "source"
    source.write_text("1")
    cache.remember("x", cache.stamp([str(source)]), "digest")
    (tmp_path / "cache" / "x.stamp").write_bytes(damage)
    assert cache.recall("x", [str(source)]) is None
    assert len(cache.make("y", one)) == 1


def test_a_damaged_store_is_not_there(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.make("x", one)
    (tmp_path / "x" / "CURRENT").write_bytes(b"nothing\n")
    assert cache.open("x") is None
    assert len(cache.make("x", one)) == 1


def test_a_small_store_is_a_file_and_a_damaged_one_is_not_there(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.write("x", [b"<http://e/a> <http://e/p> 'x' .\n".replace(b"'", b'"')])
    store = cache.open("x")
    assert store is not None
    assert len(store) == 1
    (tmp_path / "x.nt").write_bytes(b"nothing\n")
    assert cache.open("x") is None
    (tmp_path / "y").mkdir()
    with pytest.raises(OutputError, match="can't"):
        Cache(tmp_path / "x.nt" / "cache").write("x", [])
