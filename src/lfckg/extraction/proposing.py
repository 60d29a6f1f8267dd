"""Proposing: an article read, and what was found written into its curated file for a person to decide on."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pyoxigraph import Literal, NamedNode

from lfckg.article import Extent, TextIndex
from lfckg.claims import Decision
from lfckg.curated import find_article
from lfckg.drafts import head, index_article, publication
from lfckg.edits import Edit, apply_edits, locked, spell
from lfckg.errors import InputError, Problem
from lfckg.extraction.acquaintances import Acquaintances
from lfckg.extraction.blocks import NewEntity
from lfckg.extraction.drafting import draft_proposals, find_mentions, kind_of
from lfckg.extraction.linking import link
from lfckg.extraction.merging import merge
from lfckg.extraction.naming import Naming
from lfckg.extraction.quoting import Quoter
from lfckg.extraction.readings import Reading
from lfckg.extraction.relations import Relations
from lfckg.extraction.sifting import sift
from lfckg.extraction.spelling import Speller
from lfckg.extraction.standing import Lost, renew
from lfckg.files import display, read_text, write
from lfckg.namespaces import ARTICLE, DCTERMS, LFC, PREFIXES
from lfckg.proposals import find_proposals, spans_of
from lfckg.turtle import Node, Place, TurtleFile, read_turtle

__all__ = ["Article", "Outcome", "Reader", "day_of", "outcome_before", "propose", "record"]

_ISSUED, _SOURCE, _READ_BY = f"{DCTERMS}issued", f"{DCTERMS}source", f"{LFC}readBy"
_NOTE = "\n# What was read in the article. `lfckg review` goes through it; what nobody accepts is not published.\n"
_ENTITIES = "\n# Entities that an article seems to speak of. They are published where something published names them.\n"


class Reader(Protocol):
    """What reads articles: by rules, or with a model."""

    @property
    def name(self) -> str:
        """What it is, and behind a digest its version: it reads a text once under each name."""

    def read(self, text: str, issued: str | None = None) -> Reading:
        """Read a normalised article, published on a day (an ISO date) where that is known."""


@dataclass(frozen=True, slots=True)
class Article:
    """What is read: a normalised text, the article's slug, and where its curated file lies or will lie.

    `issued` is the day on which it was published (an ISO date), `source` where that is known from.
    """

    text: str
    slug: str
    directory: Path
    issued: str | None = None
    source: str | None = None

    @property
    def path(self) -> Path:
        """Its curated file."""
        return self.directory / f"{self.slug}.ttl"

    @property
    def entities(self) -> Path:
        """The file of the entities that were proposed in it."""
        return self.directory / f"{self.slug}-entities.ttl"

    @property
    def base(self) -> str:
        """What its names begin with."""
        return f"{ARTICLE}{self.slug}#"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an article: how many proposals are new and how many wait in all, and the entities.

    `new` are entities that nobody had declared, some of them `doubtful`: they may be known ones; `known` were known.
    `objections` tell why something was not proposed. Of a text that has changed, `withdrawn` are accepted proposals
    whose words are gone, `carried` accepted ones whose sentences have changed, and `checks` what else to look at.
    `was_read` is false where the same reader had read the same text.
    """

    path: Path
    was_read: bool = True
    added: int = 0
    waiting: int = 0
    new: tuple[NewEntity, ...] = ()
    known: int = 0
    objections: tuple[str, ...] = ()
    withdrawn: tuple[Lost, ...] = ()
    carried: tuple[str, ...] = ()
    checks: tuple[Problem, ...] = ()

    @property
    def doubtful(self) -> tuple[NewEntity, ...]:
        """The new entities that may be known ones."""
        return tuple(entity for entity in self.new if entity.candidates)


def propose(article: Article, reader: Reader, relations: Relations, acquaintances: Acquaintances) -> Outcome:
    """Read an article and record what was found, unless the same reader has read the same text.

    Raises what `record` does; what the reader raises passes.
    """
    done = outcome_before(article, reader.name)
    return done or record(article, reader.read(article.text, day_of(article)), reader.name, relations, acquaintances)


def outcome_before(article: Article, reader: str) -> Outcome | None:
    """Give the outcome of an article that a reader of this name has read, as it is now; None where it must be read.

    Raises InputError where the text holds no sentence, the file is another article's, or the day has no source.
    """
    index = index_article(article.path, article.text)
    source, node = _open(article, index)
    has_read = reader in (value.term.value for value in node.objects(_READ_BY))
    if has_read and _has_text(node, index) and article.issued in {None, _value(node, _ISSUED)}:
        return Outcome(article.path, was_read=False, waiting=_waiting(source))
    return None


def day_of(article: Article) -> str | None:
    """Give the day on which an article was published: as it is told, or as its file has it."""
    if article.issued or not article.path.exists():
        return article.issued
    node = find_article(read_turtle(article.path))
    return _value(node, _ISSUED) if node else None


