"""Validation: shapes, rules and gaps, told to curators by file, line and claim.

The work that strangers' files could make crash or hang runs in a limited process of its own.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse, serialize

from lfckg.compiler import Compiled, compile_files
from lfckg.curated import CuratedFile, span_iri
from lfckg.errors import DataError, InputError
from lfckg.files import display
from lfckg.gaps import find_gaps
from lfckg.limits import STRANGERS, call
from lfckg.namespaces import PREFIXES, RDF, RULES, SH
from lfckg.recognition import curated_among
from lfckg.texts import check_texts, find_unattributed
from lfckg.turtle import Place
from lfckg.workspace import Workspace, find_workspace

__all__ = ["Finding", "Report", "validate"]

_SEVERITIES = ("Violation", "Warning", "Info")
_GAPS = {
    "uncited-sentence": "No claim cites these sentences. Read them again, and write what they say.",
    "mention-without-entity": "These mentions refer to no entity. Add lfc:refersTo.",
    "entity-without-claim": "No claim is about these entities. Write one, or take them out.",
    "long-quote": "More than twelve words in a row are quoted. Shorten the quotes: names and cue words.",
    "large-share-quoted": "More than 30 % of a text is quoted. Give offsets in place of quotes.",
}
_NO_TEXT = "The text of these articles is not at hand: their selectors are not checked."
_UNATTRIBUTED = (
    "The words of these claims stand in quotation marks, and the article is told to state them. "
    "Describe the quotation, a lfc:Quotation with its speaker and extent."
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One result: `severity` is Violation, Warning or Info; `source` the IRI of the shape, rule or gap.

    `value` is a term in N-Triples' syntax, or for a gap a word or two; `place` is `path:line` where a curated file says
    what is to be mended.
    """

    severity: str
    message: str
    source: str
    focus: str
    path: str | None = None
    value: str | None = None
    component: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What validation found, worst first."""

    findings: tuple[Finding, ...]

    @property
    def conforms(self) -> bool:
        """Whether there is no violation."""
        return not self.of("Violation")

    def of(self, severity: str) -> tuple[Finding, ...]:
        """Give the findings of one severity."""
        return tuple(finding for finding in self.findings if finding.severity == severity)

    def to_turtle(self) -> str:
        """Give a SHACL validation report (https://www.w3.org/TR/shacl/#validation-report)."""
        report = BlankNode("report")
        triples = [_sh(report, "conforms", Literal(self.conforms)), _type(report, "ValidationReport")]
        for number, finding in enumerate(self.findings):
            result = BlankNode(f"result{number}")
            triples += [_sh(report, "result", result), _type(result, "ValidationResult")]
            triples += [
                _sh(result, "focusNode", _term(finding.focus)),
                _sh(result, "resultSeverity", NamedNode(SH + finding.severity)),
                _sh(result, "resultMessage", Literal(finding.message)),
                _sh(result, "sourceShape", _term(finding.source)),
            ]
            optional = {
                "resultPath": _term(finding.path) if finding.path else None,
                "value": _value(finding.value) if finding.value else None,
                "sourceConstraintComponent": _term(finding.component) if finding.component else None,
            }
            triples += [_sh(result, name, term) for name, term in optional.items() if term]
        prefixes = {"sh": SH, "shape": PREFIXES["shape"], "lfc": PREFIXES["lfc"]}
        stream = io.BytesIO()
        serialize(triples, stream, RdfFormat.TURTLE, prefixes=prefixes)
        return stream.getvalue().decode()


def validate(
    files: Sequence[Path] = (),
    *,
    workspace: Workspace | None = None,
    shapes: Sequence[Path] = (),
    trust: bool = False,
    texts: Path | None = None,
) -> Report:
    """Validate the workspace's graph, or files: curated ones are compiled first, other RDF is checked as it is.

    `shapes` names other SHACL files than the workspace's. Other RDF and other shapes are checked within limits of
    time and memory, unless `trust` is set. With `texts`, a directory of SLUG.txt, every selector of curated files is
    held against its text, and claims that only a quotation bears out are found. Raises InputError or DataError for
    files that can't be read or compiled.
    """
    workspace = workspace or find_workspace()
    files = [Path(path) for path in files]
    curated = curated_among(files, workspace)
    others = [path for path in files if path not in curated]
    findings: list[Finding] = []
    if curated or not files:
        findings += _validate_curated(workspace, curated, shapes, trust=trust, texts=texts)
    for path in others:
        own = [workspace.ontology] if not shapes else []
        findings += _call(display(path), [path, *own], workspace, shapes, trust=trust)
    findings.sort(key=lambda finding: (_SEVERITIES.index(finding.severity), finding.message, _place_key(finding)))
    return Report(tuple(findings))


def _validate_curated(
    workspace: Workspace, only: list[Path], shapes: Sequence[Path], *, trust: bool, texts: Path | None
) -> Iterator[Finding]:
    known = {path.resolve() for path in workspace.data}
    compiled = compile_files(workspace, [path for path in only if path.resolve() not in known])
    chosen = {path.resolve() for path in only} or known
    files = [file for file in compiled.files if file.source.path.resolve() in chosen]
    with tempfile.TemporaryDirectory(prefix="lfckg-") as directory:
        path = Path(directory, "graph.nq")
        path.write_text("".join(f"{quad} .\n" for quad in compiled.quads()), "utf-8")
        what = "the graph" if not only else ", ".join(map(display, only))
        found = list(_call(what, [path], workspace, shapes, trust=trust or not shapes))
    places = _Places(compiled)
    for finding in found:
        where = places.find(finding)
        kept = [spot for spot in where if spot[0] in files]
        if kept or not where or not only:  # what belongs to no file is never passed over
            yield _placed(finding, *(kept or where or [(None, None)])[0])
    for gap in find_gaps(compiled.files):
        if gap.file in files:
            severity = "Warning" if gap.is_warning else "Info"
            finding = Finding(severity, _GAPS[gap.kind], f"{RULES}{gap.kind}", gap.node.value, value=gap.value or None)
            yield _placed(finding, gap.file, gap.place)
    if texts:
        yield from _validate_texts(files, texts)


def _validate_texts(files: Sequence[CuratedFile], texts: Path) -> Iterator[Finding]:
    """Hold selectors against the texts that are there, and look for what is only said between quotation marks."""
    for file in files:
        if file.article is None:
            continue
        node = f"{PREFIXES['article']}{file.article.slug}"
        try:
            check_texts([file], texts)
        except InputError:
            yield _placed(Finding("Info", _NO_TEXT, f"{RULES}no-text", node), file, next(iter(file.places.values())))
            continue
        except DataError as exc:
            for problem in exc.problems:
                place = f"{problem.path}:{problem.line}"
                yield Finding("Violation", problem.message, f"{RULES}selector", node, place=place)
        for claim in find_unattributed(file, texts):
            finding = Finding("Warning", _UNATTRIBUTED, f"{RULES}unattributed-quotation", claim.iri.value)
            yield _placed(finding, file, file.places[claim.iri])


def _call(
    what: str, data: Sequence[Path], workspace: Workspace, shapes: Sequence[Path], *, trust: bool
) -> Iterator[Finding]:
    request = {
        "what": what,
        "data": [str(path) for path in data],
        "shapes": [str(path) for path in shapes or [workspace.shapes]],
        "rules": [] if shapes else [str(path) for path in workspace.rules],
        "check_shapes": bool(shapes),
    }
    for found in call("shacl", request, None if trust else STRANGERS)["findings"]:
        yield Finding(**found)


_Spot = tuple[CuratedFile | None, Place | None]


class _Places:
    """Where in the curated files each subject, claim, triple and span stands."""

    def __init__(self, compiled: Compiled) -> None:
        self.nodes: dict[str, list[_Spot]] = {}
        self.triples: dict[tuple[str, str], list[tuple[str, _Spot]]] = {}
        self.articles: dict[str, _Spot] = {}
        for file in compiled.files:
            for iri, place in file.places.items():
                self.nodes.setdefault(iri.value, []).append((file, place))
            for claim in file.claims:
                key = (claim.subject.value, claim.triple.predicate.value)
                self.triples.setdefault(key, []).append((str(claim.object), (file, file.places[claim.iri])))
            if file.article:
                slug = file.article.slug
                self.articles[f"{PREFIXES['article']}{slug}"] = (file, next(iter(file.places.values())))
                for citation in file.citations:
                    self.nodes.setdefault(span_iri(slug, citation.span).value, []).append((file, citation.place))

    def find(self, finding: Finding) -> list[_Spot]:
        """Give the claims that make the triple a finding is about, else the node's own place, else its article's."""
        claims = self.triples.get((finding.focus, finding.path or ""), [])
        exact = [spot for value, spot in claims if value == finding.value]
        article = self.articles.get(finding.focus.partition("#")[0])
        last_first = [spot for _, spot in reversed(claims)]  # of two that exclude each other, the later is told
        return exact or last_first or self.nodes.get(finding.focus) or ([article] if article else [])


def _placed(finding: Finding, file: CuratedFile | None, place: Place | None) -> Finding:
    if file is None or place is None:
        return finding
    return replace(finding, place=file.line_of(place))


def _place_key(finding: Finding) -> tuple[str, int]:
    path, _, line = (finding.place or ":0").rpartition(":")
    return path, int(line)


def _term(name: str) -> NamedNode | BlankNode | Literal:
    try:
        return BlankNode(name[2:]) if name.startswith("_:") else NamedNode(name)
    except ValueError:  # a shape may be about a literal
        return Literal(name)


def _value(text: str) -> NamedNode | BlankNode | Literal:
    """Read a term in N-Triples' syntax; the words of a gap are a literal."""
    try:
        (quad,) = parse(f"<s:s> <p:p> {text} .", RdfFormat.N_TRIPLES)
    except SyntaxError:
        return Literal(text)
    assert isinstance(quad.object, NamedNode | BlankNode | Literal)  # noqa: S101  N-Triples of RDF 1.1
    return quad.object


def _sh(subject: BlankNode, name: str, value: NamedNode | BlankNode | Literal) -> Triple:
    return Triple(subject, NamedNode(SH + name), value)


def _type(subject: BlankNode, name: str) -> Triple:
    return Triple(subject, NamedNode(f"{RDF}type"), NamedNode(SH + name))
