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


def check(request: dict[str, Any]) -> dict[str, Any]:
    """Check the files of `data` against the files of `shapes` and the queries of `rules`.

    The reply's `findings` are mappings of severity, focus, path, value, message, source and component, sorted.
    """
    data = [quad for name in request["data"] for quad in read_rdf(Path(name))]
    shapes = [quad for name in request["shapes"] for quad in _read_shapes(Path(name))]
    findings = [
        *_imports(data),
        *_check_shapes(data, shapes, meta=request["check_shapes"]),
        *_check_rules(data, [Path(name) for name in request["rules"]]),
    ]
    return {"findings": sorted(findings, key=lambda finding: [str(value) for value in finding.values()])}


def _read_shapes(path: Path) -> list[Quad]:
    quads = read_rdf(path)
    if wrong := next((quad.predicate.value for quad in quads if quad.predicate.value in _SPARQL), None):
        what = f"uses sh:{wrong.removeprefix(SH)}, and shapes run no code here: SHACL Core alone. Remove it"
        raise InputError(f"{display(path)}: {what}, or write a rule.")
    if not any(quad.predicate.value.startswith(SH) for quad in quads):
        raise InputError(f"{display(path)}: holds no shapes. Name a file of SHACL shapes.")
    return quads


def _imports(data: list[Quad]) -> Iterator[dict[str, str | None]]:
    for quad in data:
        if quad.predicate.value == f"{OWL}imports":
            message = "Imports are never followed. Name the imported file as well, if it is to be checked."
            yield _finding(
                "Info", str(quad.subject).strip("<>"), str(quad.object).strip("<>"), message, "import-not-followed"
            )


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


def _check_shapes(data: list[Quad], shapes: list[Quad], *, meta: bool) -> Iterator[dict[str, str | None]]:
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
        raise InputError(f"the shapes are no valid SHACL.{''.join(told)}".replace("\t", "\n    ")) from exc
    except re.error as exc:
        raise InputError(f"the shapes have a sh:pattern that is no regular expression: {exc}. Mend it.") from exc
    if not isinstance(results, rdflib.Graph):
        raise InputError(f"the shapes can't be applied: {text}")
    sh = rdflib.Namespace(SH)
    for result in results.subjects(rdflib.RDF.type, sh.ValidationResult):

        def part(name: str, result: Any = result) -> str | None:
            node = results.value(result, sh[name])
            return None if node is None else str(node) if isinstance(node, rdflib.Literal) else _name(node)

        yield {
            "severity": (part("resultSeverity") or "").removeprefix(SH),
            "focus": part("focusNode"),
            "path": part("resultPath"),
            "value": part("value"),
            "message": part("resultMessage"),
            "source": part("sourceShape"),
            "component": part("sourceConstraintComponent"),
        }


def _graph(quads: list[Quad]) -> Any:
    import rdflib  # noqa: PLC0415

    graph = rdflib.Graph(bind_namespaces="none")
    triples = {str(Triple(quad.subject, quad.predicate, quad.object)) for quad in quads}
    graph.parse(data="".join(f"{triple} .\n" for triple in triples), format="nt")
    return graph


def _name(node: Any) -> str:
    text = str(node)
    return text if "://" in text or text.startswith("urn:") else f"_:{text}"


def _check_rules(data: list[Quad], rules: list[Path]) -> Iterator[dict[str, str | None]]:
    for breach in find_breaches(store_quads(data), rules) if rules else ():
        yield _finding(breach.severity, breach.focus, breach.value, breach.rule.title, breach.rule.name)


if __name__ == "__main__":
    serve(check)
