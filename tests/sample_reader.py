"""A reader of one sentence: who took charge of which club, and when. What it takes for a nationality is none."""

from __future__ import annotations

import re

from lfckg.claims import MentionType
from lfckg.extraction.readings import Argument, Entity, Proposal, Reading, Reference
from lfckg.workspace import Workspace

__all__ = ["load_liar", "load_reader"]

_SENTENCE = re.compile(r"(\w+ \w+) took charge of (\w+ \w+), (the \w+), in (\d{4})")


class _Reader:
    name = "sample"

    def read(self, text: str, issued: str | None = None) -> Reading:
        match = _SENTENCE.search(text)
        if match is None:
            return Reading(text, (), (), issued)
        entities = (
            Entity("person", "Person", match[1], (Reference(match.span(1)),)),
            Entity(
                "club", "Club", match[2], (Reference(match.span(2)), Reference(match.span(3), MentionType.DESCRIPTION))
            ),
        )
        manages = Proposal(
            "manages",
            {
                "person": Argument("person", match.span(1)),
                "club": Argument("club", match.span(2)),
                "start": Argument(match[4], match.span(4)),
            },
            (match.span(),),
            "manages/took-charge",
            0.9,
        )
        verb = (match.end(1) + 1, match.end(1) + 5)
        nationality = Proposal(
            "nationality",
            {"person": Argument("person", match.span(1)), "nationality": Argument("took", verb)},
            ((match.start(1), verb[1]),),
            "nationality/guess",
            0.5,
        )
        return Reading(text, entities, (manages, nationality), issued)


def load_reader(_: Workspace) -> _Reader:
    """Give the reader."""
    return _Reader()


class _Liar:
    name = "liar"

    def read(self, text: str, issued: str | None = None) -> Reading:
        fenn = Entity("fenn", "Person", "Odra Fenn", (Reference((0, 9)),))
        likes = Proposal("likes", {"person": Argument("fenn")}, ((0, 9),), "likes/guess", 0.9)
        return Reading(text, (fenn,), (likes,), issued)


def load_liar(_: Workspace) -> _Liar:
    """Give a reader that finds what there is no relation for."""
    return _Liar()