def record(
    article: Article, reading: Reading, reader: str, relations: Relations, acquaintances: Acquaintances
) -> Outcome:
    """Write what a reader of this name found into an article's curated file, and new entities into a file beside it.

    What stands there stays: what people wrote, what they decided, and how they laid it out. Raises InputError where the
    file is another article's or the day has no source, DataError where it is no Turtle or cites by hand what the text
    no longer has, and OutputError; then nothing has changed.
    """
    index = index_article(article.path, article.text)
    sifted, objections = sift(reading, relations)
    linked = link(sifted, acquaintances.known, relations)
    with locked(article.path) if article.path.exists() else nullcontext():
        source, node = _open(article, index)  # somebody may have decided while it was read
        lost: list[Lost] = []
        checks: list[Problem] = []
        if not _has_text(node, index):
            source, lost, checks = renew(source, article.text, acquaintances.replaced)
        naming = Naming(linked, relations.ontology, acquaintances, ARTICLE + article.slug)
        quoter = Quoter(article.text, index, _quoted(source))
        proposals = draft_proposals(naming, relations, quoter, article.base, reader)
        mentions = find_mentions(naming, proposals)
        merged = merge(
            source, proposals, mentions, lost, base=article.base, reader=reader, replaced=acquaintances.replaced
        )
        final = _with_header(read_turtle(article.path, merged.text), article, reader)
        new = tuple(entity for entity in naming.new.values() if entity.iri in merged.entities)
        _write(article, final, new)
    acquaintances.meet(ARTICLE + article.slug, new)
    return Outcome(
        article.path,
        added=len(merged.new),
        waiting=_waiting(read_turtle(article.path, final)),
        new=new,
        known=len(merged.entities) - len(new),
        objections=objections,
        withdrawn=merged.withdrawn,
        carried=merged.carried,
        checks=tuple(checks),
    )


def _open(article: Article, index: TextIndex) -> tuple[TurtleFile, Node]:
    """Give the article's file as it is, or as it begins, with the statement about the article."""
    if article.path.exists():
        source = read_turtle(article.path)
    else:
        source = read_turtle(article.path, head(article.slug, index, article.issued, article.source) + _NOTE)
    node = find_article(source)
    if node is None or node.term != NamedNode(ARTICLE + article.slug):
        raise InputError(
            f"{display(article.path)}: is not the file of the article {article.slug}. Name another directory, or the"
            " text as the article is named."
        )
    publication(article.issued, article.source or _value(node, _SOURCE))  # refuses a day before anything is read
    return source, node


def _value(node: Node, predicate: str) -> str | None:
    value = next(node.objects(predicate), None)
    return value.term.value if value and isinstance(value.term, Literal | NamedNode) else None


def _has_text(node: Node, index: TextIndex) -> bool:
    return _value(node, f"{LFC}sha256") == index.sha256


def _waiting(source: TurtleFile) -> int:
    found = find_proposals(source)
    return sum(one.decision is Decision.UNDECIDED for one in found.proposals) if found else 0


def _quoted(source: TurtleFile) -> set[Extent]:
    spans = (span for node in source.nodes for span in spans_of(node))
    return {(span.start, span.end) for span in spans if span.quote is not None}


def _with_header(source: TurtleFile, article: Article, reader: str) -> str:
    """Write into the article's own statement when it was published, and what has read it."""
    node = find_article(source)
    assert node  # noqa: S101  it was found before
    edits: list[Edit] = []
    added: list[str] = []
    for name, value in publication(article.issued, article.source or _value(node, _SOURCE)).items():
        _put(node, f"{DCTERMS}{name}", value, spell(source.text, DCTERMS, name), edits, added)
    mine = next((value for value in node.objects(_READ_BY) if kind_of(str(value.term.value)) == kind_of(reader)), None)
    if mine:
        edits.append((mine.place, str(Literal(reader))))
    else:
        added.append(f"{spell(source.text, LFC, 'readBy')} {Literal(reader)}")
    end = max(value.place.end for _, _, value in node.properties)
    more = "".join(f" ;\n    {line}" for line in added)
    return apply_edits(source.text, [*edits, (Place(end, end), more)])


def _put(node: Node, predicate: str, value: str, name: str, edits: list[Edit], added: list[str]) -> None:
    found = next(node.objects(predicate), None)
    if found is None:
        added.append(f"{name} {value}")
    else:
        edits.append((found.place, value))


def _write(article: Article, text: str, new: Sequence[NewEntity]) -> None:
    """Write both files, the entities first: more of them than are named do no harm."""
    if new:
        prefixes = "".join(f"@prefix {key}: <{PREFIXES[key]}> .\n" for key in ("", "article", "dcterms", "lfc", "skos"))
        before = read_text(article.entities) if article.entities.exists() else prefixes + _ENTITIES
        speller = Speller(before, article.base)
        lines = [speller.entity(entity, ARTICLE + article.slug) for entity in new]
        after = "\n".join([before.rstrip("\n"), *([] if article.entities.exists() else [""]), *lines]) + "\n"
        read_turtle(article.entities, after)  # a file that we broke is never written
        write(article.entities, [after.encode()])
    write(article.path, [text.encode()])
