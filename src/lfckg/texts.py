"""Hold what the curated files cite against the articles' texts, where those are at hand.

The text of the article SLUG is the file `SLUG.txt` of a directory that only its owner has.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode

from lfckg.article import count_words, digest_text
from lfckg.claims import Claim, Status
from lfckg.curated import CuratedFile
from lfckg.errors import DataError, InputError, Problem
from lfckg.evidence import check_span
from lfckg.files import display, read_article
from lfckg.marks import marked_stretches
from lfckg.namespaces import ENTITY, LFC

__all__ = ["TextCheck", "check_texts", "find_unattributed", "texts_directory"]

_QUOTATION = NamedNode(f"{LFC}Quotation")
_LONGEST_TITLE = 2


@dataclass(frozen=True, slots=True)
class TextCheck:
    """How many quotes were found, how many spans without quote begin and end with whole words, and what has no text."""

    quotes: int
    borders: int
    without_text: tuple[str, ...]


def texts_directory(named: Path | None) -> Path | None:
    """Give the directory of texts: the one named, else LFCKG_TEXTS, else none.

    Raises InputError where it is no directory.
    """
    directory = named or (Path(value) if (value := os.environ.get("LFCKG_TEXTS")) else None)
    if directory and not directory.is_dir():
        raise InputError(f"{display(directory)}: is no directory. Name the one that holds SLUG.txt for each article.")
    return directory


def check_texts(files: Sequence[CuratedFile], directory: Path) -> TextCheck:
    """Check the digest and every selector of each article whose text is in `directory`.

    Raises DataError with every selector that is wrong, by claim, and the right offset where the words stand elsewhere;
    InputError where a text can't be read or none is there.
    """
    quotes, borders = 0, 0
    problems: list[Problem] = []
    missing: list[str] = []
    articles = [file for file in files if file.article]
    for file in articles:
        assert file.article  # noqa: S101  filtered above
        path = directory / f"{file.article.slug}.txt"
        if not path.exists():
            missing.append(file.article.slug)
            continue
        problems.extend(_check_file(file, path))
        quoted = sum(citation.span.quote is not None for citation in file.citations)
        quotes, borders = quotes + quoted, borders + len(file.citations) - quoted
    if problems:
        raise DataError(problems)
    if missing and len(missing) == len(articles):
        raise InputError(f"{display(directory)}: holds no text of any article. Put {missing[0]}.txt there.")
    return TextCheck(quotes, borders, tuple(missing))


def find_unattributed(file: CuratedFile, directory: Path) -> Iterator[Claim]:
    """Find stated claims whose words all stand in quotation marks, where no quotation is described.

    One or two words between marks may be a title or an ironic word, and the article's own. Nothing without the text.
    """
    path = directory / f"{file.article.slug}.txt" if file.article else None
    if path is None or not path.exists():
        return
    text = read_article(path)
    stretches = [extent for extent in marked_stretches(text) if count_words(text[slice(*extent)]) > _LONGEST_TITLE]
    quotations = {claim.subject for claim in file.claims if claim.object == _QUOTATION}
    for claim in file.claims:
        inside = all(any(start <= span.start and span.end <= end for start, end in stretches) for span in claim.spans)
        if inside and claim.status is Status.STATED and claim.subject not in quotations:
            yield claim


def _check_file(file: CuratedFile, path: Path) -> list[Problem]:
    assert file.article  # noqa: S101  the caller passes articles
    text = read_article(path)
    problems = []
    index = file.article.index
    if (index.length, index.words) != (len(text), count_words(text)) and digest_text(text) == index.sha256:
        node = next(iter(file.places.values()))
        what = "the length or the number of words in the text index is wrong."
        problems.append(file.source.problem(node, f"{what} Take both out and run `lfckg new --update`."))
    if digest_text(text) != index.sha256:
        what = f"{display(path)} has changed since its text index was made."
        mend = f"Run `lfckg new --update {file.name} --texts {display(path.parent)}`."
        node = next(iter(file.places.values()))
        problems.append(file.source.problem(node, f"{what} {mend}"))
    for citation in file.citations:
        if mismatch := check_span(citation.span, text):
            owner = citation.owner.value.removeprefix(ENTITY)
            problems.append(file.source.problem(citation.place, f"{owner}: {mismatch}"))
    return problems
