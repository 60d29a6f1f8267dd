"""Articles: what may be kept of a text besides its words: length, digest, borders of sentences and paragraphs."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

__all__ = [
    "Article",
    "Extent",
    "TextIndex",
    "count_words",
    "digest_sentence",
    "digest_text",
    "fold",
    "format_extents",
    "index_text",
    "is_slug",
    "parse_extents",
    "slugify",
]

Extent = tuple[int, int]
"""Start and end of a stretch of text in Unicode code points, the end exclusive (RFC 5147)."""

_QUOTES = str.maketrans(dict.fromkeys('"“”„‟«»', " "))
_PARAGRAPH = re.compile(r"\S(?:[^\n]|\n(?![^\S\n]*\n))*")
_EXTENTS = re.compile(r"\d{1,9},\d{1,9}(?: \d{1,9},\d{1,9})*")
# Words that the splitter takes for abbreviations (of Maine, article, number …) wherever they end a sentence.
_NO_ABBREVIATION = re.compile(r"(?<![\w’'-])(?:art|may|me|miss|no)\.(?=\s+[A-Z“\"‘])")
_ORDINAL = re.compile(r"(?<![\w.,])[1-4]\.$")
_LEAGUE = re.compile(r"\w*(?:[Ll]iga|[Ll]ig\b|[Dd]ivis)")  # "in the 2. Bundesliga"
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")


@dataclass(frozen=True, slots=True)
class TextIndex:
    """The text index of a normalised text: numbers, no words.

    `sha256` is of its UTF-8 bytes, in hexadecimal; `length` in code points; sentences and paragraphs in order;
    `digests` tell for each sentence whether it is still the same: the first 8 digits of its SHA-256.
    """

    length: int
    words: int
    sha256: str
    paragraphs: tuple[Extent, ...]
    sentences: tuple[Extent, ...]
    digests: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse what no text can have."""
        if not re.fullmatch(r"[0-9a-f]{64}", self.sha256):
            raise ValueError("the sha256 is not 64 hexadecimal digits")
        for name, extents in (("paragraphs", self.paragraphs), ("sentences", self.sentences)):
            borders = [border for extent in extents for border in extent]
            in_order = all(start < end for start, end in extents) and borders == sorted(borders)
            if name == "sentences" and len(self.digests) != len(extents):
                raise ValueError("there is not one digest for each sentence")
            if not extents or not in_order or borders[-1] > self.length:
                raise ValueError(f"the {name} are not in order within a text of {self.length} characters")

    def sentences_of(self, start: int, end: int) -> range:
        """Give the numbers, from 1, of the sentences that a stretch of text touches."""
        return _touched(self.sentences, start, end)

    def paragraphs_of(self, start: int, end: int) -> range:
        """Give the numbers, from 1, of the paragraphs that a stretch of text touches."""
        return _touched(self.paragraphs, start, end)


@dataclass(frozen=True, slots=True)
class Article:
    """An article: the slug names it in IRIs and as `SLUG.txt` among the texts."""

    slug: str
    index: TextIndex


def index_text(text: str) -> TextIndex:
    """Index a normalised text; raise ValueError where it has no sentence. Blank lines divide paragraphs."""
    sentences = _sentences(text)
    return TextIndex(
        length=len(text),
        words=count_words(text),
        sha256=digest_text(text),
        paragraphs=tuple(
            (match.start(), match.start() + len(match[0].rstrip())) for match in _PARAGRAPH.finditer(text)
        ),
        sentences=sentences,
        digests=tuple(digest_sentence(text[start:end]) for start, end in sentences),
    )


def digest_text(text: str) -> str:
    """Give the SHA-256 digest of a normalised text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def digest_sentence(sentence: str) -> str:
    """Give the digest by which a sentence is known again.

    >>> digest_sentence("He left.")
    '7ce6575d'
    """
    return digest_text(sentence)[:8]


def count_words(text: str) -> int:
    """Count words as a reader would.

    >>> count_words("In his nine-year reign, Lorton’s boss won.")
    7
    """
    return sum(1 for _ in _WORD.finditer(text))


def format_extents(extents: tuple[Extent, ...]) -> str:
    """Write extents as the curated form does.

    >>> format_extents(((0, 142), (144, 249)))
    '0,142 144,249'
    """
    return " ".join(f"{start},{end}" for start, end in extents)


def parse_extents(value: str) -> tuple[Extent, ...]:
    """Read what `format_extents` writes; raise ValueError on anything else."""
    if not _EXTENTS.fullmatch(value):
        raise ValueError(f"{value[:20]!r} is not of the form START,END START,END …")
    pairs = (pair.split(",") for pair in value.split(" "))
    return tuple((int(start), int(end)) for start, end in pairs)


def slugify(name: str) -> str:
    """Make a readable ASCII slug of a name; empty where no letter or digit survives.

    >>> slugify("Jürgen Klopp: the Years")
    'jurgen-klopp-the-years'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def fold(name: str) -> str:
    """Give a name as it is compared: its slug where it has one, else its letters without case.

    >>> fold("JÜRGEN Klopp"), fold("Спартак")
    ('jurgen-klopp', 'спартак')
    """
    return slugify(name) or name.strip().casefold()


def is_slug(name: str) -> bool:
    """Tell whether a name is a slug: a-z, 0-9, and single hyphens between.

    >>> is_slug("jurgen-klopp"), is_slug("Jürgen"), is_slug("a--b")
    (True, False, False)
    """
    return bool(name) and name == slugify(name)


def _touched(extents: tuple[Extent, ...], start: int, end: int) -> range:
    first = bisect_right(extents, start, key=lambda extent: extent[1])
    last = bisect_right(extents, end - 1, key=lambda extent: extent[0])
    return range(first + 1, last + 1)


def _sentences(text: str) -> tuple[Extent, ...]:
    """Find the sentences, those inside quotations too.

    The splitter keeps a quotation in one piece, so it is shown the text without quotation marks; a mark that
    opens after a border goes to the sentence that it opens.
    """
    from sentencex import get_sentence_boundaries  # noqa: PLC0415  only `new` pays for it

    found: list[Extent] = []
    carried = None
    for boundary in get_sentence_boundaries("en", text.translate(_QUOTES)):
        start, end = boundary["start_index"], boundary["end_index"]
        start = carried if carried is not None else start
        words = text[start:end]
        opening = re.search(r"(?<=\s)[\"“„‟«]+\s*$", words)
        carried = start + opening.start() if opening else None
        kept = words[: opening.start()] if opening else words
        if stripped := kept.strip():
            offset = start + kept.index(stripped)
            if found and _ORDINAL.search(text[slice(*found[-1])]) and _LEAGUE.match(stripped):
                start, _ = found.pop()
                stripped, offset = text[start : offset + len(stripped)], start
            found += _divide(text, offset, offset + len(stripped))
    return tuple(found)


def _divide(text: str, start: int, end: int) -> list[Extent]:
    """Divide what the splitter has left in one piece behind a word that it took for an abbreviation."""
    found = []
    for match in _NO_ABBREVIATION.finditer(text, start, end):
        found.append((start, match.end()))
        start = match.end() + len(text[match.end() : end]) - len(text[match.end() : end].lstrip())
    return [*found, (start, end)]
