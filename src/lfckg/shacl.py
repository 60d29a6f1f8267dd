"""SHACL: shapes checked by pySHACL, and rules that must return nothing; run as a process of its own by `validation`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pyoxigraph import Quad, Triple

from lfckg.errors import InputError
from lfckg.files import display
from lfckg.limits import serve
from lfckg.namespaces import OWL, RULES, SH
from lfckg.rdf import read_rdf
from lfckg.rules import find_breaches
from lfckg.store import store_quads

__all__ = ["check"]

_SPARQL = {f"{SH}{name}" for name in ("sparql", "select", "ask", "construct", "js", "jsFunctionName", "rule", "values")}


_TARGETS = {f"{SH}{name}" for name in ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")}
_SHAPE_CLASSES = {f"<{SH}NodeShape>", f"<{SH}PropertyShape>"}
_SEVERITIES = {"Violation", "Warning", "Info"}
_BLANK = re.compile(r"^_:\w+$")


def check(request: dict[str, Any]) -> dict[str, Any]:
    """Check the files of `data` against the files of `shapes` and the queries of `rules`.

    The reply's `findings` are mappings of severity, focus, path, value, message, source and component, sorted.
    """
    data = [quad for name in request["data"] for quad in read_rdf(Path(name))]
    shapes = [quad for name in request["shapes"] for quad in _read_shapes(Path(name))]
    what = ", ".join(display(Path(name)) for name in request["shapes"])
    findings = [
        *_imports(data),
        *_check_shapes(data, shapes, what, meta=request["check_shapes"]),
        *_check_rules(data, [Path(name) for name in request["rules"]]),
    ]
    return {"findings": _without_random_names(findings)}


def _without_random_names(findings: list[dict[str, str | None]]) -> list[dict[str, str | None]]:
    """Sort findings, and number the blank nodes in the order in which they come."""
    names: dict[str, str] = {}

    def number(match: re.Match[str]) -> str:
        return names.setdefault(match[0], f"_:b{len(names)}")

    ordered = sorted(findings, key=lambda found: [_BLANK.sub("_:", str(value)) for value in found.values()])
    return [{key: value and _BLANK.sub(number, value) for key, value in found.items()} for found in ordered]


def _read_shapes(path: Path) -> list[Quad]:
    quads = read_rdf(path)
    if wrong := next((quad.predicate.value for quad in quads if quad.predicate.value in _SPARQL), None):
        what = f"uses sh:{wrong.removeprefix(SH)}, and shapes run no code here: SHACL Core alone. Remove it"
        raise InputError(f"{display(path)}: {what}, or write a rule.")
    if not any(quad.predicate.value in _TARGETS or str(quad.object) in _SHAPE_CLASSES for quad in quads):
        raise InputError(f"{display(path)}: holds no shapes. Name a file of SHACL shapes.")
    return quads


def _imports(data: list[Quad]) -> Iterator[dict[str, str | None]]:
    for quad in data:
        if quad.predicate.value == f"{OWL}imports":
            message = "Imports are never followed. Merge the imported file into this one, if it is to be checked."
            yield _finding("Info", str(quad.subject).strip("<>"), str(quad.object), message, "import-not-followed")


def _finding(severity: str, focus: str, value: str, message: str, rule: str) -> dict[str, str | None]:
    return {
        "severity": severity,
        "focus": focus,
        "path": None,
        "value": value,
        "message": message,
        "source": RULES + rule,
        "component": None,
    }


def _check_shapes(data: list[Quad], shapes: list[Quad], what: str, *, meta: bool) -> Iterator[dict[str, str | None]]:
    import pyshacl  # noqa: PLC0415  half a second, and no other module pays for it
    import rdflib  # noqa: PLC0415
    from pyshacl.errors import ReportableRuntimeError  # noqa: PLC0415

    try:
        _, results, text = pyshacl.validate(
            _graph(data),
            shacl_graph=_graph(shapes),
            inplace=True,
            meta_shacl=meta,
            do_owl_imports=False,
            advanced=False,
        )
    except ReportableRuntimeError as exc:
        told = re.findall(r"^\t(?:Focus Node|Message): .*", str(exc.message), re.MULTILINE) or [f" {exc.message}"]
        raise InputError(f"{what}: the shapes are no valid SHACL.{''.join(told)}".replace("\t", "\n    ")) from exc
    except re.error as exc:
        raise InputError(
            f"{what}: the shapes have a sh:pattern that is no regular expression: {exc}. Mend it."
        ) from exc
    if not isinstance(results, rdflib.Graph):
        raise InputError(f"{what}: the shapes can't be applied: {text}")
    sh = rdflib.Namespace(SH)
    for result in results.subjects(rdflib.RDF.type, sh.ValidationResult):

        def part(name: str, result: Any = result) -> str | None:
            node = results.value(result, sh[name])
            return None if node is None else _name(node)

        severity = (part("resultSeverity") or "").removeprefix(SH)
        messages = sorted(results.objects(result, sh.resultMessage), key=_english_first)
        path, value = results.value(result, sh.resultPath), results.value(result, sh.value)
        yield {
            "severity": severity if severity in _SEVERITIES else "Violation",  # SHACL: any result is non-conformance
            "focus": part("focusNode"),
            "path": _name(path) if isinstance(path, rdflib.URIRef) else None,
            "value": None if value is None else value.n3(),
            "message": str(messages[0]) if messages else "A constraint without message is broken.",
            "source": part("sourceShape"),
            "component": part("sourceConstraintComponent"),
        }


def _graph(quads: list[Quad]) -> Any:
    import rdflib  # noqa: PLC0415

    graph = rdflib.Graph(bind_namespaces="none")
    triples = {str(Triple(quad.subject, quad.predicate, quad.object)) for quad in quads}
    graph.parse(data="".join(f"{triple} .\n" for triple in triples), format="nt")
    return graph


def _english_first(text: Any) -> tuple[bool, str]:
    return getattr(text, "language", None) != "en", str(text)


def _name(node: Any) -> str:
    import rdflib  # noqa: PLC0415

    return f"_:{node}" if isinstance(node, rdflib.BNode) else str(node)


def _check_rules(data: list[Quad], rules: list[Path]) -> Iterator[dict[str, str | None]]:
    for breach in find_breaches(store_quads(data), rules) if rules else ():
        yield _finding(breach.severity, breach.focus, breach.value, breach.rule.title, breach.rule.name)


if __name__ == "__main__":
    serve(check)
