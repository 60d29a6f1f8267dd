"""RDF of strangers: one clear message, within limits, and nothing fetched."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from support import ROOT, environment

SHAPES = (
    "@prefix sh: <http://www.w3.org/ns/shacl#> . <http://s> a sh:NodeShape ; sh:targetSubjectsOf <http://p> ; "
    "sh:property [ sh:path <http://p> ; {} ] ."
)
XML = (
    '<?xml version="1.0"?><!DOCTYPE r [{}]><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:x="http://x/"><rdf:Description rdf:about="http://a"><x:p>&{};</x:p></rdf:Description></rdf:RDF>'
)
BOMB = '<!ENTITY a0 "lol">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
MEGABYTES = 500


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """Listen on loopback, and note whoever comes."""
    visitors: list[str] = []
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.1)
    ended = threading.Event()

    def listen() -> None:
        while not ended.is_set():
            try:
                connection, address = listener.accept()
            except TimeoutError:
                continue
            visitors.append(str(address))
            connection.close()

    thread = threading.Thread(target=listen)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/x", visitors
    ended.set()
    thread.join()
    listener.close()


# Runs a command, and tells behind all it says how much memory its processes took at most: in a process of its own,
# since the peak of a process's children is that of all it ever had.
PEAK = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], check=False).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(code)
"""


