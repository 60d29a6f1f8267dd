"""Watches over answers on their way to the parser: for what would crash it, grow in it, or be lost without a word."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Protocol

from lfckg.addresses import show_url
from lfckg.bodies import Body
from lfckg.errors import ServiceError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["JsonWatch", "TextWatch", "Watch", "Watched", "XmlWatch"]

_DEEPEST = 200  # the parsers recurse over terms in terms; a few thousand end the process
_TOO_DEEP = f"is nested more than {_DEEPEST} deep"
_CUT_OFF = "is cut off"
_HEAD = 4096


class Watch(Protocol):
    """Sees an answer block by block; gives what is wrong with it, or an empty string."""

    def see(self, block: bytes) -> str:
        """Look at the next block."""

    def end(self) -> str:
        """Look back when all has been seen."""


class Watched(io.RawIOBase):
    """A body under watch, as a stream; raises ServiceError where something is wrong with it."""

    def __init__(self, body: Body, watch: Watch) -> None:
        self._body, self._watch = body, watch

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill a buffer with what is there; 0 is the end."""
        count = self._body.readinto(buffer)
        wrong = self._watch.see(bytes(memoryview(buffer)[:count])) if count else self._watch.end()
        if wrong:
            raise ServiceError(f"{show_url(self._body.url)}: the answer {wrong}. Try again, or ask for less.")
        return count

    def close(self) -> None:
        """Leave the rest of the body unread."""
        self._body.close()
        super().close()


class JsonWatch:
    """Watches the depth of JSON: where it is cut off, its parser says so."""

    _STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
    _NO_BRACKET = bytes(set(range(256)) - set(b"{}[]"))

    def __init__(self) -> None:
        self._depth, self._rest = 0, b""

    def see(self, block: bytes) -> str:
        """Take strings out, then pairs of brackets from the inside: as many passes as it has levels."""
        text = self._STRING.sub(b"", self._rest + block)
        whole, quote, rest = text.partition(b'"')
        self._rest = quote + rest if len(rest) < 10**6 else b'"'  # a string that goes on
        brackets = whole.translate(bytes.maketrans(b"[]", b"{}"), self._NO_BRACKET)
        passes = 0
        while b"{}" in brackets and passes <= _DEEPEST:
            brackets = brackets.replace(b"{}", b"")
            passes += 1
        deepest = self._depth + brackets.count(b"{") + passes
        self._depth += brackets.count(b"{") - brackets.count(b"}")
        return _TOO_DEEP if deepest > _DEEPEST else ""

    def end(self) -> str:
        """Find nothing."""
        return ""


class TextWatch:
    """Watches how deep triple terms stand in each other, in N-Triples and Turtle."""

    def __init__(self) -> None:
        self._depth, self._rest = 0, b""

    def see(self, block: bytes) -> str:
        """Count what opens and closes."""
        text = self._rest + block
        self._rest = text[-1:] if text[-1:] in b"<>" else b""
        if b"<<" in text or b">>" in text:
            for mark in re.findall(rb"<<|>>", text):
                self._depth = max(0, self._depth + (1 if mark == b"<<" else -1))
                if self._depth > _DEEPEST:
                    return _TOO_DEEP
        return ""

    def end(self) -> str:
        """Find nothing: what has no end of its own can't be found cut off."""
        return ""


class XmlWatch:
    """Watches XML for entities, depth of triple terms, and the end of its root, which the parsers don't miss."""

    _TRIPLE = re.compile(rb"<(/?)(?:[\w.-]+:)?triple\s*>")
    _ROOT = re.compile(rb"<([A-Za-z_][\w.:-]*)")

    def __init__(self) -> None:
        self._depth, self._rest, self._head, self._tail, self._count = 0, b"", b"", b"", 0

    def see(self, block: bytes) -> str:
        """Keep the beginning and the end, and count what opens and closes."""
        self._count += len(block)
        self._head += block[: _HEAD - len(self._head)]
        self._tail = (self._tail + block)[-_HEAD:]
        text = self._rest + block
        start = text.rfind(b"<")
        self._rest = text[start:][:_HEAD] if start > text.rfind(b">") else b""
        if b"<!ENTITY" in text:
            return "declares XML entities, which may grow without end"
        for closing in self._TRIPLE.findall(text if b"triple" in text else b""):
            self._depth += -1 if closing else 1
            if self._depth > _DEEPEST:
                return _TOO_DEEP
        return ""

    def end(self) -> str:
        """Find out whether the root was closed."""
        head = re.sub(rb"(?s)<!--.*?-->|<\?.*?\?>", b"", self._head)
        tags = self._ROOT.findall(head)
        tail = re.sub(rb"(?s)<!--.*?-->", b"", self._tail).rstrip()
        if not tags:
            return ""  # no XML at all: the parser says so
        is_closed = re.search(rb"</" + re.escape(tags[0]) + rb"\s*>$", tail) is not None
        is_empty = len(tags) == 1 and self._count <= _HEAD and tail.endswith(b"/>")
        return "" if is_closed or is_empty else _CUT_OFF
