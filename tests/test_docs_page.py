"""The ontology's page: built for real, complete, self-contained, the same bytes each time, and legible."""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from importlib import import_module
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef

import lfckg
from lfckg.namespaces import ARTICLE, LFC, OA
from lfckg.workspace import find_workspace
from support import ROOT, Run, edit, environment, make_workspace

CI = os.environ.get("CI") == "true"
CHROMIUM = shutil.which("chromium")
CLAIM = "lfc-documentary#win-fa-cup.honour"
SVG = "{http://www.w3.org/2000/svg}"
ALIGNMENTS = (RDFS.subClassOf, RDFS.subPropertyOf, OWL.equivalentClass, SKOS.exactMatch, SKOS.closeMatch)
MORE = """
lfc:Stadium a owl:Class ; rdfs:label "stadium"@en ; skos:definition "Where matches are *played*."@en ;
    skos:closeMatch schema:StadiumOrArena ; rdfs:isDefinedBy <https://w3id.org/lfckg/ontology> .
lfc:plays a owl:ObjectProperty , owl:FunctionalProperty ; rdfs:label "plays"@en ; owl:inverseOf lfc:playedBy ;
    skos:definition "What a side plays; see lfc:Stadium."@en ; rdfs:domain lfc:Stadium ; rdfs:range lfc:Level0 .
lfc:playedBy a owl:ObjectProperty ; rdfs:label "played by"@en ; skos:definition "Which side plays."@en .
""" + "".join(
    f"lfc:Level{n} a owl:Class ; rdfs:label 'level {n}'@en ; skos:definition 'Level {n}, for a test.'@en ;"
    f"rdfs:subClassOf {f'lfc:Level{n // 3}' if n else 'lfc:Situation'} , lfc:{('Work', 'Agent')[n % 2]} .\n"
    for n in range(25)
)

pytestmark = pytest.mark.skipif(
    not CI and not (find_spec("pylode") and shutil.which("graphviz-pure", path=Path(sys.executable).parent)),
    reason="needs lfckg's extra docs",
)


def build(workspace: Path, output: Path, *args: str) -> Run:
    """Run the real command."""
    done = subprocess.run(
        [sys.executable, "-m", "ontology_page", output, *args],
        env=environment(
            {"PYTHONPATH": os.pathsep.join((str(ROOT / "docs"), str(ROOT / "src"))), "LFCKG_WORKSPACE": str(workspace)}
        ),
        capture_output=True,
        check=False,
        timeout=120,
    )
    return Run(done.returncode, done.stdout.decode(), done.stderr.decode())


@dataclass(frozen=True)
class Page:
    """A page that was built, with what it was built from."""

    path: Path
    ontology: Graph
    data: Graph

    @property
    def html(self) -> str:
        return self.path.read_text("utf-8")

    @property
    def terms(self) -> list[URIRef]:
        """The ontology's own."""
        return sorted({URIRef(str(term)) for term in self.ontology.subjects() if str(term).startswith(LFC)})

    @property
    def entries(self) -> dict[str, str]:
        """What stands under each term's anchor."""
        _, *parts = re.split(r'<div class="property entity" id="([^"]+)">', self.html)
        return dict(zip(parts[::2], parts[1::2], strict=True))

    @property
    def drawings(self) -> list[ET.Element]:
        """The diagrams, the claim's last."""
        return [ET.fromstring(svg) for svg in re.findall(r"<svg .*?</svg>", self.html, re.DOTALL)]  # noqa: S314  ours


def open_page(workspace: Path, output: Path) -> Page:
    """Build the page of a workspace."""
    run = build(workspace, output)
    assert (run.code, run.err) == (0, "")
    ontology = Graph().parse(workspace / "ontology" / "lfckg.ttl")
    return Page(output, ontology, lfckg.graph(find_workspace(workspace)))


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Page:
    """The project's page."""
    return open_page(ROOT, tmp_path_factory.mktemp("page") / "docs" / "index.html")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Page:
    """The page of an ontology with many more classes, which hang together, and with what ours may have some day."""
    root = make_workspace(tmp_path_factory.mktemp("large") / "project")
    path = root / "ontology" / "lfckg.ttl"
    path.write_text(path.read_text("utf-8") + MORE, "utf-8")
    return open_page(root, root / "index.html")


