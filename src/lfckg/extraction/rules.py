"""The reader by rules: what an article says, found by patterns, without a language model of the large kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from lfckg.article import Extent, index_text, slugify
from lfckg.claims import MentionType, Modality, Status
from lfckg.extraction.calendars import Calendar
from lfckg.extraction.coreference import Referent, Resolver
from lfckg.extraction.doubt import is_doubtful
from lfckg.extraction.honours import read_honours
from lfckg.extraction.lexicons import Lexicon
from lfckg.extraction.marked import Mark, MarkedText, mark_text
from lfckg.extraction.matching import Rule
from lfckg.extraction.names import Namer
from lfckg.extraction.parsing import Clauses, entity_hints
from lfckg.extraction.readings import Argument, Entity, Proposal, Reading
from lfckg.extraction.speech import find_quotations
from lfckg.extraction.times import find_times

__all__ = ["RuleReader"]

_KINDS = {
    "P": "Person",
    "C": "Club",
    "K": "Competition",
    "W": "Documentary",
    "M": "ProductionCompany",
    "B": "Broadcaster",
    "O": "Organisation",
}
_MANAGER = ("manager", "coach", "boss", "head coach", "trainer", "gaffer")
_STATES = ("announced", "filming", "completed", "released")
_FUTURE = re.compile(r"\b(?:will|to|would|next|is to|are to)\b|'ll\b")


@dataclass(frozen=True, slots=True)
class RuleReader:
    """Reads articles by the rules of `ontology/extraction/`; `name` is told as the claims' source."""

    name: str
    language: object
    lexicon: Lexicon
    namer: Namer
    rules: Sequence[Rule]
    calendar: Calendar

    def read(self, text: str, issued: str | None = None) -> Reading:
        """Read a normalised text; `issued` is the day of publication, by which relative dates are resolved."""
        return _Article(self, text, issued).read()


