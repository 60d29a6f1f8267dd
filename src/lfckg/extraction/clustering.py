"""Clustering: which names mean one thing: "Finch" and "Ada Finch", "the Cup" and "the Dale Cup"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from lfckg.article import slugify
from lfckg.claims import MentionType
from lfckg.extraction.coreference import Referent, Referents
from lfckg.extraction.lexicons import singular
from lfckg.extraction.names import Name

__all__ = ["join_names", "key"]

_DESCRIBED = re.compile(r"(?:[Aa]n?|[Tt]he|[Ii]ts) [a-z0-9]")
_GENERIC = 5  # letters that a word must have by which a competition is known


def join_names(referents: Referents, names: Iterable[Name]) -> None:
    """Make referents of the names of an article, one of all that mean one thing; places are none."""
    _Clusters(referents).join([name for name in names if name.kind != "Place"])


def key(words: str) -> str:
    """Give a name as it is compared: without case, signs and the plural of its words.

    >>> key("Dale Trophies"), key("Спартак")
    ('dale trophy', 'спартак')
    """
    return " ".join(singular(part) or part for part in slugify(words).split("-")) or words.casefold()


class _Clusters:
    def __init__(self, referents: Referents) -> None:
        self._referents = referents
        self._holding: dict[str, list[Referent]] = defaultdict(list)

    def join(self, names: list[Name]) -> None:
        """Join names from the longest to the shortest; those that may be several things' come last, in their order."""
        order = sorted(
            names,
            key=lambda name: (name.kind == "", len(self._meant(name)) > 1, -len(name.words.split()), name.extent),
        )
        late = [name for name in order if not self._join(name)]
        for name in sorted(late, key=lambda name: name.extent):
            self._place(name)
        for referent in self._referents.referents:
            referent.references.sort(key=lambda reference: reference.extent)

    def _join(self, name: Name) -> bool:
        fitting = self._fitting(name)
        exact = [referent for referent in fitting if name.words in referent.names]
        if len(exact) == 1 or len(fitting) == 1:
            self._name((exact or fitting)[0], name)
        elif not fitting:
            label = self._untitled(name)
            referent = Referent(len(self._referents.referents), name.kind, label, meant=self._meant(name))
            if name.kind == "Person":
                referent.gender = self._referents.lexicon.given.get(label.split()[0].split("-")[0], "")
            self._referents.referents.append(referent)
            self._name(referent, name)
        return len(exact) == 1 or len(fitting) <= 1

    def _untitled(self, name: Name) -> str:
        """Give a person's name without what the person is called by before it: "Sir Ada Finch"."""
        first, _, rest = name.words.partition(" ")
        titled = name.kind == "Person" and rest and first in self._referents.lexicon.capitals["persons"]
        return rest if titled else name.words

    def _fitting(self, name: Name) -> list[Referent]:
        parts = key(name.words).split()
        near = {r.number: r for r in self._holding[max(parts, key=len)]}
        for meant in self._meant(name):
            near |= {r.number: r for r in self._holding[meant]}
        return [referent for _, referent in sorted(near.items()) if self._same(referent, name, parts)]

    def _same(self, referent: Referent, name: Name, parts: list[str]) -> bool:
        if name.kind not in ("", referent.kind):
            return False
        if " ".join(parts) in referent.keys:
            return True
        if self._meant(name) and referent.meant and self._meant(name) >= referent.meant:
            return True
        if referent.kind in ("Documentary", "Broadcaster"):
            return False
        longer = [other.split() for other in referent.keys if len(other) > len(" ".join(parts))]
        if referent.kind == "Competition":
            return any(other[-len(parts) :] == parts and not other[0].isdigit() for other in longer) or (
                any(other[: len(parts)] == parts for other in longer)
                and len(parts[0]) >= _GENERIC
                and parts[-1].capitalize() not in self._referents.lexicon.marks["Competition"]
            )
        return any(_within(parts, other) for other in longer)

    def _meant(self, name: Name) -> frozenset[str]:
        """Give the well-known things that a name may mean: "the Blues" is several clubs' name."""
        if name.kind not in ("Club", "Competition", "Broadcaster", ""):
            return frozenset()
        meanings = self._referents.lexicon.meanings
        before = self._referents.text[max(0, name.extent[0] - 4) : name.extent[0]].lower()
        plain = meanings.get(name.words) or meanings.get(singular(name.words), frozenset())
        nick = meanings.get(f"the {name.words}", frozenset()) if before == "the " else frozenset()
        return nick or plain

    def _place(self, name: Name) -> None:
        """Place a name that may be several's: it is the one's that it stood for before, else the one's named first."""
        fitting = self._fitting(name)
        if not fitting:
            self._join(name)
            return
        at = name.extent[0]
        if fitting[0].kind == "Competition":  # "the Cup" is the one just spoken of
            before = [(max((x.extent[0] for x in r.references if x.extent[0] < at), default=-1), r) for r in fitting]
            self._name(max(before, key=lambda pair: pair[0])[1], name)
            return
        used = [r for r in fitting if any(self._referents.text[slice(*x.extent)] == name.words for x in r.references)]
        just = [] if used else [r for r in fitting if self._is_just_named(r, at)]
        self._name(min(used or (just if len(just) == 1 else fitting), key=lambda r: r.first), name)

    def _is_just_named(self, referent: Referent, at: int) -> bool:
        """Tell whether one of the two sentences before gives the whole name: "Ada Finch came. Finch said"."""
        last = self._referents.sentence_of(at) - 1
        names = [r.extent for r in referent.references if 0 <= last - self._referents.sentence_of(r.extent[0]) <= 1]
        return referent.kind == "Person" and any(
            self._referents.text[slice(*extent)] == referent.label for extent in names
        )

    def _name(self, referent: Referent, name: Name) -> None:
        written = key(name.words)
        if written not in referent.keys:
            referent.keys.add(written)
            for part in {*written.split(), *self._meant(name)}:
                self._holding[part].append(referent)
            if name.words in referent.meant or _within(key(referent.label).split(), written.split()):
                referent.label = self._untitled(name)
        referent.names.add(name.words)
        described = name.kind == "Documentary" and _DESCRIBED.match(name.words)  # a film without a title
        self._referents.refer(referent, name.extent, MentionType.DESCRIPTION if described else MentionType.NAME)


def _within(parts: list[str], whole: list[str]) -> bool:
    return any(whole[n : n + len(parts)] == parts for n in range(len(whole) - len(parts) + 1))