class Elements(HTMLParser):
    """All elements of a page, each with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


def text_of(html: str) -> str:
    """Give what a reader sees, in one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def test_each_own_term_has_one_anchor(page: Page) -> None:
    assert sorted(page.entries) == [term.removeprefix(LFC) for term in page.terms]
    ids = [attributes["id"] for _, attributes in Elements(page.html).found if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_each_term_has_its_definition_and_its_notes(page: Page) -> None:
    entries = page.entries
    for term in page.terms:
        for name in (SKOS.definition, SKOS.scopeNote, SKOS.editorialNote, SKOS.example, RDFS.label):
            for value in page.ontology.objects(term, name):
                assert " ".join(str(value).split()) in text_of(entries[term.removeprefix(LFC)]), (term, name)


def test_each_term_has_its_alignments(page: Page) -> None:
    found = 0
    for term in page.terms:
        for name in ALIGNMENTS:
            for value in page.ontology.objects(term, name):
                if not str(value).startswith(LFC):
                    assert f'<a href="{value}">' in page.entries[term.removeprefix(LFC)], (term, value)
                    found += 1
    assert found


def test_each_term_that_the_data_uses_has_an_example(page: Page) -> None:
    for term in page.terms:
        used = (
            (None, term, None) in page.data
            or (None, RDF.type, term) in page.data
            or any(str(name).startswith(LFC) for name in page.data.predicates(None, term))
        )
        examples = re.findall(r"<pre>(.*?)</pre>", page.entries[term.removeprefix(LFC)], re.DOTALL)
        assert bool(examples) >= used, term
        assert all(f"lfc:{term.removeprefix(LFC)}" in example for example in examples)


def test_examples_are_triples_of_the_data_with_their_words(page: Page) -> None:
    assert ":jurgen-klopp lfc:manages :liverpool-fc" in page.entries["manages"]
    assert "inferred by the rule manages" in page.entries["manages"]
    assert ":liverpool-fc a lfc:Club" in page.entries["Club"]
    example = text_of(page.entries["honour"])
    words = {str(words) for words in page.data.objects(None, URIRef(f"{LFC}words"))}
    assert any(f"“{quoted}”" in example for quoted in words)


def test_the_page_loads_nothing_and_runs_nothing(page: Page) -> None:
    elements = Elements(page.html).found
    assert {"script", "iframe", "img", "image", "use", "object", "embed"}.isdisjoint(tag for tag, _ in elements)
    assert [attributes["href"] for tag, attributes in elements if tag == "link"] == ["data:,"]
    assert not any("src" in attributes or "srcset" in attributes for _, attributes in elements)
    assert not re.search(r"url\(|@import|xlink|javascript:", page.html)


def test_links_lead_to_anchors_and_never_to_our_iris(page: Page) -> None:
    elements = Elements(page.html).found
    ids = {attributes.get("id") for _, attributes in elements}
    links = {attributes["href"] for tag, attributes in elements if tag == "a"}
    assert {link for link in links if link.startswith("#") and link[1:] not in ids} == set()
    assert not any("w3id.org/lfckg" in link for link in links)
    assert "not registered" in text_of(page.html)


def test_each_class_has_one_box_with_its_properties_and_individuals(page: Page) -> None:
    boxes = [list(node.itertext()) for svg in page.drawings[:-1] for node in svg.iter() if node.get("class") == "node"]
    lines = {(box := [text.strip() for text in texts if text.strip()])[0]: set(box[1:]) for texts in boxes}
    assert len(lines) == len(boxes)
    classes = {term for term in page.terms if (term, RDF.type, OWL.Class) in page.ontology}
    assert set(lines) == {term.removeprefix(LFC) for term in classes}
    for term in classes:
        for name in [*page.ontology.subjects(RDFS.domain, term), *page.ontology.subjects(RDF.type, term)]:
            assert str(name).removeprefix(LFC) in lines[term.removeprefix(LFC)]


def boxes_of(svg: ET.Element) -> list[tuple[float, float, float, float]]:
    """Give left, top, right and bottom of each node's box."""
    found = []
    for node in svg.iter(f"{SVG}g"):
        if node.get("class") == "node":
            frame = [*node.iter(f"{SVG}rect")][0]  # noqa: RUF015  the first is the frame
            left, top, width, height = (float(frame.get(name, "nan")) for name in ("x", "y", "width", "height"))
            found.append((left, top, left + width, top + height))
    return found


def test_no_boxes_overlap(page: Page, large: Page) -> None:
    for svg in [*page.drawings, *large.drawings]:
        for one, other in combinations(boxes_of(svg), 2):
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart, (svg.get("aria-label"), one, other)


def test_the_claim_is_drawn_with_all_its_evidence(page: Page) -> None:
    drawn = " ".join(" ".join(page.drawings[-1].itertext()).replace("\xa0", " ").split())
    claim = URIRef(ARTICLE + CLAIM)
    for span in page.data.objects(claim, URIRef(f"{LFC}span")):
        for name in ("start", "end", "quote", "sentence"):
            assert str(page.data.value(span, URIRef(LFC + name))) in drawn
        article = page.data.value(span, URIRef(f"{OA}hasSource"))
        assert str(page.data.value(article, URIRef(f"{LFC}sha256"))) in drawn.replace(" ", "")
    for expected in (CLAIM, "lfc:honour", "lfc-documentary#win-fa-cup", "FA Cup", "lfc:Stated", "lfc:Actual"):
        assert expected in drawn


def test_the_same_input_gives_the_same_bytes(page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONHASHSEED", "1")  # sets in another order
    assert build(ROOT, tmp_path / "again.html").code == 0
    assert (tmp_path / "again.html").read_bytes() == page.path.read_bytes()


def test_a_larger_ontology_has_its_page(large: Page) -> None:
    entries = large.entries
    assert sorted(entries) == [term.removeprefix(LFC) for term in large.terms]
    assert 'close match of <a href="https://schema.org/StadiumOrArena">schema:StadiumOrArena</a>' in entries["Stadium"]
    assert "functional" in text_of(entries["plays"])
    assert 'see <a href="#Stadium">lfc:Stadium</a>' in entries["plays"]
    assert 'href="#playedBy"' in entries["plays"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('skos:definition "An organisation that fields football teams in competitions."@en ;', "", "lfc:Club has no"),
        ("lfc:Club a owl:Class ;", "lfc:Club", "lfc:Club is neither class, property nor individual"),
        ("lfc:Club a owl:Class ;", "lfc:Club a owl:Class ; ; [", "lfckg.ttl:"),
        ('dcterms:title "Football-club news with evidence"@en ;', "", "has no owl:Ontology with a dcterms:title"),
    ],
)
def test_an_ontology_with_gaps_has_no_page(root: Path, old: str, new: str, message: str) -> None:
    edit(root / "ontology" / "lfckg.ttl", old, new)
    run = build(root, root / "index.html")
    assert run.code == 1
    assert message in run.err
    assert "Traceback" not in run.err
    assert not (root / "index.html").exists()


def test_a_claim_that_is_none_is_told(root: Path) -> None:
    run = build(root, root / "index.html", "--claim", "lfc-documentary#nothing")
    assert run.code == 1
    assert run.err.startswith("ontology_page: lfc-documentary#nothing: is no claim with words.")


@pytest.mark.parametrize("name", sorted(path.stem for path in (ROOT / "docs" / "ontology_page").glob("[!_]*.py")))
def test_the_examples_in_the_code_run(name: str) -> None:
    module = import_module(f"ontology_page.{name}")
    assert doctest.testmod(module).failed == 0
    assert all(hasattr(module, public) for public in module.__all__)


MEASURE = """<script>
const found = [];
for (const svg of document.querySelectorAll('svg')) {
  const boxes = [...svg.querySelectorAll('text')].map(text => [text, text.getBBox()]);
  boxes.forEach(([one, a], at) => boxes.slice(at + 1).forEach(([other, b]) => {
    const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
    const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
    if (across > 3 && down > 2) /* a space is as wide */ found.push(one.textContent + ' lies on ' + other.textContent);
  }));
  for (const node of svg.querySelectorAll('.node')) {
    const frame = node.querySelector('rect').getBBox();
    for (const text of node.querySelectorAll('text')) {
      const box = text.getBBox();
      if (box.x < frame.x || box.x + box.width > frame.x + frame.width) found.push(text.textContent + ' stands out');
    }
  }
}
const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
if (wide > 0) found.push('the page is ' + wide + ' px too wide');
const measured = document.querySelectorAll('svg .node text').length;
document.body.innerHTML = '<output>' + measured + '|' + found.join('; ') + '</output>';
</script>"""


@pytest.mark.skipif(not CI or not CHROMIUM, reason="needs Chromium, which .ci/run installs")
@pytest.mark.parametrize("width", [1400, 500])
def test_a_browser_finds_no_text_on_another_and_none_outside_its_box(page: Page, tmp_path: Path, width: int) -> None:
    path = tmp_path / "measured.html"
    path.write_text(page.html.replace("</body>", f"{MEASURE}</body>"), "utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--window-size={width},900", "--dump-dom"]
    done = subprocess.run(
        [str(CHROMIUM), *options, f"--user-data-dir={tmp_path / 'profile'}", path.as_uri()],
        capture_output=True,
        check=True,
        timeout=120,
    )
    (measured,) = re.findall(r"<output>(.*?)</output>", done.stdout.decode(), re.DOTALL)
    count, _, found = measured.partition("|")
    assert found == ""
    assert int(count) > len(page.terms)
