"""Speakers: who speaks in an article's quotations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lfckg.article import Extent
from lfckg.extraction.coreference import Referent
from lfckg.extraction.descriptions import Resolver
from lfckg.extraction.learning import alike
from lfckg.extraction.readings import Argument, Proposal
from lfckg.extraction.speech import Quoted
from lfckg.extraction.stretches import united

__all__ = ["quotations_of"]

_BESIDE = re.compile(r", (?:\w+ )?")
_DESCRIPTION = re.compile(r"(?:[Tt]he|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir) (?:\S+ )*?(?P<last>\S+)$")
_PRONOUN = re.compile(r"he|she", re.I)
_POSSESSIVE = re.compile(r"his|her", re.I)
# What may stand before the person whom a sentence begins with: "Her brother, ", "The keeper ", "But ".
_OPENING = re.compile(r"(?:(?:[A-Z][a-z]+|[a-z-]+)(?:,? |$)){0,4}")
_ROLES = ("manager", "post", "player", "artist")
_OWNER = re.compile(r"['’]s?\b")


def quotations_of(text: str, quotations: Iterable[Quoted], resolver: Resolver) -> Iterator[Proposal]:
    """Propose the quotations whose speaker is somebody that the article names; unnamed speakers give none."""
    asked = None
    for quotation in quotations:
        if quotation.speaker:
            speaker = asked = _told(text, quotation, resolver)
        else:
            speaker = asked = _answering(text, quotation, asked, resolver)
        if speaker is None:
            continue
        extent, number = speaker
        arguments = {"speaker": Argument(f"P{number}", extent), "extent": Argument("", quotation.extent)}
        spans = [extent, quotation.extent]
        if quotation.verb:
            arguments["verb"] = Argument(text[slice(*quotation.verb)], quotation.verb)
            spans.append(quotation.verb)
        yield Proposal("quoted", arguments, united(spans), "quoted/attribution", 0.95)


def _answering(
    text: str, quotation: Quoted, asked: tuple[Extent, int] | None, resolver: Resolver
) -> tuple[Extent, int] | None:
    """Give whoever answers the question that stands before a quotation: who spoke before it, else whom the article names first."""
    if quotation.attributions or not text[: quotation.extent[0] - 1].rstrip().endswith("?"):
        return None
    if asked is None:
        named = ((extent, one) for extent, one in resolver.within(0, quotation.extent[0]) if one.kind == "Person")
        asked = next(((extent, one.number) for extent, one in named), None)
    return asked


def _told(text: str, quotation: Quoted, resolver: Resolver) -> tuple[Extent, int] | None:
    words = quotation.speaker
    if words is None:
        return None
    if pronoun := _PRONOUN.fullmatch(text[slice(*words)]):
        at = min(words[0], quotation.extent[0])
        person = _before(pronoun[0].lower(), at, resolver)
        if person is not None:
            return words, person.number
    return _speaker(text, words, resolver)


def _before(pronoun: str, at: int, resolver: Resolver) -> Referent | None:
    """Give whom the last sentence that is no speech begins with, if a pronoun may mean them.

    It is one of the paragraph, or, where that begins with the quotation, the last one before.
    """
    number = resolver.sentence_of(at)
    for one in range(number - 1, number - max(1, resolver.since_paragraph(at)) - 1, -1):
        if one < 0:
            return None
        begin, end = resolver.sentences[one]
        if resolver.speech.holds(begin + 1):
            continue
        persons = [
            (extent, person)
            for extent, person in resolver.within(begin, min(end, at))
            if person.kind == "Person" and not _POSSESSIVE.fullmatch(resolver.text, *extent)
        ]
        if not persons or not _OPENING.fullmatch(resolver.text, begin, persons[0][0][0]):
            return None
        person = persons[0][1]
        gender = resolver.lexicon.given.get(person.label.split()[0].split("-")[0], "")
        return person if gender in ("", pronoun) else None
    return None


def _speaker(text: str, words: Extent, resolver: Resolver) -> tuple[Extent, int] | None:
    """Find the person whom words name: one named in apposition ("the captain, Ann Lee") before others in them."""
    persons = sorted(
        (extent, referent.number)
        for extent, referent in resolver.by_extent.items()
        if referent.kind == "Person" and not _POSSESSIVE.fullmatch(text, *extent)
    )
    beside = _BESIDE.match(text, words[1])
    named = [one for one in persons if beside and one[0][0] in (beside.end(), words[1] + 2)]
    inside = [
        one for one in persons if words[0] <= one[0][0] and one[0][1] <= words[1] and not _OWNER.match(text, one[0][1])
    ]
    pronouns = _PRONOUN.fullmatch(text[slice(*words)])
    if inside and text[slice(*inside[0][0])][:1].isupper() and not text[slice(*inside[0][0])].startswith("The "):
        return inside[0]
    found = inside if pronouns else [*named, *inside]
    return found[0] if found else _described(text, words, resolver)


def _described(text: str, words: Extent, resolver: Resolver) -> tuple[Extent, int] | None:
    """Find the person whom "the Alderman" or "the manager" must mean: the one so named, or the only one spoken of."""
    description = _DESCRIPTION.match(text[slice(*words)])
    if description is None:
        return None
    persons = [one for one in resolver.referents if one.kind == "Person" and one.first < words[0]]
    titled = [one for one in persons if description["last"] in one.label.split()]
    if description["last"][0].isupper():
        return (words, titled[0].number) if len(titled) == 1 else None
    classes = resolver.lexicon.words
    role = re.search(rf"\b(?:{'|'.join(classes[name] for name in _ROLES)})$", description[0].lower())
    if role is None:
        return None
    begin = resolver.sentences[resolver.sentence_of(words[0]) - resolver.since_paragraph(words[0])][0]
    near = _named(begin, words[0], resolver)
    held = {one.number for one in persons if any(alike(role[0], other) for other in one.roles)}
    found = near or (held if len(held) == 1 else _named(_paragraph_before(begin, resolver), begin, resolver))
    fitting = [one for one in persons if one.number in found]
    if len(fitting) != 1 or (fitting[0].roles and not any(alike(role[0], other) for other in fitting[0].roles)):
        return None
    return words, fitting[0].number


def _named(begin: int, end: int, resolver: Resolver) -> set[int]:
    return {one.number for extent, one in resolver.within(begin, end) if not resolver.speech.holds(extent[0])}


def _paragraph_before(begin: int, resolver: Resolver) -> int:
    """Give where the paragraph begins that stands before an offset, which is where another begins."""
    number = max(0, resolver.sentence_of(begin) - 1)
    return resolver.sentences[number - resolver.since_paragraph(resolver.sentences[number][0])][0]
