"""Watches over answers on their way to the parser: for what would crash it, grow in it, or be lost without a word."""

from __future__ import annotations

import re
from typing import Protocol

__all__ = ["JsonWatch", "TextWatch", "Watch", "XmlWatch"]

_DEEPEST = 200  # the parsers recurse over terms in terms; a few thousand end the process
_TOO_DEEP = f"is nested more than {_DEEPEST} deep"
_CUT_OFF = "is cut off"
_HEAD = 4096
_LONGEST_KEPT = 10**6


class Watch(Protocol):
    """Sees an answer block by block; gives what is wrong with it, or an empty string."""

    def see(self, block: bytes) -> str:
        """Look at the next block."""

    def end(self) -> str:
        """Look back when all has been seen."""


class JsonWatch:
    """Watches the depth of JSON, and whether all that it opens is closed."""

    _STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
    _NO_BRACKET = bytes(set(range(256)) - set(b"{}[]"))

    def __init__(self) -> None:
        self._depth, self._rest = 0, b""

    def see(self, block: bytes) -> str:
        """Take strings out, then pairs of brackets from the inside: as many passes as it has levels."""
        text = self._STRING.sub(b"", self._rest + block)
        whole, quote, rest = text.partition(b'"')
        self._rest = quote + (rest if len(rest) < _LONGEST_KEPT else rest[-1:].replace(b'"', b""))  # it goes on
        brackets = whole.translate(bytes.maketrans(b"[]", b"{}"), self._NO_BRACKET)
        passes = 0
        while b"{}" in brackets and passes <= _DEEPEST:
            brackets = brackets.replace(b"{}", b"")
            passes += 1
        deepest = self._depth + brackets.count(b"{") + passes
        self._depth += brackets.count(b"{") - brackets.count(b"}")
        return _TOO_DEEP if deepest > _DEEPEST else ""

    def end(self) -> str:
        """Find out whether a string or a bracket is open."""
        return _CUT_OFF if self._rest or self._depth > 0 else ""


class TextWatch:
    """Watches how deep triple terms stand in each other, in N-Triples and Turtle."""

    # Strings that go on behind the block are none too, until the line is looked at once more.
    _OTHER = re.compile(
        rb"""\#[^\n]* | <[^<>\s"]*> | "{3}.*?"{3}
           | "[^"\\\n]*+(?:\\.[^"\\\n]*+)*+(?:"|\\?\Z) | '[^'\\\n]*+(?:\\.[^'\\\n]*+)*+(?:'|\\?\Z)""",
        re.DOTALL | re.VERBOSE,
    )

    def __init__(self) -> None:
        self._depth, self._line = 0, b""

    def see(self, block: bytes) -> str:
        """Count what opens and closes, but for strings, IRIs and comments; a line that goes on is counted once more."""
        text = self._line + block
        cut = text.rfind(b"\n") + 1
        self._depth, deepest = self._count(text[:cut], self._depth)
        self._line = text[cut:]
        after, deepest_of_line = self._count(self._line, self._depth)
        if len(self._line) > _LONGEST_KEPT:
            self._depth, self._line = after, b""
        return _TOO_DEEP if max(deepest, deepest_of_line) > _DEEPEST else ""

    def _count(self, text: bytes, depth: int) -> tuple[int, int]:
        deepest = depth
        if b"<<" in text or b">>" in text:
            for mark in re.findall(rb"<<|>>", self._OTHER.sub(b"", text)):
                depth = max(0, depth + (1 if mark == b"<<" else -1))
                deepest = max(depth, deepest)
        return depth, deepest

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
