"""Appearances: who is seen in a film that an article tells of in passing, scene by scene, without saying so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lfckg.claims import Status
from lfckg.extraction.circumstances import Circumstances
from lfckg.extraction.coreference import Referent
from lfckg.extraction.doubt import is_doubtful
from lfckg.extraction.lexicons import Lexicon
from lfckg.extraction.marked import MarkedText
from lfckg.extraction.parsing import Clauses, Deed
from lfckg.extraction.readings import Argument, Proposal

__all__ = ["Appearances"]

_MAKERS = ("directed_by", "narrated_by")
_FILMED = "seen|heard|shown|caught|filmed|interviewed|glimpsed|found"
_ELSEWHERE = re.compile(r"<[CKT]\d+>")
_CONFIDENCE = 0.7
_ONE_OF = re.compile(
    r"^(?:And )?(?:One|Another|The (?:other|first|second|third|fourth|last)(?: one)?)(?: of them)?,? (?:is|being)"
    r" (?:that of )?(?:[a-z][\w-]*,? |<[CL]\d+>(?:'s)? ){0,5}(?P<person><P\d+>)"
)
"""One of those whom the sentence before speaks of."""


@dataclass(frozen=True, slots=True)
class Appearances:
    """Finds who is shown in the films of one article, of which `found` is what else it says.

    A sentence that speaks of scenes, cameras or the film itself tells of what is seen there, and so do those behind it
    in its paragraph, as long as they do: who does something in them, in the present tense, is seen to do it.
    """

    circumstances: Circumstances
    lexicon: Lexicon
    found: Sequence[Proposal]

    def find(self, stretches: Iterable[MarkedText], clauses: Iterable[Clauses]) -> Iterator[Proposal]:
        """Give those who are seen, one by one, with the words that tell of it."""
        scene = re.compile(rf"(?<![\w-]){self.lexicon.words['scene']}\b|<W\d+>")
        makers = {one.arguments["person"].value for one in self.found if one.relation in _MAKERS}
        is_told = False
        for marked, clause in zip(stretches, clauses, strict=True):
            is_own = bool(scene.search(marked.text)) and self.circumstances.work_is_near(_start(marked), marked)
            is_next = is_told and not self._begins_paragraph(marked)
            shown = list(self._shown(marked, clause, is_own=is_own)) if is_own or is_next else []
            yield from (one for one in shown if one.arguments["person"].value not in makers)
            is_told = is_own or bool(shown)

    def _begins_paragraph(self, marked: MarkedText) -> bool:
        start = _start(marked)
        return self.circumstances.text[:start].rstrip(" ").endswith("\n\n")

    def _shown(self, marked: MarkedText, clause: Clauses, *, is_own: bool) -> Iterator[Proposal]:
        if "P" not in marked.letters:
            return
        if (one := _ONE_OF.match(marked.text)) and not is_own:
            yield from self._proposed([one["person"]], one, marked)
        for deed in clause.deeds():
            persons = self._seen(deed, marked, is_own=is_own)
            end = deed.place + len(deed.verb)
            start = min([deed.start, *(marked.text.find(person) for person in persons)])
            told = re.compile(re.escape(marked.text[start:end])).match(marked.text, start)
            if not persons or told is None or is_doubtful(told, marked, clause, self.lexicon):
                continue
            yield from self._proposed(persons, told, marked)

    def _seen(self, deed: Deed, marked: MarkedText, *, is_own: bool) -> list[str]:
        """Give the marks of those whom a clause shows: who does something, or at whom the film looks."""
        words, verb = self.lexicon.words, deed.verb
        says = "Q" in marked.letters and re.fullmatch(words["say"], verb)
        if deed.is_negated or says or re.fullmatch(words["unseen"], verb):
            return []
        persons = [mark for mark in deed.subjects if mark[1:2] == "P" and f"{mark}'s" not in marked.text]
        if persons:
            behind = re.split("[;,]| and ", marked.text[deed.place :])[0]
            if not (is_own or re.fullmatch(_FILMED, verb)) and _ELSEWHERE.search(behind):
                return []
            return [] if deed.complement and re.fullmatch(words["unlike"], deed.complement) else persons
        looks = any(mark[1:2] == "W" or re.fullmatch(words["looks"], mark) for mark in deed.subjects)
        unshown = re.fullmatch(words["unshown"], verb)
        return [mark for mark in deed.objects if mark[1] == "P"] if looks and not unshown else []

    def _proposed(self, persons: Sequence[str], told: re.Match[str], marked: MarkedText) -> Iterator[Proposal]:
        work = self.circumstances.resolver.focus("Documentary", marked.extent(told.end() - 1, told.end())[0])
        for mark in persons:
            who = self.circumstances.resolver.referents[int(mark[2:-1])]
            place = marked.text.find(mark)
            if work is None or not self._may_be_seen(who) or place < 0:
                continue
            extent = marked.extent(place, place + len(mark))
            whole = marked.extent(min(place, told.start()), max(place + len(mark), told.end()))
            arguments = {"work": Argument(f"W{work.number}"), "person": Argument(mark[1:-1], extent)}
            yield Proposal("features", arguments, (whole,), "features/scene", _CONFIDENCE, Status.IMPLIED)

    def _may_be_seen(self, who: Referent) -> bool:
        return not any(re.fullmatch(self.lexicon.words["unfilmed"], role) for role in who.roles)


def _start(marked: MarkedText) -> int:
    return marked.origins[0][0] if marked.origins else 0
