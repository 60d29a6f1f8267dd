"""Explanations: what a difference of two datasets means, claim by claim and entity by entity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from lfckg.changes import (
    ADDED,
    CHANGED,
    MOVED,
    REMOVED,
    Changes,
    ClaimChange,
    FactChange,
    NodeChange,
    ValueChange,
)
from lfckg.differences import Difference
from lfckg.extracts import Extract, Term
from lfckg.namespaces import ARTICLE, DCTERMS, ENTITY, GRAPH, LFC, PROV, RDF, REFERENCE, REPLACED_BY, SKOS, compact
from lfckg.passages import Passage
from lfckg.profiles import Line
from lfckg.wording import predicate_phrase

__all__ = ["explain"]

_ENTITIES = NamedNode(f"{GRAPH}entities")
_TYPE, _SUBJECT, _PREDICATE, _OBJECT = (f"{RDF}{name}" for name in ("type", "subject", "predicate", "object"))
_SOURCE, _FROM = f"{DCTERMS}source", f"{PROV}wasDerivedFrom"
_LABEL = f"{SKOS}prefLabel"
_NAMES = {
    _LABEL: "label",
    f"{SKOS}altLabel": "also",
    f"{SKOS}note": "note",
    _TYPE: "type",
    _SUBJECT: "subject",
    _PREDICATE: "predicate",
    _OBJECT: "object",
    _FROM: "derived from",
    _SOURCE: "source",
    f"{DCTERMS}issued": "published",
    REPLACED_BY: "replaced by",
    f"{LFC}length": "characters",
    f"{LFC}wordCount": "words",
    f"{LFC}refersTo": "refers to",
}
_OF_ENTITIES = {_LABEL, f"{SKOS}altLabel", f"{SKOS}note", _TYPE, REPLACED_BY}
_BY_PASSAGES = {_TYPE, f"{LFC}span", f"{LFC}words"}
_SENTENCES, _PARAGRAPHS = f"{LFC}sentences", f"{LFC}paragraphs"
_INDEX = {_SENTENCES, _PARAGRAPHS, f"{LFC}sentenceDigests"}
_MARKS = ("#char=", "#position=", "#quote=")


def explain(difference: Difference) -> Changes:
    """Tell what a difference means."""
    return _Teller(difference).changes()


class _Teller:
    """Tells changes from an extract of each side."""

    def __init__(self, difference: Difference) -> None:
        self.quads = [(REMOVED, quad) for quad in difference.removed] + [(ADDED, quad) for quad in difference.added]
        subjects = sorted({str(quad.subject) for _, quad in self.quads})
        self.old, self.new = Extract(difference.before, subjects), Extract(difference.after, subjects)
        self.kinds = {name: self._kind(name) for name in subjects}

    def changes(self) -> Changes:
        """Give all changes, each kind in its order."""
        claims = [found for name in self._of("claim") for found in self._claim(name)]
        mentions = [found for name in self._of("mention") for found in self._mention(name)]
        entities, facts = self._entities_and_facts()
        rest = [(kind, quad) for kind, quad in self.quads if self.kinds[str(quad.subject)] == "other"]
        return Changes(
            claims=tuple(sorted(claims, key=lambda claim: (claim.article, *_place(claim.line.passages, claim.terms)))),
            mentions=tuple(found for _, found in sorted(mentions, key=lambda item: (item[1].article, item[0]))),
            articles=tuple(found for name in self._of("article") for found in self._article(name)),
            entities=tuple(sorted(entities, key=lambda entity: (entity.label.casefold(), entity.iri))),
            facts=tuple(sorted(facts, key=lambda fact: (fact.text, fact.kind, str(fact.quad)))),
            spans=self._spans(),
            rest=tuple(sorted(rest, key=lambda item: (str(item[1].graph_name), str(item[1]), item[0]))),
        )

    def _of(self, kind: str) -> list[str]:
        return [name for name, found in self.kinds.items() if found == kind]

    def _kind(self, name: str) -> str:
        for class_ in ("Claim", "Mention", "Article", "Reference"):
            if self.old.is_a(name, class_) or self.new.is_a(name, class_):
                return class_.lower()
        iri = name[1:-1]
        if any(mark in iri for mark in _MARKS):
            return "span"
        if iri.startswith((f"{ENTITY}inference/", REFERENCE)) or not iri.startswith(ENTITY):
            return "other"
        return "node" if iri.startswith(ARTICLE) else "entity"

    def _claim(self, name: str) -> Iterator[ClaimChange]:
        kind, side = self._fate(name, "Claim")
        changes: list[ValueChange] = []
        if kind == CHANGED:
            kind, changes = self._what_changed(name)
            if not kind:
                return
        subject = side.one(name, _SUBJECT)
        node = None
        if isinstance(subject, NamedNode) and subject.value.startswith(ARTICLE) and "#" in subject.value:
            class_ = side.one(str(subject), _TYPE)
            node = " · ".join([*([side.show(class_)] if class_ else []), compact(subject.value)])
        terms = (str(subject or ""), str(side.one(name, _PREDICATE) or ""), str(side.one(name, _OBJECT) or ""))
        yield ClaimChange(
            kind, self._line(side, name, with_subject=node is None), _article(side, name), node, terms, tuple(changes)
        )

    def _line(self, side: Extract, name: str, *, with_subject: bool) -> Line:
        predicate = side.one(name, _PREDICATE)
        value = self._show(side, side.one(name, _OBJECT))
        if isinstance(predicate, NamedNode):
            value = predicate_phrase(predicate, self._show(side, predicate), value)
        text = f"{self._show(side, side.one(name, _SUBJECT))} {value}" if with_subject else value
        status = "inferred" if side.one(name, f"{LFC}rule") else self._word(side, name, "status", "of no status")
        speaker = side.one(name, f"{LFC}speaker")
        return Line(
            claim=NamedNode(name[1:-1]) if name.startswith("<") else NamedNode(f"blank:{name[2:]}"),
            text=text,
            status=status,
            modality=self._word(side, name, "modality", "actual"),
            speaker=self._show(side, speaker) if speaker else None,
            passages=side.passages(name),
        )

    def _mention(self, name: str) -> Iterator[tuple[tuple[object, ...], NodeChange]]:
        kind, side = self._fate(name, "Mention")
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
                iri=_iri(name),
                label=" … ".join(passage.words for passage in passages),
                type=self._word(side, name, "mentionType", "mention"),
                changes=tuple(changes),
                article=_article(side, name),
                about=self._show(side, entity) if entity else "",
            ),
        )

    def _article(self, name: str) -> Iterator[NodeChange]:
        kind, _ = self._fate(name, "Article")
        changes = [] if kind != CHANGED else [*self._values(name, without=_INDEX), *self._index(name)]
        if kind != CHANGED or changes:
            yield NodeChange(kind, _iri(name), _iri(name).removeprefix(ARTICLE), "article", tuple(changes))

    def _index(self, name: str) -> Iterator[ValueChange]:
        """Tell of the text index: how many sentences and paragraphs there are, or that their borders have moved."""
        told = []
        for side in (self.old, self.new):
            counts = [
                (noun, side.one(name, key)) for noun, key in (("sentences", _SENTENCES), ("paragraphs", _PARAGRAPHS))
            ]
            told.append(", ".join(f"{len(str(value).split())} {noun}" for noun, value in counts if value))
        same = all(self.old.values(name, key) == self.new.values(name, key) for key in _INDEX)
        if told[0] != told[1]:
            yield ValueChange("text index", (told[0],), (told[1],))
        elif not same:
            yield ValueChange("text index", (told[0],), (f"{told[1]}, in other places or words",))

    def _entities_and_facts(self) -> tuple[list[NodeChange], list[FactChange]]:
        said = {
            tuple(str(side.one(name, part)) for part in (_SUBJECT, _PREDICATE, _OBJECT))
            for name in self._of("claim")
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
        changes = [*self._values(name, without=told, only=properties), *([outside[name]] if name in outside else [])]
        term = NamedNode(_iri(name))
        return NodeChange(
            kind, term.value, self._show(side, term), self._show(side, type_) if type_ else "entity", tuple(changes)
        )

    def _outside(self) -> dict[str, ValueChange]:
        """Give for each entity what references to it came and went."""
        found: dict[str, tuple[list[str], list[str]]] = {}
        for name in self._of("reference"):
            for place, side in enumerate((self.old, self.new)):
                if about := side.one(name, _SUBJECT):
                    predicate, value, source = (side.one(name, key) for key in (_PREDICATE, _OBJECT, _SOURCE))
                    shown = [_plain(term) for term in (predicate, value, source)]
                    found.setdefault(str(about), ([], []))[place].append(f"{shown[0]} {shown[1]}, by {shown[2]}")
        return {name: ValueChange("from outside", *_apart(*found[name])) for name in found if name.startswith("<")}

    def _spans(self) -> dict[str, tuple[int, int]]:
        counts: dict[str, list[int]] = {}
        for name in self._of("span"):
            if _MARKS[0] in name:
                slug = _iri(name).removeprefix(ARTICLE).partition("#")[0]
                count = counts.setdefault(slug, [0, 0])
                was, is_ = bool(self.old.said(name)), bool(self.new.said(name))
                count[0] += is_ and not was
                count[1] += was and not is_
        return {slug: (added, removed) for slug, (added, removed) in sorted(counts.items()) if added or removed}

    def _fate(self, name: str, class_: str) -> tuple[str, Extract]:
        """Tell whether a node came, went or changed, and which side tells of it."""
        if not self.old.is_a(name, class_):
            return ADDED, self.new
        return (CHANGED, self.new) if self.new.is_a(name, class_) else (REMOVED, self.old)

    def _what_changed(self, name: str) -> tuple[str, list[ValueChange]]:
        """Tell what changed of a claim or a mention; the kind is empty where only its graph did."""
        changes = list(self._values(name, without=_BY_PASSAGES))
        before, after = self.old.passages(name), self.new.passages(name)
        if _form(before) != _form(after):
            changes.append(ValueChange("words", *(_words(passages) for passages in (before, after))))
        elif before == after:
            changes += self._values(name, only={f"{LFC}words"})
        elif not changes:
            return MOVED, []
        changes = changes or list(self._values(name, only={_TYPE}))  # for the rest it follows from the status
        return CHANGED if changes else "", changes

    def _values(
        self, name: str, *, without: Iterable[str] = (), only: Iterable[str] | None = None
    ) -> Iterator[ValueChange]:
        """Give the properties of a node whose values differ."""
        predicates = {*self.old.said(name), *self.new.said(name)} - set(without)
        for predicate in sorted(predicates if only is None else predicates & set(only)):
            before, after = (
                [self._show(side, value) for value in side.values(name, predicate)] for side in (self.old, self.new)
            )
            old, new = (set(map(str, side.values(name, predicate))) for side in (self.old, self.new))
            if old != new:
                told = _apart(before, after)
                # Values that look alike, such as texts in two languages, are told as they are written.
                written = _apart(sorted(old), sorted(new))
                key = _NAMES.get(predicate) or self.new.show(NamedNode(predicate))
                yield ValueChange(key, *(told if any(told) and set(before) != set(after) else written))

    def _sentence(self, kind: str, quad: Quad) -> str:
        side = self.old if kind == REMOVED else self.new
        phrase = predicate_phrase(quad.predicate, self._show(side, quad.predicate), self._show(side, quad.object))
        return f"{self._show(side, quad.subject)} {phrase}"

    def _show(self, side: Extract, term: Term | None) -> str:
        """Give a term in words: by the label that its side has for it, else by the other's."""
        other = self.old if side is self.new else self.new
        return side.label(term) or other.label(term) or side.show(term)

    def _word(self, side: Extract, name: str, key: str, default: str) -> str:
        value = side.one(name, LFC + key)
        return self._show(side, value) if value else default


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


def _iri(name: str) -> str:
    return name[1:-1] if name.startswith("<") else name


def _plain(term: Term | None) -> str:
    if isinstance(term, Literal):
        return term.value
    return compact(term.value) if isinstance(term, NamedNode) else str(term)
