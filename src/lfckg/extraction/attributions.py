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

__all__ = ["Attribution", "Speech", "after", "amid", "before", "read_speech"]

_WORD = re.compile(r"[^\W_](?:[\w’'.&+-]*[\w’'])?")
_MOST_WORDS = 9
"""Words of a speaker, and before the verb."""
_PARTS = re.compile(r"[,()–—]")
_NAMED = r"(?:[Tt]he )?[^\W\d_a-z][\w’'-]*(?: [^\W\d_a-z][\w’'-]*){0,3}|[Hh]e|[Ss]he"
# A word that tells of speech by where it stands: "…," fumed Ann Lee. "…," Ann Lee guessed.
_TELLING = re.compile(
    rf"\s*(?:(?P<first>[a-z]{{2,}}ed) (?:{_NAMED})\b|(?:{_NAMED}) (?P<last>[a-z]{{2,}}ed)\b(?=\s*(?:[.,;]|$)))"
)
_CAPITALS = r"[^\W\d_a-z][\w-]*(?: [^\W\d_a-z][\w-]*){0,3}"
# Whom a sentence is about, where no verb says that they speak: "For Upton, coach Ann Lee was kinder".
_SUBJECT = re.compile(
    rf"\b(?:(?P<who>{_CAPITALS}|[Tt]he [a-z-]+)['’]s? |(?P<name>{_CAPITALS})(?:, [^,.;:]{{1,50}},)? (?P<verb>was|is|had|used|put|kept|went|came|needed)\b)"
)
_NEVER = re.compile(r"\b(?:never|not|denie[sd])\b|n['’]t\b")
_NICKNAMING = re.compile(r"called|has called|dubbed|labell?ed|branded|termed|described")  # "a man called "the rat""
_FARTHEST = 300  # characters from a name to what is quoted in its sentence
_FEWEST = 2  # words that are quoted amid a sentence; a single one is only not meant as it stands


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
    naming: re.Pattern[str]
    source: re.Pattern[str]
    sayings: re.Pattern[str]
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
    verbs, naming, sources, sayings = (_any_of(table[name]) for name in ("verbs", "naming", "sources", "sayings"))
    return Speech(verbs, naming, sources, sayings, sentence_end, **sets)


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
        return _telling(text, start, end, ending, speech)
    first = begin + len(text[begin:end]) - len(text[begin:end].lstrip())
    if verb.start() == first:
        speaker = _following(text, verb.end(), end, speech)
        return Attribution((first, end), verb.span(), speaker)
    if len(_WORD.findall(text, first, verb.start())) > 2 * _MOST_WORDS:
        return None
    speaker = _preceding(text, first, verb.start(), speech)
    return Attribution((first, end), verb.span(), speaker) if speaker else None


def _telling(text: str, start: int, end: int, ending: str, speech: Speech) -> Attribution | None:
    """Read a verb that no file knows, right behind what ends as speech does: with a comma, a question, an exclamation."""
    found = _TELLING.match(text, start, end) if ending in ",!?…" else None
    if found is None:
        return None
    verb = found.span("first" if found["first"] else "last")
    first = start + len(text[start:end]) - len(text[start:end].lstrip())
    name = _following(text, verb[1], end, speech) if found["first"] else _preceding(text, first, verb[0], speech)
    return Attribution((first, end), verb, name) if name else None


def amid(text: str, start: int, inner: Extent, speech: Speech) -> Attribution | None:
    """Read what leads to some words that are quoted within a sentence: "Ann Lee called the pitch "a bog with goals"".

    They are some words, begin small, and somebody calls something so, or says that it is so.
    """
    words = text[slice(*inner)]
    if not words[:1].islower() or len(words.split()) < _FEWEST:
        return None
    end = inner[0] - 1
    start = max(start, end - _FARTHEST)
    ends = [match.end() for match in speech.sentence_end.finditer(text, start, end)]
    first = max([start, *ends])
    first += len(text[first:end]) - len(text[first:end].lstrip(" \n’”'\"»,"))
    if source := speech.source.match(text, first, end):
        return Attribution((first, end), source.span(), _following(text, source.end(), end, speech))
    verb = next(iter(speech.naming.finditer(text, first, end)), None)
    if verb is None or _NEVER.search(text, first, verb.end()):
        return None
    if not text[verb.end() : end].strip() and _NICKNAMING.fullmatch(verb[0]):
        return None
    speaker = _preceding(text, first, verb.start(), speech)
    return Attribution((first, end), verb.span(), speaker) if speaker else None


def before(text: str, start: int, stop: int, speech: Speech) -> Attribution | None:
    """Read what leads to a quotation, from `start` at the earliest: "Ann Lee said: ", "According to Ann Lee, "."""
    lead = text[start:stop].rstrip()
    if not lead.endswith((":", ",", "?")):
        return None
    end = start + len(lead) - 1
    ends = [match.end() for match in speech.sentence_end.finditer(text, start, end)]
    first = max([start, *ends])
    first += len(text[first:end]) - len(text[first:end].lstrip(" \n’”'\"»,"))
    source = speech.source.match(text, first, end)
    verbs = list(speech.verb.finditer(text, first, end))
    if source:
        return Attribution((first, end), source.span(), _following(text, source.end(), end, speech))
    if lead.endswith("?") or (not verbs and lead.endswith(":")):
        return _introduced(text, first, end, speech)
    if not verbs or (lead.endswith(",") and len(_WORD.findall(text, verbs[-1].end(), end)) > _MOST_WORDS):
        return None
    verb = verbs[-1]
    return Attribution((first, end), verb.span(), _preceding(text, first, verb.start(), speech))


def _introduced(text: str, first: int, end: int, speech: Speech) -> Attribution | None:
    """Read what leads to a quotation by a colon alone: "The chairman's advice was brief: ", "Ann Lee was kinder: "."""
    found = _SUBJECT.search(text, first, end)
    if found is None:
        return None
    verb = speech.sayings.search(text, found.end(), end + 1)
    if verb is None and (found["who"] or text[end] == "?"):
        return None
    told = verb.span() if verb else found.span("verb")
    return Attribution((first, end), told, found.span("who" if found["who"] else "name"))


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
    while len(parts) > 1 and _is_aside(parts, text, end, speech):
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


def _is_aside(parts: list[list[re.Match[str]]], text: str, end: int, speech: Speech) -> bool:
    """Tell whether the last of parts only tells of the one before: "Ann Lee, the chair", "Ann Lee, in charge since May,"."""
    first = parts[-1][0][0].lower()
    if first in speech.appositions or first.isdigit():
        return True
    closed = "," in text[parts[-1][-1].end() : end]
    return closed and first in speech.openers and parts[-2][0][0].lower() not in speech.openers


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
