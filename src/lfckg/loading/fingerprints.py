"""Fingerprints: sums over a graph's triples that a store reckons itself, to prove that it holds the very same.

A triple is hashed as N-Triples write it, but for escapes, and with languages in small letters, truths in words and
integers in their shortest form, as some stores keep them. The decimal digits of the hash are two numbers; their sums
don't depend on the order of triples.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from urllib.parse import quote

from lfckg.loading.catalogues import numbers_of
from lfckg.loading.partitions import Part
from lfckg.namespaces import XSD
from lfckg.services.endpoints import Endpoint

__all__ = ["fingerprint", "fingerprints_in"]

_WIDTH = 9  # digits of a number
_MOST_TRIPLES = 200_000  # that one query sums over
_LITERAL = f"""CONCAT('"', IF(DATATYPE(?o) = <{XSD}boolean>, IF(?o, "true", "false"),
  IF(DATATYPE(?o) = <{XSD}integer>, COALESCE(STR(?o + 0), STR(?o)), STR(?o))), '"',
  IF(LANG(?o) != "", CONCAT("@", LCASE(LANG(?o))),
  IF(DATATYPE(?o) = <{XSD}string>, "", CONCAT("^^<", STR(DATATYPE(?o)), ">"))))"""
_TRIPLE = f"""CONCAT("<", STR(?s), "> <", STR(?p), "> ", IF(isIRI(?o), CONCAT("<", STR(?o), ">"), {_LITERAL}))"""
# What is not plain ASCII is percent-encoded, since stores hash it in encodings of their own. What lies beyond 16 bits,
# such as emoji, is replaced before, since one of them can't encode it; and where a store encodes nothing right, all of
# it is replaced: then one such character is as good as another.
_ENCODED = f'IF(REGEX(?t, "^[ -~]*$"), ?t, ENCODE_FOR_URI(REPLACE(?t, "[{chr(0x10000)}-{chr(0x10FFFF)}]", "?")))'
_REPLACED = 'REPLACE(?t, "[^ -~]", "?")'
_ZEROS = b"0" * 2 * _WIDTH
_ESCAPE = re.compile(rb"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_LANGUAGE = re.compile(rb'"@([A-Za-z0-9-]*[A-Z][A-Za-z0-9-]*)$')
_TYPED = f"^^<{XSD}integer>".encode()
_INTEGER = re.compile(rb'"(?:\+|(-))?0*(\d+)"' + re.escape(_TYPED) + b"$")
_ASTRAL = re.compile(f"[{chr(0x10000)}-{chr(0x10FFFF)}]")
_PLAIN = bytes(range(0x20, 0x7F))

Fingerprint = tuple[int, ...]
"""Triples, and the two sums."""


def fingerprint(lines: Iterable[bytes], *, encoded: bool = True) -> Fingerprint:
    """Give the fingerprint of triples, as lines of N-Triples without their ends.

    Where not `encoded`, a character beyond ASCII is as good as another.

    >>> fingerprint([b'<http://e/a> <http://e/b> "Tor"@de'])
    (1, 227192098, 947158806)
    """
    count = first = second = 0
    for line in lines:
        digits = sha256(_as_hashed(line, encoded)).hexdigest().encode().translate(None, b"abcdef") + _ZEROS
        count, first = count + 1, first + int(digits[:_WIDTH])
        second += int(digits[_WIDTH : 2 * _WIDTH])
    return count, first, second


def fingerprints_in(
    endpoint: Endpoint, parts: Sequence[Part], *, encoded: bool = True
) -> Iterator[dict[str, Fingerprint]]:
    """Have a store reckon the fingerprints of graphs, some at a time."""
    names: list[str] = []
    triples = 0
    for part in parts:
        if names and triples + part.triples > _MOST_TRIPLES:
            yield numbers_of(endpoint, _query(names, encoded))
            names, triples = [], 0
        names.append(part.graph)
        triples += part.triples
    if names:
        yield numbers_of(endpoint, _query(names, encoded))


def _as_hashed(line: bytes, encoded: bool) -> bytes:
    if b"\\" in line:
        line = _ESCAPE.sub(_unescaped, line)
    if line.endswith(_TYPED):
        line = _INTEGER.sub(lambda match: b'"%s%s"%s' % (match[1] or b"", match[2], _TYPED), line)
    elif not line.endswith((b">", b'"')):  # of a language
        line = _LANGUAGE.sub(lambda match: b'"@' + match[1].lower(), line)
    if not line.translate(None, _PLAIN):  # four times as fast as a search
        return line
    text = line.decode()
    return (quote(_ASTRAL.sub("?", text), safe="~") if encoded else re.sub("[^ -~]", "?", text)).encode()


def _unescaped(match: re.Match[bytes]) -> bytes:
    if code := match[1] or match[2]:
        return chr(int(code, 16)).encode()
    return _ESCAPED.get(match[3], match[3])


def _query(names: Iterable[str], encoded: bool) -> str:
    plain = _ENCODED if encoded else _REPLACED
    graphs = " ".join(f"<{name}>" for name in names)
    return f"""SELECT ?g (COUNT(*) AS ?n) (SUM(<{XSD}integer>(SUBSTR(?d, 2, {_WIDTH}))) AS ?a)
  (SUM(<{XSD}integer>(SUBSTR(?d, {_WIDTH + 2}, {_WIDTH}))) AS ?b)
{{ {{ SELECT ?g (CONCAT("0", REPLACE(SHA256({plain}), "[a-f]", ""),
      "{"0" * 2 * _WIDTH}") AS ?d)
  {{ {{ SELECT ?g ({_TRIPLE} AS ?t) {{ VALUES ?g {{ {graphs} }} GRAPH ?g {{ ?s ?p ?o }} }} }} }} }} }}
GROUP BY ?g"""
