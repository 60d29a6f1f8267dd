"""Merges: one edit makes two entities one, and withdraws a corrected article."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Store

from lfckg.compiler import compile_files
from lfckg.datasets import open_store
from lfckg.errors import DataError
from lfckg.namespaces import ARTICLE, DCTERMS, ENTITY, GRAPH, PREFIXES
from lfckg.things import find_thing
from lfckg.validation import validate
from lfckg.workspace import find_workspace
from support import edit

HEAD = "@prefix dcterms: <http://purl.org/dc/terms/> .\n@prefix article: <https://w3id.org/lfckg/id/article/> .\n"
OLD, NEW = NamedNode(f"{ENTITY}i-okafor"), NamedNode(f"{ENTITY}ines-okafor")


def replace_entity(root: Path, line: str) -> Path:
    """Let the article name a second entity, and declare it with a line of its own."""
    edit(root / "data" / "tarnbrook-film.ttl", "lfc:manager :ines-okafor", "lfc:manager :i-okafor")
    edit(
        root / "data" / "tarnbrook-film.ttl",
        "art:m2 a lfc:Mention ; lfc:refersTo :ines-okafor",
        "art:m2 a lfc:Mention ; lfc:refersTo :i-okafor",
    )
    edit(root / "data" / "tarnbrook-film.ttl", "lfc:speaker :ines-okafor", "lfc:speaker :i-okafor")
    path = root / "data" / "tarnbrook-entities.ttl"
    path.write_text(HEAD + path.read_text("utf-8") + line, "utf-8")
    return root


def ask(store: Store, pattern: str) -> bool:
    return bool(store.query(f"ASK {{ {pattern} }}", prefixes=PREFIXES))


def test_two_entities_become_one_by_one_edit(small: Path) -> None:
    line = ':i-okafor a lfc:Person ; skos:prefLabel "I. Okafor"@en ; dcterms:isReplacedBy :ines-okafor .\n'
    store = open_store(find_workspace(replace_entity(small, line)))
    assert [quad.predicate.value for quad in store.quads_for_pattern(OLD, None, None, None)] == [
        f"{DCTERMS}isReplacedBy"
    ] * 2
    assert not list(store.quads_for_pattern(None, None, OLD, None))
    assert ask(store, "?win lfc:manager :ines-okafor ; a lfc:TrophyWin")
    assert ask(store, "?m a lfc:Mention ; lfc:refersTo :ines-okafor")
    assert ask(store, "?claim lfc:status lfc:Opinion ; lfc:speaker :ines-okafor")
    assert ask(store, ':ines-okafor skos:altLabel "I. Okafor"@en')
    assert find_thing(store, "i-okafor").iri == NEW
    assert find_thing(store, "I. Okafor").iri == NEW
    report = validate(workspace=find_workspace(small))
    assert report.conforms
    assert not [finding for finding in report.findings if finding.focus == OLD.value]


def test_chains_lead_to_the_last(small: Path) -> None:
    lines = ":i-okafor dcterms:isReplacedBy :okafor .\n:okafor dcterms:isReplacedBy :ines-okafor .\n"
    store = open_store(find_workspace(replace_entity(small, lines)))
    assert ask(store, "?win lfc:manager :ines-okafor")
    assert find_thing(store, "i-okafor").iri == NEW


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (":i-okafor dcterms:isReplacedBy :i-okafor .\n", ":i-okafor is replaced in a circle"),
        (":i-okafor dcterms:isReplacedBy :b .\n:b dcterms:isReplacedBy :i-okafor .\n", "is replaced in a circle"),
        (":i-okafor dcterms:isReplacedBy :nobody .\n", ":nobody is not declared"),
        (':i-okafor dcterms:isReplacedBy "ines-okafor" .\n', "by more than one thing, or by none that has a name"),
        (":i-okafor dcterms:isReplacedBy :ines-okafor , :tarnbrook-film .\n", "by more than one thing"),
        (":i-okafor dcterms:isReplacedBy article:tarnbrook-film .\n", "only one of them is an article"),
        (
            ':i-okafor a lfc:Person ; skos:prefLabel "I"@en ; dcterms:isReplacedBy :tarnbrook-rovers .\n',
            "they are a lfc:Person and a lfc:Club",
        ),
    ],
)
def test_circles_and_dead_ends_are_told(small: Path, lines: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        compile_files(find_workspace(replace_entity(small, lines)))


def test_a_corrected_article_says_nothing_any_more(both: Path) -> None:
    path = both / "data" / "tarnbrook-film.ttl"
    edit(path, "@prefix : ", HEAD + "@prefix : ")
    edit(path, "a lfc:Article ;", "a lfc:Article ; dcterms:isReplacedBy article:lfc-documentary ;")
    workspace = find_workspace(both)
    quads = compile_files(workspace).quads()
    facts = NamedNode(f"{GRAPH}article/tarnbrook-film/facts")
    assert not [quad for quad in quads if quad.graph_name == facts]
    store = open_store(workspace)
    assert ask(store, "article:tarnbrook-film dcterms:isReplacedBy article:lfc-documentary ; lfc:sha256 ?digest")
    assert not ask(store, ":ines-okafor lfc:manages ?club")
    assert not ask(store, "?claim a lfc:Claim ; prov:wasDerivedFrom article:tarnbrook-film")
    assert ask(store, ":lorton-entertainment lfc:behind :rooney")  # the other article says so too
    report = validate(workspace=workspace)
    assert report.conforms
    assert not [finding for finding in report.findings if "article/tarnbrook-film" in finding.focus]


def test_an_article_can_only_be_replaced_by_one_that_is_there(both: Path) -> None:
    path = both / "data" / "tarnbrook-film.ttl"
    edit(path, "@prefix : ", HEAD + "@prefix : ")
    edit(path, "a lfc:Article ;", "a lfc:Article ; dcterms:isReplacedBy article:none ;")
    with pytest.raises(
        DataError, match="article:tarnbrook-film is replaced by article:none, which is declared nowhere"
    ):
        compile_files(find_workspace(both))
    assert ARTICLE in path.read_text("utf-8")
