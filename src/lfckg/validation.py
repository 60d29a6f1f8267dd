"""Validation: shapes, rules and gaps, told to curators by file, line and claim.

The work that strangers' files could make crash or hang runs in a limited process of its own.
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from lfckg.compiler import Compiled, compile_files
from lfckg.curated import CuratedFile
from lfckg.errors import InputError
from lfckg.files import display, read_text
from lfckg.gaps import find_gaps
from lfckg.limits import Limits, call
from lfckg.namespaces import PREFIXES, RDF, RULES, SH
from lfckg.turtle import Place
from lfckg.workspace import Workspace, find_workspace

__all__ = ["Finding", "Report", "validate"]

_STRANGERS: Limits = (4.0, 450 * 1024 * 1024)
_SEVERITIES = ("Violation", "Warning", "Info")
_GAPS = {
    "uncited-sentence": "No claim cites these sentences. Read them again, and write what they say.",
    "mention-without-entity": "These mentions refer to no entity. Add lfc:refersTo.",
    "entity-without-claim": "No claim is about these entities. Write one, or take them out.",
    "long-quote": "More than twelve words in a row are quoted. Shorten the quotes: names and cue words.",
    "large-share-quoted": "More than 30 % of a text is quoted. Give offsets in place of quotes.",
}
_LARGEST_CURATED = 16_000_000
_CURATED = re.compile(r"^[^#\n]*\ba\s+lfc:Article\b", re.MULTILINE)
_PUBLISHED = re.compile(r"\ba\s+(?:lfc:\w+\s*,\s*)*lfc:Span\b")


@dataclass(frozen=True, slots=True)
class Finding:
    """One result: `severity` is Violation, Warning or Info; `source` the IRI of the shape, rule or gap.

    `place` is `path:line` where a curated file says what is to be mended.
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
                "value": _term(finding.value) if finding.value else None,
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
) -> Report:
    """Validate the workspace's graph, or files: curated ones are compiled first, other RDF is checked as it is.

    `shapes` names other SHACL files than the workspace's. Other RDF and other shapes are checked within limits of
    time and memory, unless `trust` is set. Raises InputError or DataError for files that can't be read or compiled.
    """
    workspace = workspace or find_workspace()
    curated = [path for path in files if _is_curated(path, workspace)]
    others = [path for path in files if path not in curated]
    findings: list[Finding] = []
    if curated or not files:
        findings += _validate_curated(workspace, curated, shapes, trust=trust)
    for path in others:
        own = [workspace.ontology] if not shapes else []
        findings += _call(display(path), [path, *own], workspace, shapes, trust=trust)
    order = [*_SEVERITIES]
    findings.sort(key=lambda finding: (order.index(finding.severity), finding.message, _place_key(finding)))
    return Report(tuple(findings))


def _validate_curated(
    workspace: Workspace, only: list[Path], shapes: Sequence[Path], *, trust: bool
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
        file, place = places.find(finding.focus)
        if file in files or (file is None and not only):
            yield _placed(finding, file, place)
    for gap in find_gaps(compiled.files):
        if gap.file in files:
            severity = "Warning" if gap.is_warning else "Info"
            finding = Finding(severity, _GAPS[gap.kind], f"{RULES}{gap.kind}", gap.node.value, value=gap.value or None)
            yield _placed(finding, gap.file, gap.place)


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
    for found in call("shacl", request, None if trust else _STRANGERS)["findings"]:
        yield Finding(**found)


def _is_curated(path: Path, workspace: Workspace) -> bool:
    """Tell a curated file from other RDF: it lies in data/, or is Turtle of an article with its spans in brackets."""
    if path.resolve() in {known.resolve() for known in workspace.data}:
        return True
    if path.suffix.lower() != ".ttl" or not path.is_file() or path.stat().st_size > _LARGEST_CURATED:
        return False
    try:
        text = read_text(path)
    except InputError:
        return False  # told by whoever reads it as RDF
    return bool(_CURATED.search(text)) and not _PUBLISHED.search(text)


class _Places:
    """Where in the curated files each subject, claim and span stands."""

    def __init__(self, compiled: Compiled) -> None:
        self.places: dict[str, tuple[CuratedFile, Place]] = {}
        for file in compiled.files:
            for iri, place in file.places.items():
                self.places.setdefault(iri.value, (file, place))
            for citation in file.citations:
                self.places.setdefault(_span_name(file, citation.span.start, citation.span.end), (file, citation.place))

    def find(self, focus: str) -> tuple[CuratedFile | None, Place | None]:
        return self.places.get(focus, (None, None))


def _span_name(file: CuratedFile, start: int, end: int) -> str:
    slug = file.article.slug if file.article else ""
    return f"{PREFIXES['article']}{slug}#char={start},{end}"


def _placed(finding: Finding, file: CuratedFile | None, place: Place | None) -> Finding:
    if file is None or place is None:
        return finding
    problem = file.source.problem(place, "")
    return Finding(
        finding.severity,
        finding.message,
        finding.source,
        finding.focus,
        finding.path,
        finding.value,
        finding.component,
        f"{problem.path}:{problem.line}",
    )


def _place_key(finding: Finding) -> tuple[str, int]:
    path, _, line = (finding.place or ":0").rpartition(":")
    return path, int(line)


def _term(text: str) -> NamedNode | BlankNode | Literal:
    if text.startswith("_:"):
        return BlankNode(re.sub(r"\W", "", text))
    return NamedNode(text) if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|^`\\]*$", text) else Literal(text)


def _sh(subject: BlankNode, name: str, value: NamedNode | BlankNode | Literal) -> Triple:
    return Triple(subject, NamedNode(SH + name), value)


def _type(subject: BlankNode, name: str) -> Triple:
    return Triple(subject, NamedNode(f"{RDF}type"), NamedNode(SH + name))
