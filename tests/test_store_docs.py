"""docs/triple-stores.md: the commands for the stores that run here are run as they stand, on free ports."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from servers import await_server, free_port, jar
from support import ROOT, environment, program

PAGE = (ROOT / "docs" / "triple-stores.md").read_text("utf-8")
BLOCK = re.compile(
    r"^(?P<above>[^\n`#](?:[^\n]|\n(?!\n))*)\n\n```(?P<kind>\w+)\n(?P<text>.*?)```", re.MULTILINE | re.DOTALL
)
PORT = re.compile(r"(?<=127\.0\.0\.1:)\d+|(?<=--port )\d+")
STORES = {
    "Oxigraph": ["oxigraph"],
    "Apache Jena Fuseki": ["java", "jena-fuseki-server.jar"],
    "RDF4J Server": ["java", "curl", "jetty-runner.jar", "rdf4j-http-server.war"],
    "Virtuoso": ["virtuoso-t", "isql-vt"],
}


class Block(NamedTuple):
    """A block of the page, and the paragraph above it."""

    above: str
    kind: str
    text: str


def blocks_of(store: str, ports: dict[str, str]) -> list[Block]:
    """Give the blocks of a store's section, with ports that are free; a second block of a paragraph has none above."""
    section = PAGE.partition(f"\n## {store}\n")[2].partition("\n## ")[0]
    section = PORT.sub(lambda match: ports.setdefault(match[0], str(free_port())), section)
    section = re.sub(r"```\n\n```", "```\n\nThen:\n\n```", section)
    return [Block(**match.groupdict()) for match in BLOCK.finditer(section)]


def run(text: str, folder: Path, env: dict[str, str]) -> str:
    """Run shell commands; each must succeed."""
    done = subprocess.run(
        ["bash", "-ec", text], cwd=folder, env=env, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, f"{text}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@contextmanager
def served(text: str, folder: Path, env: dict[str, str], address: str) -> Iterator[None]:
    """Run a block whose last line is a server, until it is no longer needed."""
    *before, command = text.strip().splitlines()
    run("\n".join(before), folder, env)
    log = folder / "server.log"
    with (
        log.open("wb") as stream,
        subprocess.Popen(
            ["bash", "-c", f"exec {command}"], cwd=folder, env=env, stdout=stream, stderr=stream
        ) as process,
    ):
        try:
            await_server(process, address, log)
            yield
        finally:
            process.terminate()


@pytest.mark.parametrize("store", STORES)
def test_the_commands_of_the_page_work(store: str, tmp_path: Path) -> None:
    for name in STORES[store]:
        if "." not in name:
            program(name)
        else:
            (tmp_path / name).symlink_to(jar(name))
    env = environment({"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"})
    ports: dict[str, str] = {}
    blocks = blocks_of(store, ports)
    (tmp_path / "password.txt").write_text("dba\n", "utf-8")
    for block in blocks:
        if block.kind != "sh":  # a file, named in the paragraph above
            (tmp_path / re.findall(r"`([\w.]+)`", block.above)[-1]).write_text(block.text, "utf-8")
    commands = [block for block in blocks if block.kind == "sh"]
    early = [block for block in commands if "before the server is started" in block.above]
    start = next(block for block in commands if _starts(block))
    later = [block for block in commands if block not in {*early, start}]
    assert len(commands) == len(early) + 1 + len(later)
    assert {re.split(r"\W", block.above)[0] for block in blocks} >= {"Start", "Load", "Bulk", "Query"}
    for block in early:
        run(block.text, tmp_path, env)
    query = commands[-1]
    address = re.findall(r"--endpoint (\S+)", query.text)[0]
    server, is_rdf4j, _ = address.partition("/repositories/")
    base = f"{server}/protocol" if is_rdf4j else f"{address}?query=ASK%7B%7D"
    with served(start.text, tmp_path, env, base):
        outputs = [run(block.text, tmp_path, env) for block in later]
    assert outputs[-1].splitlines()[1:], "the query found nothing"
    assert outputs[-1] == run("lfckg query trophies", tmp_path, env)


def _starts(block: Block) -> bool:
    return any(name in block.text.splitlines()[-1] for name in ("serve ", "-jar ", "virtuoso-t"))
