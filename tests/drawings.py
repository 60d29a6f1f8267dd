"""What tests of drawings need: SVG read as XML, measured in a real browser, and stores with invented claims."""

from __future__ import annotations

import json
import re
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Store

from lfckg.datasets import open_store
from lfckg.namespaces import ARTICLE, DCTERMS, ENTITY, LFC, RDF, SKOS, XSD
from lfckg.workspace import find_workspace
from support import ROOT, program

SVG = "{http://www.w3.org/2000/svg}"
LONGEST = 300
NAMES = (
    "大阪フットボールクラブ東京支部",
    "نادي الأهلي المصري للتنس",
    "Нападающий «Спартака» Щукин",
    "Ξενοφών Παπαδόπουλος",
    "हिन्दी फुटबॉल संघ",
    "ไทยลีกคัพ",
    "👨‍👩‍👧‍👦 Families ⚽🏆 United",
    "Łódź Ærø Þórsdóttir ĳĳĳ",
    "W" * LONGEST,
    "Very long name " * 20,
    "<b>&amp;</b> \x1b[31m \u202eevil\ttab\x00",
)
"""Names that don't fit easily."""

_MEASURE = """<script>
const found = [], svgs = [...document.querySelectorAll('svg')];
const box = element => element.getBoundingClientRect();
const across = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left);
const down = (a, b) => Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
for (const svg of svgs) {
  const name = svg.getAttribute('aria-label'), whole = box(svg);
  const texts = [...svg.querySelectorAll('text')].map(text => [text, box(text)]);
  texts.forEach(([one, a], at) => {
    if (a.left < whole.left || a.right > whole.right || a.bottom > whole.bottom)
      found.push(name + ': ' + one.textContent + ' stands outside of the picture');
    texts.slice(at + 1).forEach(([other, b]) => {
      if (across(a, b) > 2 && down(a, b) > 2.5)
        found.push(name + ': ' + one.textContent + ' lies on ' + other.textContent);
    });
  });
  const frames = [...svg.querySelectorAll('.node')].map(node => [node, box(node.querySelector('.box'))]);
  for (const [node, frame] of frames) for (const [text, a] of texts) {
    const inside = node.contains(text);
    if (inside && (a.left < frame.left || a.right > frame.right || a.top < frame.top || a.bottom > frame.bottom + 1))
      found.push(name + ': ' + text.textContent + ' leaves its box');
    if (!inside && across(a, frame) > 2 && down(a, frame) > 2)
      found.push(name + ': ' + text.textContent + ' lies on a box');
  }
}
const counts = svgs.map(svg => svg.querySelectorAll('text').length);
const widths = [...document.querySelectorAll('text[textLength]')].map(text => {
  const reckoned = parseFloat(text.getAttribute('textLength'));
  text.removeAttribute('textLength');
  return [text.textContent, reckoned, text.getComputedTextLength()];
});
document.body.innerHTML = '';
document.body.appendChild(document.createElement('output')).textContent = JSON.stringify({found, counts, widths});
</script>"""


@dataclass(frozen=True)
class Measured:
    """What a browser finds: faults, the number of texts in each picture, and their reckoned and true widths."""

    faults: list[str]
    counts: list[int]
    widths: list[tuple[str, float, float]]


def measure(pictures: Sequence[str], directory: Path) -> Measured:
    """Open pictures in Chromium; look for text that lies on text or on a box, or leaves its own."""
    page = directory / "measured.html"
    style = "<style>svg{display:block}body{margin:0}</style>"
    page.write_text(f"<!doctype html><meta charset=utf-8>{style}<body>{''.join(pictures)}{_MEASURE}</body>", "utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--window-size=3000,2000", "--dump-dom"]
    done = subprocess.run(
        [program("chromium"), *options, f"--user-data-dir={directory / 'profile'}", page.as_uri()],
        capture_output=True,
        check=True,
        timeout=120,
    )
    (told,) = re.findall(r"<output>(.*?)</output>", done.stdout.decode(), re.DOTALL)
    found = json.loads(unescape(told))
    return Measured(found["found"], found["counts"], [tuple(width) for width in found["widths"]])


