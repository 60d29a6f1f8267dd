"""Flat triples: N-Quads of ours without the names of their graphs, as a stream."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader, RawIOBase
from pathlib import Path

__all__ = ["open_flat"]

_CHUNK = 1 << 20


class _Flat(RawIOBase):
    def __init__(self, quads: BufferedReader | gzip.GzipFile) -> None:
        self._quads = quads
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self._rest:
            lines = self._quads.readlines(_CHUNK)
            self._rest = memoryview(b"".join([line[: line.rfind(b" <")] + b" .\n" for line in lines]))
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


@contextmanager
def open_flat(path: Path | str) -> Iterator[BufferedReader]:
    """Read an archive as N-Triples; it may be compressed. Each line ends in the name of its graph."""
    with gzip.open(path) if str(path).endswith(".gz") else Path(path).open("rb") as quads:
        yield BufferedReader(_Flat(quads), _CHUNK)