class _Article:
    def __init__(self, reader: RuleReader, text: str, issued: str | None) -> None:
        self.reader, self.text, self.issued = reader, text, issued
        self.sentences = index_text(text).sentences
        self.times = find_times(text, date.fromisoformat(issued) if issued else None, reader.calendar)
        self.quotations = find_quotations(text)
        self.quoted = [piece for quotation in self.quotations for piece in quotation.pieces]
        doc = reader.language(text)  # type: ignore[operator]
        proper = {token.idx for token in doc if token.pos_ == "PROPN"}
        names = reader.namer.find(text, self.sentences, self.quoted, entity_hints(doc), proper.__contains__)
        dated = [time.extent for time in self.times]
        names = [
            name for name in names if name.kind == "Documentary" or not any(s <= name.extent[0] < e for s, e in dated)
        ]
        self.places = [Mark(name.extent, "L", number) for number, name in enumerate(names) if name.kind == "Place"]
        self.resolver = Resolver(text, self.sentences, self.quoted, names, reader.lexicon)
        self.found: list[Proposal] = []

    def read(self) -> Reading:
        marks = [
            *self.resolver.marks(),
            *self.places,
            *(Mark(time.extent, "T", number) for number, time in enumerate(self.times)),
            *(Mark(piece, "Q", number) for number, piece in enumerate(self.quoted)),
        ]
        stretches = [mark_text(self.text, sentence, marks) for sentence in self.sentences]
        clauses = [Clauses(marked, self.reader.language) for marked in stretches]  # type: ignore[arg-type]
        for rule in self.reader.rules:
            for marked, clause in zip(stretches, clauses, strict=True):
                for match in rule.pattern.finditer(marked.text):
                    self.found += self._propose(rule, match, marked, clause)
        self.found += self._quotations()
        self.found += self._nations()
        return self._reading()

    # --- one match of a rule ---

    def _propose(self, rule: Rule, match: re.Match[str], marked: MarkedText, clause: Clauses) -> Iterator[Proposal]:
        if rule.hedged and is_doubtful(match, marked, clause, self.reader.lexicon):
            return
        arguments = self._captured(rule, match, marked)
        start, end = match.span("v") if "v" in match.re.groupindex and match["v"] else match.span()
        subjects = clause.subjects(start, end)
        for filled in self._filled(rule, arguments, subjects, match, marked):
            if not self._has_what_it_needs(rule, filled):
                continue
            if rule.honours:
                yield from self._honours(rule, filled, match, marked)
            else:
                yield from self._one(rule, filled, match, marked)

    def _captured(self, rule: Rule, match: re.Match[str], marked: MarkedText) -> dict[str, Argument]:
        arguments = {}
        for role, value in match.groupdict().items():
            if value is None or role in ("v", "list", "persons", "count"):
                continue
            if re.fullmatch(r"[A-Z]\d+", value):
                start, end = match.start(role) - 1, match.end(role) + 1
                arguments[role] = Argument(value, marked.extent(start, end))
            else:
                extent = marked.extent(*match.span(role))
                arguments[role] = Argument(self.text[slice(*extent)], extent)
        return arguments

    def _filled(
        self, rule: Rule, arguments: dict[str, Argument], subjects: list[str], match: re.Match[str], marked: MarkedText
    ) -> Iterator[dict[str, Argument]]:
        """Fill what the pattern left open: by the subject, by what is in focus, by constants; once for each subject."""
        several: list[dict[str, Argument]] = [dict(arguments)]
        if "persons" in match.re.groupindex and match["persons"]:
            several = []
            for mark in re.compile(r"<(P\d+)>").finditer(marked.text, *match.span("persons")):
                several.append({**arguments, "person": Argument(mark[1], marked.extent(*mark.span()))})
        for slot in rule.slots:
            for filled in list(several):
                if slot.role in filled:
                    continue
                if slot.source == "constant":
                    filled[slot.role] = Argument(slot.value)
                elif slot.source == "focus" and slot.value != "subject":
                    at = marked.extent(match.start(), match.start() + 1)[0]
                    if referent := self._focus(slot.value, at, filled):
                        filled[slot.role] = Argument(f"{slot.value[0]}{referent.number}")
                elif mark := next((mark for mark in subjects if mark[1] in slot.value), None):
                    fitting = [mark for mark in subjects if mark[1] in slot.value]
                    filled[slot.role] = self._by_mark(mark, marked, match)
                    several += [{**filled, slot.role: self._by_mark(other, marked, match)} for other in fitting[1:]]
        yield from several

    def _by_mark(self, mark: str, marked: MarkedText, match: re.Match[str]) -> Argument:
        place = marked.text.rfind(mark, 0, match.start() + 1)
        place = place if place >= 0 else marked.text.find(mark)
        return Argument(mark[1:-1], marked.extent(place, place + len(mark)))

    def _focus(self, kind: str, at: int, filled: Mapping[str, Argument]) -> Referent | None:
        person = filled.get("person") or filled.get("manager")
        if kind == "C" and person and (homes := self.resolver.referents[int(person.value[1:])].homes):
            return self.resolver.referents[homes[0]]
        return self.resolver.focus(_KINDS[kind], at)

    def _has_what_it_needs(self, rule: Rule, filled: Mapping[str, Argument]) -> bool:
        person = filled.get("person")
        if not rule.needs or person is None:
            return not rule.needs or rule.needs == "film"
        referent = self.resolver.referents[int(person.value[1:])]
        manages = bool(referent.roles & set(_MANAGER)) or any(
            proposal.relation == "manages" and proposal.arguments["person"].value == person.value
            for proposal in self.found
        )
        words = self.reader.lexicon.words
        office = any(re.fullmatch(words["post"], role) for role in referent.roles)
        if rule.needs == "manager":
            return manages and not office
        if rule.needs == "office":
            return manages or office
        return not (manages or office or any(re.fullmatch(words["player"], role) for role in referent.roles))

    def _one(
        self, rule: Rule, filled: dict[str, Argument], match: re.Match[str], marked: MarkedText
    ) -> Iterator[Proposal]:
        if rule.when:
            filled = {**filled, **self._times(rule, match, marked)}
        if rule.relation == "release" and not filled.keys() & {"date", "words"}:
            return
        proposal = self._proposal(rule, filled, match.span(), marked)
        if proposal is None:
            return
        if rule.relation in ("manages", "plays_for"):
            self.resolver.referents[int(filled["person"].value[1:])].homes.append(int(filled["club"].value[1:]))
        yield proposal

    def _proposal(
        self, rule: Rule, filled: Mapping[str, Argument], span: Extent, marked: MarkedText
    ) -> Proposal | None:
        roles = _ROLES[rule.relation]
        kept = {role: argument for role, argument in filled.items() if role in roles}
        if any(
            role not in kept for role in roles if not role.endswith("?") and f"{role}?" not in roles and roles[role]
        ):
            return None
        extents = [marked.extent(*span), *(argument.extent for argument in kept.values() if argument.extent)]
        implied = any(
            argument.extent is None and re.fullmatch(r"[A-Z]\d+", argument.value) for argument in kept.values()
        )
        return Proposal(
            rule.relation,
            kept,
            _joined(extents),
            rule.name,
            rule.confidence,
            Status.IMPLIED if implied else Status.STATED,
        )

    # --- times ---

    def _times(self, rule: Rule, match: re.Match[str], marked: MarkedText) -> dict[str, Argument]:
        """Find the time that stands by a match: behind it in its clause, else before it, else at the sentence's begin."""
        behind = re.compile(r"(?:[^;<]|<(?!T)[A-Z]\d+>){0,40}?<T(\d+)>").match(marked.text, match.end())
        inside = list(re.compile(r"<T(\d+)>").finditer(marked.text, *match.span()))
        before = list(re.compile(r"<T(\d+)>,?(?: [\w<>']+){0,4} ?$").finditer(marked.text, 0, match.start()))
        opening = re.compile(r"(?:In|On|By|Since|Last|From|At)? ?<T(\d+)>").match(marked.text)
        found: dict[str, Argument] = {}
        for one in [*inside, *([behind] if behind else []), *before, *([opening] if opening else [])]:
            place = one.start(1) - 2
            if one is behind and re.search(
                r",? (?:and|but|when|while|where|after|before) ", marked.text[match.end() : place]
            ):
                continue
            lead = marked.text[max(0, place - 12) : place]
            role = str(rule.when)
            if re.search(r"\b(?:until|till|to)\b\W*$", lead):
                role = "end" if rule.relation == "manages" else role
            elif re.search(r"\bsince\b\W*$|\bfrom\b\W*$", lead) and rule.relation == "manages":
                role = "start"
            elif role == "span":
                continue
            future = (
                bool(_FUTURE.search(marked.text[max(0, match.start() - 12) : match.end()])) or rule.tense == "future"
            )
            argument = self._time(int(one[1]), future=future, role=role, relation=rule.relation)
            if argument and role not in found and not found:
                found[role if role in ("start", "end", "date") else "date"] = argument
        return found

    def _time(self, number: int, *, future: bool, role: str, relation: str) -> Argument | None:
        time = self.times[number]
        value = (time.future if future else time.past) or time.past or time.future
        if value is None or time.kind in ("duration", "vague"):
            return None
        if time.kind == "season":
            return None
        return Argument(value, time.extent)

    # --- honours ---

    def _honours(
        self, rule: Rule, filled: dict[str, Argument], match: re.Match[str], marked: MarkedText
    ) -> Iterator[Proposal]:
        filled = self._winner(filled, match, marked)
        if filled is None:
            return
        honours = list(read_honours(marked.text, *match.span("list")))
        shared = self._shared_time(match, marked)
        previous = ""
        for honour in honours:
            arguments = {**filled, "competition": Argument(honour.mark, marked.extent(honour.start, honour.end))}
            if honour.count and honour.count > 1:
                arguments["count"] = Argument(str(honour.count), marked.extent(honour.start, honour.end))
            if "count" in match.re.groupindex and (number := _count(match["count"])):
                arguments["count"] = Argument(str(number))
            times = [self._won_when(int(marked.text[start + 2 : end - 1])) for start, end in honour.times]
            dated = [time for time in times if time]
            if not dated and shared and (len(honours) == 1 or shared[1] == "before"):
                dated = [shared[0]]
            if not dated or (honour.count and honour.is_total):
                yield from self._win(rule, arguments, match, honour, marked)
            arguments.pop("count", None)
            for role, argument in dated:
                yield from self._win(rule, {**arguments, role: argument}, match, honour, marked)
        del previous

    def _win(
        self, rule: Rule, arguments: Mapping[str, Argument], match: re.Match[str], honour: object, marked: MarkedText
    ) -> Iterator[Proposal]:
        end = getattr(honour, "end", match.end())
        if proposal := self._proposal(rule, arguments, (match.start(), max(end, match.start() + 1)), marked):
            yield proposal

    def _winner(
        self, filled: dict[str, Argument], match: re.Match[str], marked: MarkedText
    ) -> dict[str, Argument] | None:
        filled = dict(filled)
        before = marked.text[: match.start()]
        if "manager" not in filled and (
            under := list(re.finditer(r"\b[Uu]nder (?:the )?<(P\d+)>|<(P\d+)>'s <C\d+>(?= |$)", before))
        ):
            mark = under[-1][1] or under[-1][2]
            place = before.rfind(f"<{mark}>")
            filled["manager"] = Argument(mark, marked.extent(place, place + len(mark) + 2))
        if "manager" in filled:
            referent = self.resolver.referents[int(filled["manager"].value[1:])]
            player = any(re.fullmatch(self.reader.lexicon.words["player"], role) for role in referent.roles)
            is_manager = bool(referent.roles & set(_MANAGER)) or bool(referent.homes)
            if "club" not in filled:
                if not is_manager and player:
                    return None
                at = marked.extent(match.start(), match.start() + 1)[0]
                club = self._focus("C", at, filled)
                if club is None or not is_manager:
                    return None
                filled["club"] = Argument(f"C{club.number}")
            if player and not is_manager:
                del filled["manager"]
        return filled if "club" in filled else None

    def _shared_time(self, match: re.Match[str], marked: MarkedText) -> tuple[tuple[str, Argument], str] | None:
        behind = re.compile(r",? (?:in |on |at the end of )?(?:the )?<T(\d+)>").match(marked.text, match.end())
        before = re.search(
            r"(?:^|, |and )(?:[Ii]n |[Tt]his |[Ll]ast )?<T(\d+)>,?(?: [\w<>',]+){0,14} $", marked.text[: match.start()]
        )
        for one, where in ((behind, "behind"), (before, "before")):
            if one and (found := self._won_when(int(one[1]))):
                return found, where
        return None

    def _won_when(self, number: int) -> tuple[str, Argument] | None:
        time = self.times[number]
        if time.past is None or time.kind in ("duration", "vague"):
            return None
        if time.kind == "season":
            return "season", Argument(time.past, time.extent)
        return "date", Argument(time.past[:4], time.extent)

    # --- quotations and nations ---

    def _quotations(self) -> Iterator[Proposal]:
        for quotation in self.quotations:
            if quotation.speaker is None:
                continue
            marks = sorted(
                (extent, r)
                for extent, r in ((e, r.number) for e, r in self.resolver.by_extent.items())
                if quotation.speaker[0] <= extent[0] and extent[1] <= quotation.speaker[1]
            )
            persons = [(extent, number) for extent, number in marks if self.resolver.referents[number].kind == "Person"]
            if not persons:
                continue
            extent, number = persons[0]
            whole = (quotation.pieces[0][0], quotation.pieces[-1][1])
            arguments = {"speaker": Argument(f"P{number}", extent), "extent": Argument("", whole)}
            spans = [extent, whole]
            if quotation.verb:
                arguments["verb"] = Argument(self.text[slice(*quotation.verb)], quotation.verb)
                spans.append(quotation.verb)
            yield Proposal("quoted", arguments, _apart(spans), "quoted/attribution", 0.95)

    def _nations(self) -> Iterator[Proposal]:
        """Whoever is called "the Scot" is Scottish."""
        for extent, referent in self.resolver.by_extent.items():
            words = self.text[slice(*extent)]
            if referent.kind != "Person" or any(s <= extent[0] < e for s, e in self.quoted):
                continue
            if match := re.search(rf"\b{self.reader.lexicon.words['demonym']}\b", words):
                where = (extent[0] + match.start(), extent[0] + match.end())
                arguments = {
                    "person": Argument(f"P{referent.number}", extent),
                    "nationality": Argument(match[0], where),
                }
                yield Proposal("nationality", arguments, (extent,), "nationality/description", 0.9, Status.IMPLIED)

    # --- what is given back ---

    def _reading(self) -> Reading:
        keys: dict[int, str] = {}
        for referent in self.resolver.referents:
            base = key = slugify(referent.label) or f"entity-{referent.number}"
            number = 2
            while key in keys.values():
                key, number = f"{base}-{number}", number + 1
            keys[referent.number] = key
        proposals = [self._named(proposal, keys) for proposal in _settled(self.found)]
        named = {argument.value for proposal in proposals for argument in proposal.arguments.values()}
        entities = tuple(
            Entity(keys[r.number], r.kind or "Person", r.label, tuple(r.references))
            for r in self.resolver.referents
            if keys[r.number] in named
        )
        return Reading(self.text, entities, tuple(proposals), self.issued)

    @staticmethod
    def _named(proposal: Proposal, keys: Mapping[int, str]) -> Proposal:
        arguments = {
            role: replace(argument, value=keys[int(argument.value[1:])])
            if re.fullmatch(r"[PCKWMBO]\d+", argument.value)
            else argument
            for role, argument in proposal.arguments.items()
        }
        return replace(proposal, arguments=arguments)


