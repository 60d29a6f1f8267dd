"""Drafts: the skeleton of a curated file, with the text index of its article."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from lfckg.article import TextIndex, format_extents, index_text, slugify
from lfckg.errors import InputError
from lfckg.files import display, read_article
from lfckg.namespaces import ARTICLE, PREFIXES, XSD
from lfckg.ontology import check_lexical

__all__ = ["INDEX", "draft", "head", "index_article", "index_values", "publication"]

INDEX = ("length", "wordCount", "sha256", "paragraphs", "sentences", "sentenceDigests")
"""The properties of a text index, in the order in which they are written."""

_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`]+")

_HEAD = """\
{prefixes}

# The text index: numbers, no words. `lfckg new --update` keeps it in step with the text.
article:{slug} a lfc:Article ;
{index} .
"""

_GUIDE = """
# Write here what the article says, one block for each thing, and quote the words that say it: names and cue words,
# no whole sentences. For example:
#
#   art:appointment a lfc:Appointment ; lfc:person :jane-doe ; lfc:club :example-fc ;
#       lfc:span [ lfc:quote "appointed" ] .
#
# People, clubs and whatever else other articles may name too are declared in entities.ttl. Then run:
#
#   lfckg new --update {path} --texts DIR      (fills in the offsets)
#   lfckg validate {path}
#   lfckg show {slug} --texts DIR
"""


def draft(
    text: Path, *, slug: str | None = None, path: str = "FILE", issued: str | None = None, source: str | None = None
) -> str:
    """Write the skeleton of a curated file for a text; `path` is where its comments say that it lies.

    `issued` is the day on which the article was published (an ISO date), `source` where that is known from: an IRI or
    words. Raises InputError where the text can't be read, no slug can be made of its name, or the day has no source.
    """
    index = index_article(text, read_article(text))
    name = slugify(text.stem) if slug is None else slug
    if not (path.isprintable() and path.isascii()):
        path = "FILE"
    if not name or name != slugify(name):
        wanted = f"use {slugify(name)}" if slugify(name) else "name it with --slug, in a-z, 0-9 and -"
        raise InputError(f"{name or display(text)!r} makes no slug: {wanted}.")
    return head(name, index, issued, source) + _GUIDE.format(slug=name, path=path)


def head(slug: str, index: TextIndex, issued: str | None = None, source: str | None = None) -> str:
    """Write what the curated file of an article begins with; raise InputError where its day has no source."""
    prefixes = {"art": f"{ARTICLE}{slug}#"} | {
        key: PREFIXES[key] for key in ("", "article", "dcterms", "lfc", "rdf", "skos", "xsd")
    }
    told = (f"dcterms:{key} {value}" for key, value in publication(issued, source).items())
    lines = [*told, *(f"lfc:{key} {value}" for key, value in index_values(index).items())]
    return _HEAD.format(
        prefixes="\n".join(f"@prefix {key}: <{iri}> ." for key, iri in sorted(prefixes.items())),
        slug=slug,
        index=" ;\n".join(f"    {line}" for line in lines),
    )


def publication(issued: str | None, source: str | None) -> dict[str, str]:
    """Give the day of publication and where it is known from as Turtle terms, by Dublin Core's names.

    Raises InputError where the day is none, or has no source.
    """
    told = {}
    source = source.strip() if source else source
    if issued and not source:
        raise InputError(f"{issued}: where is the day of publication known from? Say so with --source.")
    if issued:
        day = Literal(issued, datatype=NamedNode(f"{XSD}date"))
        if message := check_lexical(day):
            raise InputError(message)
        told["issued"] = f'"{issued}"^^xsd:date'
    if source:
        told["source"] = str(_source(source))
    return told


def _source(text: str) -> NamedNode | Literal:
    """Take an address as an IRI, where it is one, and all else as words."""
    if _IRI.fullmatch(text):
        with suppress(ValueError):
            return NamedNode(text)
    return Literal(text)


def index_article(path: Path, text: str) -> TextIndex:
    """Index a normalised text that was read from `path`; raise InputError where it holds no sentence."""
    try:
        return index_text(text)
    except ValueError as exc:
        raise InputError(f"{display(path)}: the text holds no sentence. Is it the article?") from exc


def index_values(index: TextIndex) -> dict[str, str]:
    """Give the text index as Turtle terms, by property."""
    values = (str(index.length), str(index.words), f'"{index.sha256}"')
    extents = (f'"{format_extents(extents)}"' for extents in (index.paragraphs, index.sentences))
    return dict(zip(INDEX, (*values, *extents, f'"{" ".join(index.digests)}"'), strict=True))
