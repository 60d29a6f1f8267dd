"""Tellings: the difference of two datasets as text for people, and as JSON for programs."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import click

from lfckg.cli.rendering import plain, render_line, render_words
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
from lfckg.namespaces import GRAPH, compact
from lfckg.plurals import count
from lfckg.terminal import escaped

__all__ = ["tell", "to_json"]

_SIGNS = {ADDED: "+", REMOVED: "-", CHANGED: "~", MOVED: ">"}
_COLOURS = {ADDED: "green", REMOVED: "red", CHANGED: "yellow", MOVED: "blue"}
_MOST_TRIPLES = 20
_LONGEST = 300
_DIGEST = re.compile(r"\b[0-9a-f]{64}\b")


def tell(difference: Difference, changes: Changes, *, summary: bool = False) -> Iterator[str]:
    """Give the lines of a text: claims and mentions by article, entities, facts, other triples, counts."""
    if not difference:
        yield f"no difference: {count('quad', len(difference.after.lines))}"
        return
    yield f"from {plain(difference.before.name)}, {count('quad', len(difference.before.lines))}"
    yield f"to {plain(difference.after.name)}, {count('quad', len(difference.after.lines))}"
    yield ""
    if not summary:
        for heading, lines in _sections(changes):
            told = list(lines)
            if told:
                yield from (click.style(heading, bold=True), *told, "")
    for name, (added, removed) in difference.by_graph().items():
        yield f"{_graph(name)}: {_signed(added, removed)}"
    yield "; ".join(_summary(difference, changes))


def _sections(changes: Changes) -> Iterator[tuple[str, Iterable[str]]]:
    claims: dict[str, list[ClaimChange]] = {}
    mentions: dict[str, list[NodeChange]] = {}
    for claim in changes.claims:
        claims.setdefault(claim.article, []).append(claim)
    for mention in changes.mentions:
        mentions.setdefault(mention.article, []).append(mention)
    articles = {article.label: article for article in changes.articles}
    for slug in sorted({*claims, *mentions, *articles, *changes.spans} - {""}):
        spans = changes.spans.get(slug)
        yield (
            plain(slug),
            _article(articles.get(slug), claims.get(slug, []), mentions.get(slug, []), spans),
        )
    inferred = [claim for claim in claims.get("", []) if claim.line.status == INFERRED]
    others = [claim for claim in claims.get("", []) if claim.line.status != INFERRED]
    yield "Of no article", (*_article(None, others, mentions.get("", []), None),)
    yield "Inferred", (*_claims(inferred), *_moved(inferred))
    yield "Entities", (line for entity in changes.entities for line in _entity(entity))
    yield "Facts without a changed claim", (_sign(fact.kind, plain(fact.text)) for fact in changes.facts)
    yield "Other triples", _rest(changes)


def _article(
    article: NodeChange | None,
    claims: Sequence[ClaimChange],
    mentions: Sequence[NodeChange],
    spans: tuple[int, int] | None,
) -> Iterator[str]:
    if article:
        yield _sign(article.kind, "the article")
        yield from _values(article.changes)
    yield from _claims(claims)
    yield from (line for mention in mentions if mention.kind != MOVED for line in _mention(mention))
    yield from _moved(claims, mentions)
    if spans:
        yield f"  spans: {_signed(*spans)}"


def _claims(claims: Sequence[ClaimChange]) -> Iterator[str]:
    """Tell claims by the situation that they are about; where one rests on the same words as the next, once."""
    groups: dict[str, list[ClaimChange]] = {}
    for number, claim in enumerate(claim for claim in claims if claim.kind != MOVED):
        groups.setdefault(claim.node or f"#{number}", []).append(claim)
    for group in groups.values():
        indent = ""
        if group[0].node:
            yield f"  {plain(group[0].node)}"
            indent = "  "
        for number, claim in enumerate(group):
            yield indent + _sign(claim.kind, render_line(claim.line))
            yield from _values(claim.changes, indent)
            following = group[number + 1] if number + 1 < len(group) else None
            alike = following and (following.kind, following.line.passages) == (claim.kind, claim.line.passages)
            if claim.kind != CHANGED and not alike:
                for passage in claim.line.passages:
                    yield from render_words(passage, f"      {indent}")


def _moved(claims: Sequence[ClaimChange], mentions: Sequence[NodeChange] = ()) -> Iterator[str]:
    """Count what has only moved with the text."""
    counts: dict[str, Sequence[ClaimChange | NodeChange]] = {"claim": claims, "mention": mentions}
    told = [count(noun, n) for noun, found in counts.items() if (n := sum(item.kind == MOVED for item in found))]
    if told:
        yield _sign(MOVED, f"words moved: {' and '.join(told)}")


def _mention(mention: NodeChange) -> Iterator[str]:
    about = f" {mention.type} of {mention.about}" if mention.about else f" {mention.type}"
    yield _sign(mention.kind, plain(f"“{mention.label}”{about}"))
    yield from _values(mention.changes)


def _entity(entity: NodeChange) -> Iterator[str]:
    yield _sign(entity.kind, plain(f"{entity.label}  {entity.type}  {compact(entity.iri)}"))
    yield from _values(entity.changes)


def _values(changes: Sequence[ValueChange], indent: str = "") -> Iterator[str]:
    for change in changes:
        before, after = (", ".join(_short(value) for value in values) for values in (change.before, change.after))
        if before and after:
            told = f"{click.style(before, fg='red')} → {click.style(after, fg='green')}"
        else:
            told = click.style(f"+ {after}", fg="green") if after else click.style(f"- {before}", fg="red")
        yield f"      {indent}{plain(change.name)}: {told}"


def _rest(changes: Changes) -> Iterator[str]:
    graphs: dict[str | None, list[tuple[str, str]]] = {}
    for kind, quad in changes.rest:
        name = getattr(quad.graph_name, "value", None)
        terms = " ".join(_term(str(term)) for term in (quad.subject, quad.predicate, quad.object))
        graphs.setdefault(name, []).append((kind, terms))
    for name, triples in graphs.items():
        yield f"  {_graph(name)}"
        yield from (f"  {_sign(kind, plain(terms))}" for kind, terms in triples[:_MOST_TRIPLES])
        if (more := len(triples) - _MOST_TRIPLES) > 0:
            yield f"    and {more} more; --format update gives all"


def _summary(difference: Difference, changes: Changes) -> Iterator[str]:
    for noun, counts in _counts(difference, changes).items():
        told = [f"{number} {kind}" for kind, number in counts.items() if number]
        if told:
            yield f"{noun}: {', '.join(told)}"


def _counts(difference: Difference, changes: Changes) -> dict[str, dict[str, int]]:
    nouns: dict[str, Sequence[ClaimChange | NodeChange | FactChange]] = {
        "claims": changes.claims,
        "mentions": changes.mentions,
        "articles": changes.articles,
        "entities": changes.entities,
        "facts": changes.facts,
    }
    counts = {}
    for noun, found in nouns.items():
        by_kind = Counter(item.kind for item in found)
        counts[noun] = {kind: by_kind[kind] for kind in _SIGNS}
    counts["quads"] = {ADDED: len(difference.added), REMOVED: len(difference.removed)}
    return counts


def _sign(kind: str, text: str) -> str:
    return f"  {click.style(_SIGNS[kind], fg=_COLOURS[kind])} {text}"


def _signed(added: int, removed: int) -> str:
    return " ".join(part for part in (f"+{added}" if added else "", f"-{removed}" if removed else "") if part)


def _graph(name: str | None) -> str:
    if name is None:
        return "default graph"
    return f"graph {plain(name.removeprefix(GRAPH) if name.startswith(GRAPH) else compact(name))}"


def _term(text: str) -> str:
    """Give a term as N-Quads write it, with its datatype and language, its IRI shortened."""
    return compact(text[1:-1]) if text.startswith("<") else _short(text)


def _short(text: str) -> str:
    shown = _DIGEST.sub(lambda match: f"{match[0][:8]}…", plain(text))
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"


def to_json(difference: Difference, changes: Changes, *, summary: bool = False) -> Iterator[str]:
    """Give the difference as a JSON object; with `summary` its first five members alone.

    - `before`, `after`: `name` and number of `quads` of each side
    - `equal`: true or false
    - `counts`: for claims, mentions, articles, entities, facts and quads how many of each kind: added, removed,
      changed, moved
    - `graphs`: `graph` (null: the default graph), `added` and `removed` quads
    - `claims`: `kind`, `claim` (IRI), `article` (slug, or null where a rule infers), `text`, `subject`, `predicate`,
      `object` (N-Triples), `status`, `modality`, `speaker`, `words` (`article`, `words`, `sentences`), `changes`
      (`property`, `before`, `after`: lists of values in words)
    - `mentions`, `articles`, `entities`: `kind`, `iri`, `label`, `type`, `changes`; mentions `article`, `about` too
    - `facts`: `kind`, `text`, and `quad` as a line of N-Quads
    - `spans`: by article, `added` and `removed`
    - `other`: `kind` and `quad` of what belongs to none of these
    """
    document: dict[str, Any] = {
        "before": {"name": difference.before.name, "quads": len(difference.before.lines)},
        "after": {"name": difference.after.name, "quads": len(difference.after.lines)},
        "equal": not difference,
        "counts": _counts(difference, changes),
        "graphs": [
            {"graph": name, ADDED: added, REMOVED: removed} for name, (added, removed) in difference.by_graph().items()
        ],
    }
    if not summary:
        document |= {
            "claims": [_claim_json(claim) for claim in changes.claims],
            "mentions": [
                _node_json(node) | {"article": node.article or None, "about": node.about or None}
                for node in changes.mentions
            ],
            "articles": [_node_json(node) for node in changes.articles],
            "entities": [_node_json(node) for node in changes.entities],
            "facts": [{"kind": fact.kind, "text": fact.text, "quad": f"{fact.quad} ."} for fact in changes.facts],
            "spans": [{"article": slug, ADDED: n, REMOVED: m} for slug, (n, m) in changes.spans.items()],
            "other": [{"kind": kind, "quad": f"{quad} ."} for kind, quad in changes.rest],
        }
    # What a terminal would obey is written as JSON's escapes, which mean the same.
    yield escaped(json.dumps(document, ensure_ascii=False, indent=2))


def _claim_json(claim: ClaimChange) -> dict[str, Any]:
    line = claim.line
    return {
        "kind": claim.kind,
        "claim": line.claim.value,
        "article": claim.article or None,
        "about": claim.node,
        "text": line.text,
        **dict(zip(("subject", "predicate", "object"), claim.terms, strict=True)),
        "status": line.status,
        "modality": line.modality,
        "speaker": line.speaker,
        "words": [
            {"article": passage.article, "words": passage.words, "sentences": passage.sentences}
            for passage in line.passages
        ],
        "changes": _values_json(claim.changes),
    }


def _node_json(node: NodeChange) -> dict[str, Any]:
    return {
        "kind": node.kind,
        "iri": node.iri,
        "label": node.label,
        "type": node.type,
        "changes": _values_json(node.changes),
    }


def _values_json(changes: Sequence[ValueChange]) -> list[dict[str, Any]]:
    return [{"property": change.name, "before": change.before, "after": change.after} for change in changes]
