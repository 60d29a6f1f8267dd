"""Renderings: profiles as text for a terminal."""

from __future__ import annotations

import re
import shutil
import textwrap
from collections.abc import Iterator, Sequence

import click

from lfckg.namespaces import compact
from lfckg.passages import Passage, Passages, mark_words
from lfckg.profiles import Line, Profile, profile_of, summarise
from lfckg.sources import Source
from lfckg.terminal import harmless
from lfckg.things import find_thing

__all__ = ["plain", "render", "render_line", "render_profile", "render_summary", "render_words"]

_WIDEST = 100  # longer lines are hard to read
_OPEN, _CLOSE = "»«"
_COLOURS = {"stated": "green", "implied": "cyan", "inferred": "blue", "evaluation": "yellow"}


def render(source: Source, thing: str | None, passages: Passages) -> Iterator[str]:
    """Give what is to be told of a thing by one of its names, or without one of the whole graph, as lines."""
    if thing is None:
        return render_summary(summarise(source))
    return render_profile(profile_of(source, find_thing(source, thing), passages), passages)


def render_profile(profile: Profile, passages: Passages) -> Iterator[str]:
    """Give the lines of a profile; with texts at hand each sentence stands under its claim, the words marked."""
    thing = profile.thing
    yield f"{click.style(plain(thing.label), bold=True)}  {thing.kind}  {compact(thing.iri.value)}"
    for name, text in profile.notes:
        yield from _wrapped(f"{name}: ", plain(text))
    for group in profile.groups:
        yield ""
        if group.heading:
            yield click.style(plain(group.heading), bold=True)
        for number, line in enumerate(group.lines):
            yield f"  {render_line(line)}"
            following = group.lines[number + 1].passages if number + 1 < len(group.lines) else None
            if line.passages != following:  # what several claims rest on is shown once, behind the last of them
                yield from _evidence(line.passages, passages)


def render_summary(parts: Sequence[tuple[str, list[str]]]) -> Iterator[str]:
    """Give the lines of a summary."""
    for heading, rows in parts:
        yield from _wrapped(f"{click.style(heading, bold=True)}: ", "; ".join(map(plain, rows)) or "none")


def render_line(line: Line) -> str:
    """Give a claim in words, with its status, modality and speaker."""
    state = line.status if line.modality == "actual" else f"{line.status}, {line.modality}"
    said = f"{state}: {plain(line.speaker)}" if line.speaker else state
    return f"{plain(line.text)}  {click.style(f'[{said}]', fg=_COLOURS.get(line.status, 'magenta'))}"


def _evidence(rests_on: Sequence[Passage], passages: Passages) -> Iterator[str]:
    for passage in rests_on:
        read = list(passages.read(passage))
        for number, text, marks in read:
            yield from _wrapped(f"      {passage.article} {number}: ", plain(mark_words(text, marks)))
        if not read:
            yield from render_words(passage, "      ")


def render_words(passage: Passage, indent: str) -> Iterator[str]:
    """Give the words of a passage, its article and the numbers of its sentences."""
    numbers = ", ".join(map(str, passage.sentences))
    yield from _wrapped(indent, f"“{plain(passage.words)}”  {passage.article} {numbers}".rstrip())


def _wrapped(indent: str, text: str) -> Iterator[str]:
    """Wrap text behind an indent, and colour what is marked in it."""
    width = len(click.unstyle(indent))
    marked = False
    for number, row in enumerate(
        textwrap.wrap(
            text, min(_WIDEST, shutil.get_terminal_size((_WIDEST, 24)).columns) - width, break_long_words=False
        )
        or [""]
    ):
        parts = re.split(f"([{_OPEN}{_CLOSE}])", row)
        shown = ""
        for part in parts:
            marked = part == _OPEN or (marked and part != _CLOSE)
            lit = marked or part == _CLOSE
            shown += click.style(part, fg="black", bg="yellow") if lit and part else part
        yield f"{indent if number == 0 else ' ' * width}{shown}"


def plain(text: str) -> str:
    """Give a text in one line, with nothing that a terminal obeys."""
    return harmless(text.replace("\n", " "))
