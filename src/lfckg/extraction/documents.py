"""Documents: the files that articles are read from, and the text that is kept of each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lfckg.article import slugify
from lfckg.errors import InputError, OutputError
from lfckg.extraction import pages
from lfckg.extraction.languages import Languages, foreign_language
from lfckg.files import display, normalise, read_article, write

__all__ = ["Document", "read_document", "save_text"]

_LARGEST = 10**6
"""How many characters of text an article may have; some 150,000 words."""

_LARGEST_PAGE = 10**7
_HTML_NAMES = (".html", ".htm", ".xhtml")
_MARKDOWN_NAMES = (".md", ".markdown")
_MARKDOWN = re.compile(r"^#{1,6} \S|\[[^\[\]\n]{1,200}\]\(https?://[^)\s]+\)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Document:
    """An article as it was given: the normalised `text` that offsets refer to, and the file that it came from.

    `form` is "text", "HTML" or "Markdown"; the text of the last two stands in no file until `save_text` has kept it.
    `issued` is the day of which such a file tells, if it does.
    """

    path: Path
    text: str
    form: str = "text"
    issued: date | None = None

    @property
    def slug(self) -> str:
        """The article's name, made of the file's."""
        return slugify(self.path.stem)


def read_document(path: Path, languages: Languages) -> Document:
    """Read an article from plain text, HTML or Markdown, known by the file's name.

    Plain text stays as it stands, but for Unicode's normal form and line ends. Raises InputError where a file can't be
    read, is not what its name says, holds no text or too much of it, or is in another language than English.
    """
    shown = display(path)
    source = read_article(path)
    if place := source.find("\0") + 1:
        line = source.count("\n", 0, place) + 1
        raise InputError(f"{shown}:{line}: holds a null character, and is no text. Save the file as UTF-8.")
    try:
        document = _converted(path, source)
        if len(document.text) > _LARGEST:
            what = f"holds {len(document.text):,} characters, and an article at most {_LARGEST:,}"
            raise InputError(f"{what}. Divide it into a file for each article.")
        if not any(char.isalnum() for char in document.text):
            raise InputError("holds no words. Nothing can be read from it.")
        if language := foreign_language(document.text, languages):
            raise InputError(f"is in {language}, and only English is read. Nothing is proposed for it.")
    except InputError as exc:
        raise InputError(f"{shown}: {exc}") from exc
    return document


def _converted(path: Path, source: str) -> Document:
    suffix = path.suffix.lower()
    if len(source) > _LARGEST_PAGE:
        raise InputError(f"holds {len(source):,} characters. Divide it into a file for each article.")
    if suffix in _HTML_NAMES:
        text = f"{normalise(pages.html_text(source))}\n"
        return Document(path, text, "HTML", _day(pages.html_date(source)))
    if suffix in _MARKDOWN_NAMES:
        text = f"{normalise(pages.markdown_text(source))}\n" if len(source) <= 2 * _LARGEST else source
        return Document(path, text, "Markdown", _day(pages.markdown_date(source)))
    if pages.is_html(source):
        raise InputError(f"is HTML. Rename it {path.stem}.html: its text is kept as {path.stem}.txt.")
    if _MARKDOWN.search(source):
        raise InputError(f"looks like Markdown. Rename it {path.stem}.md: its text is kept as {path.stem}.txt.")
    return Document(path, source)


def _day(told: str | None) -> date | None:
    try:
        return date.fromisoformat(told) if told else None
    except ValueError:
        return None


def save_text(document: Document, folder: Path | None = None) -> Path:
    """Keep the text of a document as SLUG.txt, in a directory or beside its file, and give its path.

    Plain text in its own place, and what is kept already, is not written. Raises OutputError where another text stands
    there.
    """
    if document.form == "text" and folder is None:
        return document.path
    path = (folder or document.path.parent) / f"{document.slug or 'article'}.txt"
    if path.exists():
        if read_article(path) == document.text:
            return path
        raise OutputError(
            f"{display(path)}: holds another text than {display(document.path)}. Remove it, or name another directory."
        )
    write(path, [document.text.encode()])
    return path
