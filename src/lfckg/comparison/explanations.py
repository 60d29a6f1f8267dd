"""Explanations: what a difference of two datasets means, claim by claim and entity by entity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from lfckg.comparison.changes import (
    ADDED,
    CHANGED,
    INFERRED,
    MOVED,
    REMOVED,
    Changes,
    ClaimChange,
    FactChange,
    NodeChange,
    ValueChange,
)
from lfckg.comparison.differences import Difference
from lfckg.comparison.extracts import Extract, Term, span_of
from lfckg.comparison.sides import SPAN_MARK, Sides, iri_of
from lfckg.namespaces import ARTICLE, DCTERMS, GRAPH, LFC, PROV, RDF, REPLACED_BY, SKOS, compact
from lfckg.passages import Passage
from lfckg.profiles import Line
from lfckg.wording import predicate_phrase

__all__ = ["explain"]

_ENTITIES = NamedNode(f"{GRAPH}entities")
_TYPE, _SUBJECT, _PREDICATE, _OBJECT = (f"{RDF}{name}" for name in ("type", "subject", "predicate", "object"))
_SOURCE, _FROM = f"{DCTERMS}source", f"{PROV}wasDerivedFrom"
_LABEL = f"{SKOS}prefLabel"
_OF_ENTITIES = {_LABEL, f"{SKOS}altLabel", f"{SKOS}note", _TYPE, REPLACED_BY}
_BY_PASSAGES = {_TYPE, f"{LFC}span", f"{LFC}words"}
_SENTENCES, _PARAGRAPHS = f"{LFC}sentences", f"{LFC}paragraphs"
_INDEX = {_SENTENCES, _PARAGRAPHS, f"{LFC}sentenceDigests"}


def explain(difference: Difference) -> Changes:
    """Tell what a difference means."""
    return _Teller(difference).changes()


class _Teller(Sides):
    """Tells changes from an extract of each side."""

    def changes(self) -> Changes:
        """Give all changes, each kind in its order."""
        claims = [found for name in self.of("claim") for found in self._claim(name)]
        mentions = [found for name in self.of("mention") for found in self._mention(name)]
        entities, facts = self._entities_and_facts()
        rest = [(kind, quad) for kind, quad in self.quads if self.kinds[str(quad.subject)] == "other"]
        return Changes(
            claims=tuple(sorted(claims, key=lambda claim: (claim.article, *_place(claim.line.passages, claim.terms)))),
            mentions=tuple(found for _, found in sorted(mentions, key=lambda item: (item[1].article, item[0]))),
            articles=tuple(found for name in self.of("article") for found in self._article(name)),
            entities=tuple(sorted(entities, key=lambda entity: (entity.label.casefold(), entity.iri))),
            facts=tuple(sorted(facts, key=lambda fact: (fact.text, fact.kind, str(fact.quad)))),
            spans=self._spans(),
            rest=tuple(sorted(rest, key=lambda item: (str(item[1].graph_name), str(item[1]), item[0]))),
        )

    def _claim(self, name: str) -> Iterator[ClaimChange]:
        kind, side = self.fate(name, "Claim")
        changes: list[ValueChange] = []
        if kind == CHANGED:
            kind, changes = self._what_changed(name)
            if not kind:
                return
        subject = side.one(name, _SUBJECT)
        node = None
        if isinstance(subject, NamedNode) and subject.value.startswith(ARTICLE) and "#" in subject.value:
            class_ = side.one(str(subject), _TYPE)
            node = " · ".join([*([self.show(side, class_)] if class_ else []), compact(subject.value)])
        terms = (str(subject or ""), str(side.one(name, _PREDICATE) or ""), str(side.one(name, _OBJECT) or ""))
        yield ClaimChange(
            kind, self._line(side, name, with_subject=node is None), _article(side, name), node, terms, tuple(changes)
        )

    def _line(self, side: Extract, name: str, *, with_subject: bool) -> Line:
        predicate = side.one(name, _PREDICATE)
        value = self.show(side, side.one(name, _OBJECT))
        if isinstance(predicate, NamedNode):
            value = predicate_phrase(predicate, self.show(side, predicate), value)
        text = f"{self.show(side, side.one(name, _SUBJECT))} {value}" if with_subject else value
        status = INFERRED if side.one(name, f"{LFC}rule") else self.word(side, name, "status", "of no status")
        speaker = side.one(name, f"{LFC}speaker")
        return Line(
            claim=NamedNode(name[1:-1]) if name.startswith("<") else NamedNode(f"blank:{name[2:]}"),
            text=text,
            status=status,
            modality=self.word(side, name, "modality", "actual"),
            speaker=self.show(side, speaker) if speaker else None,
            passages=side.passages(name),
        )

    def _mention(self, name: str) -> Iterator[tuple[tuple[object, ...], NodeChange]]:
        kind, side = self.fate(name, "Mention")
        changes: list[ValueChange] = []
        if kind == CHANGED:
            kind, changes = self._what_changed(name)
            if not kind:
                return
        passages = side.passages(name)
        entity = side.one(name, f"{LFC}refersTo")
        yield (
            _place(passages, name),
            NodeChange(
                kind=kind,
                iri=iri_of(name),
                label=" … ".join(passage.words for passage in passages),
                type=self.word(side, name, "mentionType", "mention"),
                changes=tuple(changes),
                article=_article(side, name),
                about=self.show(side, entity) if entity else "",
            ),
        )

    def _article(self, name: str) -> Iterator[NodeChange]:
        kind, _ = self.fate(name, "Article")
        changes = [] if kind != CHANGED else [*self.values(name, without=_INDEX), *self._index(name)]
        if kind != CHANGED or changes:
            yield NodeChange(kind, iri_of(name), iri_of(name).removeprefix(ARTICLE), "article", tuple(changes))

    def _index(self, name: str) -> Iterator[ValueChange]:
        """Tell of the text index: how many sentences and paragraphs there are, or that their borders have moved."""
        told = []
        for side in (self.old, self.new):
            counts = [
                (noun, side.one(name, key)) for noun, key in (("sentences", _SENTENCES), ("paragraphs", _PARAGRAPHS))
            ]
            told.append(", ".join(f"{len(str(value).split())} {noun}" for noun, value in counts if value))
        if told[0] != told[1]:
            yield ValueChange("text index", (told[0],), (told[1],))
        elif self.old.values(name, f"{LFC}sha256") == self.new.values(name, f"{LFC}sha256"):
            for key in sorted(_INDEX):
                if self.old.values(name, key) != self.new.values(name, key):
                    yield ValueChange(
                        "text index", (told[0],), (f"{told[1]}, with other {self.new.show(NamedNode(key))}",)
                    )
                    return

    def _entities_and_facts(self) -> tuple[list[NodeChange], list[FactChange]]:
        said = {
            tuple(str(side.one(name, part)) for part in (_SUBJECT, _PREDICATE, _OBJECT))
            for name in self.of("claim")
            for side in (self.old, self.new)
        }
        properties: dict[str, set[str]] = {}
        facts = []
        for kind, quad in self.quads:
            name = str(quad.subject)
            if self.kinds[name] not in {"entity", "node"}:
                continue
            told = (name, str(quad.predicate), str(quad.object)) in said
            if quad.graph_name == _ENTITIES or (_may_be_of_entity(quad) and not told):
                properties.setdefault(name, set()).add(quad.predicate.value)
            elif not told:
                facts.append(FactChange(kind, self._sentence(kind, quad), quad))
        outside = self._outside()
        return [self._entity(name, properties.get(name, set()), outside) for name in {*properties, *outside}], facts

    def _entity(self, name: str, properties: set[str], outside: Mapping[str, ValueChange]) -> NodeChange:
        was, is_ = (any(key in side.said(name) for key in _OF_ENTITIES) for side in (self.old, self.new))
        kind = CHANGED if was == is_ or not properties else ADDED if is_ else REMOVED
        side, other = (self.old, self.new) if kind == REMOVED else (self.new, self.old)
        type_ = side.one(name, _TYPE) or other.one(name, _TYPE)
        told = {_LABEL, _TYPE} if kind != CHANGED else set()
        changes = [*self.values(name, without=told, only=properties), *([outside[name]] if name in outside else [])]
        term = NamedNode(iri_of(name))
        return NodeChange(
            kind, term.value, self.show(side, term), self.show(side, type_) if type_ else "entity", tuple(changes)
        )

    def _outside(self) -> dict[str, ValueChange]:
        """Give for each entity what references to it came and went."""
        found: dict[str, tuple[list[str], list[str]]] = {}
        for name in self.of("reference"):
            for place, side in enumerate((self.old, self.new)):
                if about := side.one(name, _SUBJECT):
                    predicate, value, source = (side.one(name, key) for key in (_PREDICATE, _OBJECT, _SOURCE))
                    shown = [_plain(term) for term in (predicate, value, source)]
                    found.setdefault(str(about), ([], []))[place].append(f"{shown[0]} {shown[1]}, by {shown[2]}")
        told = {name: ValueChange("from outside", *_apart(*found[name])) for name in found if name.startswith("<")}
        return {name: change for name, change in told.items() if change.before or change.after}

    def _spans(self) -> dict[str, tuple[int, int]]:
        counts: dict[str, list[int]] = {}
        for name in self.of("span"):
            if SPAN_MARK in name:
                slug = iri_of(name).removeprefix(ARTICLE).partition("#")[0]
                count = counts.setdefault(slug, [0, 0])
                was, is_ = bool(self.old.said(name)), bool(self.new.said(name))
                count[0] += is_ and not was
                count[1] += was and not is_
        return {slug: (added, removed) for slug, (added, removed) in sorted(counts.items()) if added or removed}

    def _what_changed(self, name: str) -> tuple[str, list[ValueChange]]:
        """Tell what changed of a claim or a mention; the kind is empty where only its graph did."""
        without = {*_BY_PASSAGES, _OBJECT} if self._extent_moved(name) else _BY_PASSAGES
        changes = list(self.values(name, without=without))
        before, after = self.old.passages(name), self.new.passages(name)
        if _form(before) != _form(after):
            changes.append(ValueChange("words", *(_words(passages) for passages in (before, after))))
        elif before == after and _OBJECT not in without:
            changes += self.values(name, only={f"{LFC}words"})
        elif not changes:
            return MOVED, []
        changes = changes or list(self.values(name, only={_TYPE}))  # for the rest it follows from the status
        return CHANGED if changes else "", changes

    def _extent_moved(self, name: str) -> bool:
        """Tell whether what a claim is about as an object is a stretch of text, as long as before."""
        old, new = (side.one(name, _OBJECT) for side in (self.old, self.new))
        before, after = (span_of(term) if term else None for term in (old, new))
        return old != new and bool(before and after and before[2] - before[1] == after[2] - after[1])

    def _sentence(self, kind: str, quad: Quad) -> str:
        side = self.old if kind == REMOVED else self.new
        phrase = predicate_phrase(quad.predicate, self.show(side, quad.predicate), self.show(side, quad.object))
        return f"{self.show(side, quad.subject)} {phrase}"


def _may_be_of_entity(quad: Quad) -> bool:
    is_entity = not str(quad.subject).startswith(f"<{ARTICLE}")
    return is_entity and quad.graph_name == DefaultGraph() and quad.predicate.value in _OF_ENTITIES


def _article(side: Extract, name: str) -> str:
    """Give the slug of the article that a claim or mention is derived from; none for what rules infer."""
    if side.one(name, f"{LFC}rule"):
        return ""
    sources = [*(str(term)[1:-1] for term in side.values(name, _FROM)), name[1:-1]]
    return next((iri.removeprefix(ARTICLE).partition("#")[0] for iri in sources if iri.startswith(ARTICLE)), "")


def _form(passages: Iterable[Passage]) -> list[tuple[str, list[object]]]:
    """Give what passages are like wherever they stand."""
    return [(item.article, [span.quote or span.end - span.start for span in item.spans]) for item in passages]


def _words(passages: Iterable[Passage]) -> tuple[str, ...]:
    return tuple(f"“{passage.words}”" for passage in passages)


def _place(passages: Iterable[Passage], name: object) -> tuple[list[tuple[str, int]], str]:
    return [(passage.article, span.start) for passage in passages for span in passage.spans], str(name)


def _apart(before: Iterable[str], after: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give what only one of two lists has."""
    old, new = list(dict.fromkeys(before)), list(dict.fromkeys(after))
    return tuple(value for value in old if value not in new), tuple(value for value in new if value not in old)


def _plain(term: Term | None) -> str:
    if isinstance(term, Literal):
        return term.value
    return compact(term.value) if isinstance(term, NamedNode) else str(term)
