"""Attributions: the words beside a quotation that tell who speaks, by `ontology/extraction/speech.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from lfckg.article import Extent
from lfckg.extraction.vocabularies import read_vocabulary
from lfckg.workspace import Workspace

__all__ = ["Attribution", "Speech", "after", "before", "read_speech"]

_WORD = re.compile(r"[^\W_](?:[\w’'.&+-]*[\w’'])?")
_MOST_WORDS = 9
"""Words of a speaker, and before the verb."""
_PARTS = re.compile(r"[,()–—]")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Words that tell of a speaker: all of them, the reporting verb, and those that name somebody."""

    extent: Extent
    verb: Extent
    speaker: Extent | None


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """Patterns and words, in small letters, by which a speaker is told."""

    verb: re.Pattern[str]
    source: re.Pattern[str]
    sentence_end: re.Pattern[str]
    pronouns: frozenset[str]
    adverbs: frozenset[str]
    followers: frozenset[str]
    appositions: frozenset[str]
    openers: frozenset[str]
    copulas: frozenset[str]


def read_speech(workspace: Workspace) -> Speech:
    """Read the words for speech of a workspace; raise InputError with what is wrong in their file."""
    return read_vocabulary(workspace.extraction / "speech.toml", _speech)


def _speech(table: dict[str, Any]) -> Speech:
    sets = {
        name: frozenset(word.lower() for word in table[name])
        for name in ("pronouns", "adverbs", "followers", "appositions", "openers", "copulas")
    }
    short = "".join(rf"(?<!\b{re.escape(word)})" for word in table["abbreviations"])
    sentence_end = re.compile(rf"{short}(?<!\b[A-Z])[.!?…](?=[’”'\"»]?(?:\s|$))|[;:](?=\s|$)")
    return Speech(_any_of(table["verbs"]), _any_of(table["sources"]), sentence_end, **sets)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    longest = sorted(words, key=len, reverse=True)
    choice = "|".join(r"\s+".join(map(re.escape, word.split())) for word in longest)
    return re.compile(rf"(?<![\w’'-])(?:{choice})(?![\w’'-])", re.IGNORECASE)


def after(text: str, start: int, stop: int, ending: str, speech: Speech) -> Attribution | None:
    """Read what follows a quotation that ends with a certain character, up to `stop`: ", said Ann Lee", " he adds"."""
    comma = re.compile(r"\s*,").match(text, start, stop)
    if not comma and ending not in ",!?…—–-":
        return None
    begin = comma.end() if comma else start
    end_match = speech.sentence_end.search(text, begin, stop)
    end = end_match.start() if end_match else stop
    end = start + len(text[start:end].rstrip(" \n,"))
    verb = speech.verb.search(text, begin, end)
    source = speech.source.match(text, begin + len(text[begin:end]) - len(text[begin:end].lstrip()), end)
    if source:
        return Attribution((source.start(), end), source.span(), _following(text, source.end(), end, speech))
    if verb is None:
        return None
    first = begin + len(text[begin:end]) - len(text[begin:end].lstrip())
    if verb.start() == first:
        speaker = _following(text, verb.end(), end, speech)
        return Attribution((first, end), verb.span(), speaker)
    if len(_WORD.findall(text, first, verb.start())) > 2 * _MOST_WORDS:
        return None
    speaker = _preceding(text, first, verb.start(), speech)
    return Attribution((first, end), verb.span(), speaker) if speaker else None


def before(text: str, start: int, stop: int, speech: Speech) -> Attribution | None:
    """Read what leads to a quotation, from `start` at the earliest: "Ann Lee said: ", "According to Ann Lee, "."""
    lead = text[start:stop].rstrip()
    if not lead.endswith((":", ",")):
        return None
    end = start + len(lead) - 1
    ends = [match.end() for match in speech.sentence_end.finditer(text, start, end)]
    first = max([start, *ends])
    first += len(text[first:end]) - len(text[first:end].lstrip(" \n’”'\"»,"))
    source = speech.source.match(text, first, end)
    verbs = list(speech.verb.finditer(text, first, end))
    if source:
        return Attribution((first, end), source.span(), _following(text, source.end(), end, speech))
    if not verbs or (lead.endswith(",") and len(_WORD.findall(text, verbs[-1].end(), end)) > _MOST_WORDS):
        return None
    verb = verbs[-1]
    return Attribution((first, end), verb.span(), _preceding(text, first, verb.start(), speech))


def _following(text: str, start: int, end: int, speech: Speech) -> Extent | None:
    """Give the name behind "said": up to a comma or a word that begins something else."""
    part = _PARTS.search(text, start, end)
    words = list(_WORD.finditer(text, start, part.start() if part else end))
    kept: list[re.Match[str]] = []
    for word in words:
        lower = word[0].lower()
        if kept and (lower in speech.followers or lower in speech.adverbs):
            break
        kept.append(word)
        if lower in speech.pronouns:
            break
    if not kept or len(kept) > _MOST_WORDS or kept[0][0].lower() in speech.followers:
        return None
    return kept[0].start(), kept[-1].end()


def _preceding(text: str, start: int, end: int, speech: Speech) -> Extent | None:
    """Give the name before a verb: of parts between commas the last that is no apposition, without what leads to it."""
    borders = [start, *(match.end() for match in _PARTS.finditer(text, start, end)), end]
    parts = [words for a, b in pairwise(borders) if (words := list(_WORD.finditer(text, a, b)))]
    while parts and (stripped := _without_adverbs(parts[-1], speech)) != parts[-1]:
        parts[-1:] = [stripped] if stripped else []
    while len(parts) > 1 and (parts[-1][0][0].lower() in speech.appositions or parts[-1][0][0].isdigit()):
        parts.pop()
    if not parts:
        return None
    words = parts[-1]
    if words[0][0].lower() in speech.copulas:
        return None
    if words[-1][0].lower() in speech.pronouns:
        return words[-1].span()
    if words[0][0].lower() in speech.openers or words[-1][0].lower() == "and":
        words = _last_name(words, speech)
    if not words or len(words) > _MOST_WORDS:
        return None
    return words[0].start(), words[-1].end()


def _without_adverbs(words: list[re.Match[str]], speech: Speech) -> list[re.Match[str]]:
    kept = list(words)
    while kept and kept[-1][0].lower() in speech.adverbs:
        kept.pop()
    return kept


def _last_name(words: list[re.Match[str]], speech: Speech) -> list[re.Match[str]]:
    """Give the last words in a row that begin with a capital, or the pronoun that stands last."""
    kept: list[re.Match[str]] = []
    for word in reversed(words):
        lower = word[0].lower()
        if word[0][0].isupper() and lower not in speech.openers:
            kept.insert(0, word)
        elif kept:
            break
        elif lower in speech.pronouns:
            return [word]
    return kept
