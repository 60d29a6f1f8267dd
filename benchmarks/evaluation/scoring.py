"""Scores: facts that were found, matched with those that people found in the same article."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from benchmarks.evaluation.sheets import RELATIONS, Entity, Fact, Sheet

__all__ = ["Judgement", "Match", "Tally", "align", "judge", "tally"]

_PEOPLE = frozenset({"Manager", "Player", "Executive", "Person"})
_OPENING = 5  # words of a quotation that are compared
_BREAKS = re.compile(r"[\s—–…]+")
_MARKS = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'"})


@dataclass(frozen=True, slots=True)
class Match:
    """A fact that was found, the one of the gold facts that it is, and whether all qualifiers are right."""

    found: Fact
    gold: Fact
    strict: bool


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of the facts of one article.

    `ignored` are those that would need a second type of an entity, which the corpus leaves out.
    """

    matches: tuple[Match, ...]
    missed: tuple[Fact, ...]
    wrong: tuple[Fact, ...]
    ignored: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many facts there are, were found, are right, and are right with all qualifiers."""

    gold: int = 0
    found: int = 0
    right: int = 0
    strict: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.gold + other.gold, self.found + other.found, self.right + other.right, self.strict + other.strict
        )

    def scores(self, *, strict: bool = False) -> tuple[float | None, float | None, float | None]:
        """Give precision, recall and F1; None where there is nothing that they could be of.

        >>> Tally(gold=4, found=2, right=2, strict=1).scores()
        (1.0, 0.5, 0.6666666666666666)
        >>> Tally(gold=4).scores()
        (None, 0.0, 0.0)
        """
        right = self.strict if strict else self.right
        both = self.gold + self.found
        return (
            right / self.found if self.found else None,
            right / self.gold if self.gold else None,
            2 * right / both if both else None,
        )


def align(gold: Mapping[str, Entity], found: Mapping[str, Entity]) -> dict[str, str]:
    """Pair entities found with gold ones by the names that they share, each once, most names first, then like types.

    >>> align({"a": Entity("Club", ("Aldmere", "the Owls"))}, {"x": Entity("Club", ("the Owls",))})
    {'x': 'a'}
    """
    pairs = []
    for (one, entity), (other, like) in product(found.items(), gold.items()):
        shared = set(entity.names) & set(like.names)
        if shared:
            longest = max(map(len, shared))
            pairs.append((-len(shared), entity.type != like.type, -longest, one, other))
    aligned: dict[str, str] = {}
    for *_, one, other in sorted(pairs):
        if one not in aligned and other not in aligned.values():
            aligned[one] = other
    return aligned


def judge(gold: Sheet, found: Sheet) -> Judgement:
    """Match the facts found with the gold ones, one to one, those first whose qualifiers agree."""
    aligned = align(gold.entities, found.entities)
    translated = [(fact, _translate(fact, aligned)) for fact in _distinct(found.facts)]
    ignored = tuple(fact for fact, meant in translated if meant and _needs_another_type(meant, gold.entities))
    groups: dict[object, tuple[list[Fact], list[tuple[Fact, Fact]]]] = defaultdict(lambda: ([], []))
    for fact in _distinct(gold.facts):
        groups[_core(fact)][0].append(fact)
    wrong = []
    for fact, meant in translated:
        if meant is None:
            wrong.append(fact)
        elif fact not in ignored:
            groups[_core(meant)][1].append((fact, meant))
    matches: list[Match] = []
    missed: list[Fact] = []
    for wanted, offered in groups.values():
        some, rest, others = _pair(wanted, offered)
        matches += some
        missed += rest
        wrong += others
    return Judgement(tuple(matches), tuple(missed), tuple(wrong), ignored)


def tally(judgements: Iterable[Judgement], keep: Callable[[Fact], bool] = lambda _: True) -> dict[str, Tally]:
    """Count facts by relation, of the gold facts all, of those found only what `keep` leaves."""
    counts = dict.fromkeys(RELATIONS, Tally())
    for judgement in judgements:
        for match in judgement.matches:
            kept = int(keep(match.found))
            counts[match.gold.relation] += Tally(1, kept, kept, kept * match.strict)
        for fact in judgement.missed:
            counts[fact.relation] += Tally(gold=1)
        for fact in judgement.wrong:
            counts[fact.relation] += Tally(found=int(keep(fact)))
    return counts


def _words(text: str) -> tuple[str, ...]:
    """Give the words of a literal, whatever its case, quotation marks and punctuation."""
    words = (re.sub(r"^[^\w]+|[^\w]+$", "", word) for word in _BREAKS.split(text.translate(_MARKS).casefold()))
    return tuple(word for word in words if word)


def _distinct(facts: Sequence[Fact]) -> list[Fact]:
    """Leave each fact once, though it may be stated in two places."""
    seen: dict[object, Fact] = {}
    for fact in facts:
        seen.setdefault((_core(fact), tuple(sorted(fact.qualifiers.items()))), fact)
    return list(seen.values())


def _translate(fact: Fact, aligned: Mapping[str, str]) -> Fact | None:
    """Say a fact with the gold entities; None where one of them is not there. Another manager is a wrong qualifier."""
    subject = aligned.get(fact.subject)
    is_entity = bool(RELATIONS[fact.relation].object)
    object_ = aligned.get(fact.object) if is_entity else fact.object
    if subject is None or object_ is None:
        return None
    qualifiers = dict(fact.qualifiers)
    if "manager" in qualifiers:
        qualifiers["manager"] = aligned.get(qualifiers["manager"], "")
    return Fact(fact.relation, subject, object_, fact.evidence, qualifiers, fact.source)


def _needs_another_type(fact: Fact, gold: Mapping[str, Entity]) -> bool:
    """Tell whether a fact is of a person whose gold type is another one of people's types.

    A club that is taken for a competition is no such case: that is wrong.
    """
    signature = RELATIONS[fact.relation]
    pairs = [(fact.subject, signature.subject), *([(fact.object, signature.object)] if signature.object else [])]
    misfits = [(gold[key].type, types) for key, types in pairs if gold[key].type not in types]
    return bool(misfits) and all(kind in _PEOPLE and types & _PEOPLE for kind, types in misfits)


def _core(fact: Fact) -> tuple[object, ...]:
    if RELATIONS[fact.relation].object:
        return fact.relation, fact.subject, fact.object
    words = _words(fact.object)
    return fact.relation, fact.subject, words[:_OPENING] if fact.relation == "quoted" else words


def _pair(wanted: Sequence[Fact], offered: Sequence[tuple[Fact, Fact]]) -> tuple[list[Match], list[Fact], list[Fact]]:
    """Pair facts of one core: what agrees in more qualifiers first."""
    pairs = sorted(
        (-_agreement(gold, meant), place, number)
        for number, gold in enumerate(wanted)
        for place, (_, meant) in enumerate(offered)
    )
    golds: set[int] = set()
    places: set[int] = set()
    matches = []
    for _, place, number in pairs:
        if place not in places and number not in golds:
            golds.add(number)
            places.add(place)
            (fact, meant), gold = offered[place], wanted[number]
            matches.append(Match(fact, gold, _qualifiers(meant) == _qualifiers(gold)))
    missed = [fact for number, fact in enumerate(wanted) if number not in golds]
    return matches, missed, [fact for place, (fact, _) in enumerate(offered) if place not in places]


def _agreement(one: Fact, other: Fact) -> float:
    first, second = _qualifiers(one), _qualifiers(other)
    if first == second:
        return float("inf")
    return len(first & second) - len(first ^ second) / 100


def _qualifiers(fact: Fact) -> frozenset[tuple[str, object]]:
    return frozenset((key, _words(value) if key == "title" else value) for key, value in fact.qualifiers.items())
