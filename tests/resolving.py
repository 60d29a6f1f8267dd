"""Names and descriptions of short texts that quote nobody, and what they refer to."""

from __future__ import annotations

from lfckg.article import index_text
from lfckg.extraction.coreference import Referent
from lfckg.extraction.descriptions import Resolver
from lfckg.extraction.names import Name
from lfckg.extraction.parsing import tag_text
from lfckg.extraction.rules import RuleReader


def find_names(reader: RuleReader, text: str) -> list[Name]:
    """Find the names of a text."""
    sentences = index_text(text).sentences
    hints, proper = tag_text(text, sentences, reader.language)
    return reader.namer.find(text, sentences, [], hints, proper.__contains__)


def resolve_text(reader: RuleReader, text: str) -> Resolver:
    """Find what the words of a text refer to."""
    return Resolver(text, index_text(text).sentences, [], find_names(reader, text), reader.lexicon)


def meant(resolver: Resolver, words: str) -> Referent | None:
    """Give what the last place of some words refers to."""
    start = resolver.text.rindex(words)
    return resolver.by_extent.get((start, start + len(words)))