def validate(*args: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the real command, and hold the memory of its processes against the promise."""
    done = subprocess.run(
        [sys.executable, "-c", PEAK, sys.executable, "-m", "lfckg", "validate", *map(str, args)],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    *errors, peak = done.stderr.splitlines(keepends=True)
    assert int(peak) < MEGABYTES * 1024
    done.stderr = "".join(errors)
    assert "Traceback" not in done.stderr
    return done


FILES = {
    "remote context": ("a.jsonld", '{"@context":"URL","a":1}', "names a context in another file"),
    "file context": ("a.jsonld", '{"@context":"file:///etc/passwd","a":1}', "names a context in another file"),
    "deep JSON-LD": ("a.jsonld", '{"@id":"http://a","http://p":' * 5000 + '"x"' + "}" * 5000, "more than 500 deep"),
    "external entity": ("a.rdf", XML.format('<!ENTITY e SYSTEM "file:///etc/passwd">', "e"), "declares XML entities"),
    "entity bomb": ("a.rdf", XML.format(BOMB, "a9"), "declares XML entities"),
    "100 MB literal": (
        "a.ttl",
        '<http://a> <http://p> "' + "x" * 100_000_000 + '" .',
        "too much memory|1,000,000 is the",
    ),
    "6,000 digits": (
        "a.ttl",
        "<http://a> <http://p> " + "9" * 6000 + " .",
        "a value of 6,000 characters at <http://a>",
    ),
    "relative IRI in JSON-LD": ("a.jsonld", '{"@id":"foo","http://e/p":"x"}', "has a relative IRI"),
    "language tag in JSON-LD": (
        "a.jsonld",
        '{"@id":"http://a","http://e/p":{"@value":"x","@language":"en_!"}}',
        "'en_!' is no language tag",
    ),
    "JSON that is no JSON-LD": ("a.json", '{"name":"x"}', "holds no triple"),
    "nothing but comments": ("a.ttl", "# nothing\n", "holds no triple"),
    "triple term": ("a.ttl", "<http://a> <http://p> <<( <http://a> <http://b> <http://c> )>> .", "not reified"),
    "text with a direction": ("a.ttl", '<http://a> <http://p> "x"@en--ltr .', "base direction"),
    "long duration": (
        "a.ttl",
        f'<http://a> <http://p> "P{"9" * 3990}Y"^^<http://www.w3.org/2001/XMLSchema#duration> .',
        "can't be checked|digits",
    ),
    "relative IRI": ("a.ttl", "<http://a> <p> <o> .", r"a\.ttl:1:12: has a relative IRI"),
    "language tag": ("a.ttl", '<http://a> <http://p> "x"@en_GB .', r"a\.ttl:1:29: is no language tag"),
    "Turtle called RDF/XML": (
        "a.rdf",
        "@prefix : <http://a/> . :a :b :c .",
        "read as RDF/XML because of its extension",
    ),
    "unknown extension": ("a.csv", "a,b", r"Name the file with one of \.ttl"),
    "empty": ("a.ttl", " \n", "is empty"),
    "no UTF-8": ("a.nt", b"\xff\xfe", r"a\.nt"),
}


@pytest.mark.parametrize(("name", "content", "message"), FILES.values(), ids=FILES.keys())
def test_bad_files_get_one_message(
    tmp_path: Path, server: tuple[str, list[str]], name: str, content: str | bytes, message: str
) -> None:
    path = tmp_path / name
    data = content.encode() if isinstance(content, str) else content
    path.write_bytes(data.replace(b"URL", server[0].encode()))
    done = validate(path)
    assert done.returncode == 1
    assert done.stdout == ""
    assert re.search(message, done.stderr), done.stderr
    assert server[1] == []


def test_no_module_of_the_folder_we_stand_in_is_run(tmp_path: Path) -> None:
    for name in ("pyshacl", "rdflib", "json", "lfckg/__init__"):
        path = tmp_path / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"open({str(tmp_path / 'PWNED')!r}, 'w')")
    (tmp_path / "data.ttl").write_text("<http://a> <http://p> 1 .")
    command = Path(sys.executable).with_name("lfckg")
    if not command.exists():
        pytest.skip("the command is not installed beside this Python")
    done = subprocess.run(
        [command, "validate", "data.ttl"], cwd=tmp_path, env=environment(), capture_output=True, check=False
    )
    assert not (tmp_path / "PWNED").exists()
    assert (done.returncode, done.stderr) == (0, b"")


def test_imports_are_never_followed(tmp_path: Path, server: tuple[str, list[str]]) -> None:
    path = tmp_path / "a.ttl"
    owl = "http://www.w3.org/2002/07/owl#"
    path.write_text(f"<http://a> a <{owl}Ontology> ; <{owl}imports> <{server[0]}> , <file:///etc/passwd> .")
    done = validate(path)
    assert done.returncode == 0
    assert "Imports are never followed" in done.stdout
    assert server[1] == []


RULES = {
    "catastrophic pattern": (
        SHAPES.format('sh:pattern "^(a+)+$"'),
        "takes (more than 4 s|too much time) to be checked",
    ),
    "broken pattern": (SHAPES.format('sh:pattern "(("'), "is no regular expression"),
    "SPARQL with SERVICE": (
        SHAPES.format("sh:minCount 1")
        + ' <http://s> sh:sparql [ sh:select "SELECT $this { SERVICE <URL> { $this ?p ?o } }" ] .',
        "uses sh:sparql, and shapes run no code here",
    ),
    "no SHACL": (SHAPES.format('sh:minCount "one"'), "the shapes are no valid SHACL"),
    "a word of SHACL": ("<http://a> <http://www.w3.org/ns/shacl#foo> 1 .", "holds no shapes"),
    "no shapes": ("<http://a> <http://p> 1 .", "holds no shapes"),
}


@pytest.mark.parametrize(("shapes", "message"), RULES.values(), ids=RULES.keys())
def test_bad_shapes_get_one_message(tmp_path: Path, server: tuple[str, list[str]], shapes: str, message: str) -> None:
    data, path = tmp_path / "data.ttl", tmp_path / "shapes.ttl"
    data.write_text('<http://a> <http://p> "' + "a" * 40 + '!" .')
    path.write_text(shapes.replace("URL", server[0]))
    done = validate(data, "--shapes", path)
    assert done.returncode == 1
    assert re.search(message, done.stderr), done.stderr
    assert server[1] == []