_ROLES = {
    "manages": {"person": 1, "club": 1, "start": 0, "end": 0},
    "departure_announced": {"person": 1, "organisation": 1, "date": 0},
    "won": {"club": 1, "competition": 1, "manager": 0, "date": 0, "season": 0, "count": 0},
    "holds_post": {"person": 1, "organisation": 1, "title": 1},
    "about": {"work": 1, "club": 1},
    "features": {"work": 1, "person": 1},
    "produced_by": {"work": 1, "company": 1},
    "available_on": {"work": 1, "platform": 1},
    "directed_by": {"work": 1, "person": 1},
    "narrated_by": {"work": 1, "person": 1},
    "form": {"work": 1, "form": 1, "episodes": 0},
    "status": {"work": 1, "status": 1},
    "release": {"work": 1, "date": 0, "words": 0},
    "competes_in": {"club": 1, "competition": 1},
    "plays_for": {"person": 1, "club": 1},
    "nationality": {"person": 1, "nationality": 1},
}


def _settled(found: Iterable[Proposal]) -> list[Proposal]:
    """Join what says the same: a tenure's begin and end, a work's latest state, one nation for each person."""
    kept: dict[tuple[str, ...], Proposal] = {}
    for proposal in found:
        arguments = proposal.arguments
        relation = proposal.relation
        whole = {
            "won": ("club", "competition", "date", "season", "count"),
            "manages": ("person", "club"),
            "departure_announced": ("person", "organisation"),
            "status": ("work",),
            "form": ("work",),
            "release": ("work",),
            "nationality": ("person",),
            "quoted": ("extent",),
        }
        roles = whole.get(relation) or tuple(sorted(arguments))
        values = [
            str(arguments[role].extent if role == "extent" else arguments[role].value) if role in arguments else ""
            for role in roles
        ]
        key = (relation, *values)
        other = kept.get(key)
        kept[key] = proposal if other is None else _together(other, proposal)
    return list(kept.values())


def _together(first: Proposal, second: Proposal) -> Proposal:
    if first.relation == "status":
        return max(first, second, key=lambda proposal: _STATES.index(proposal.arguments["status"].value))
    if first.relation in ("manages", "departure_announced", "won"):
        better = first if first.confidence >= second.confidence else second
        other = second if better is first else first
        added = {role: argument for role, argument in other.arguments.items() if role not in better.arguments}
        extents = [*better.spans, *(argument.extent for argument in added.values() if argument.extent)]
        return replace(better, arguments={**better.arguments, **added}, spans=_apart(extents))
    return first


def _joined(extents: Sequence[Extent]) -> tuple[Extent, ...]:
    return ((min(start for start, _ in extents), max(end for _, end in extents)),)


def _apart(extents: Iterable[Extent]) -> tuple[Extent, ...]:
    """Give extents in order, those that overlap as one."""
    kept: list[Extent] = []
    for start, end in sorted(set(extents)):
        if kept and start < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    return tuple(kept)


def _count(words: str | None) -> int | None:
    numbers = "one two three four five six seven eight nine ten eleven twelve".split()
    if words in numbers:
        return numbers.index(words) + 1
    return int(words) if words and words.isdigit() else None