def parse(svg: str) -> ET.Element:
    """Read a picture as XML."""
    return ET.fromstring(svg)  # noqa: S314  ours


def texts_of(svg: str) -> list[str]:
    """Give all lines of lettering."""
    return ["".join(text.itertext()) for text in parse(svg).iter(f"{SVG}text")]


def titles_of(svg: str) -> list[str]:
    """Give all that is told where one points."""
    return [title.text or "" for title in parse(svg).iter(f"{SVG}title")]


def classes_of(svg: str) -> list[set[str]]:
    """Give the classes of all groups."""
    return [set(element.get("class", "").split()) for element in parse(svg).iter(f"{SVG}g")]


def literal(text: str, datatype: str = "string") -> Literal:
    """Give a literal of an XML Schema datatype."""
    return Literal(text, datatype=NamedNode(XSD + datatype))


def _in_memory(store: Store) -> Store:
    """Copy a store that may be one to read only."""
    copy = Store()
    copy.extend(store)
    return copy


@dataclass
class Invented:
    """A store with the project's ontology, and claims and entities of a test's own."""

    store: Store = field(default_factory=lambda: _in_memory(open_store(find_workspace(ROOT), named_graphs=False)))
    claims: int = 0

    def article(self, slug: str, issued: str = "") -> None:
        """Add an article, with its date where there is one."""
        node = NamedNode(ARTICLE + slug)
        self.add(node, NamedNode(f"{RDF}type"), NamedNode(f"{LFC}Article"))
        if issued:
            self.add(node, NamedNode(f"{DCTERMS}issued"), literal(issued, "date"))
            self.add(node, NamedNode(f"{DCTERMS}source"), literal("invented"))

    def entity(self, slug: str, label: str, kind: str = "Person") -> NamedNode:
        """Add an entity."""
        node = NamedNode(ENTITY + slug)
        self.add(node, NamedNode(f"{RDF}type"), NamedNode(LFC + kind))
        self.add(node, NamedNode(f"{SKOS}prefLabel"), Literal(label, language="en"))
        return node

    def situation(self, name: str, kind: str, *, planned: bool = False) -> NamedNode:
        """Add a situation of the article `x`."""
        node = NamedNode(f"{ARTICLE}x#{name}")
        self.tell(node, "type", NamedNode(LFC + kind))
        self.tell(node, "modality", NamedNode(f"{LFC}{'Planned' if planned else 'Actual'}"))
        return node

    def tell(
        self,
        subject: NamedNode,
        name: str,
        value: NamedNode | Literal,
        status: str = "Stated",
        modality: str = "Actual",
    ) -> NamedNode:
        """Add a claim, and its fact where it makes one; gives the claim."""
        self.claims += 1
        claim = NamedNode(f"{ARTICLE}x#c{self.claims}")
        predicate = NamedNode(f"{RDF}type" if name == "type" else LFC + name)
        self.add(claim, NamedNode(f"{RDF}type"), NamedNode(f"{LFC}Claim"))
        for part, term in (("subject", subject), ("predicate", predicate), ("object", value)):
            self.add(claim, NamedNode(RDF + part), term)
        self.add(claim, NamedNode(f"{LFC}status"), NamedNode(LFC + status))
        self.add(claim, NamedNode(f"{LFC}modality"), NamedNode(LFC + modality))
        if status in {"Stated", "Implied"} and modality != "Planned":
            self.add(claim, NamedNode(f"{RDF}type"), NamedNode(f"{LFC}Assertion"))
            self.add(subject, predicate, value)
        return claim

    def add(self, subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> None:
        """Add a triple."""
        self.store.add(Quad(subject, predicate, value))
