"""Pages: the text of an article in HTML or Markdown, as paragraphs that a blank line divides."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from lfckg.errors import InputError

if TYPE_CHECKING:
    from markdown_it.token import Token
    from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["html_date", "html_text", "is_html", "markdown_date", "markdown_text"]

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*+)?(?:<!--(?:(?!-->).)*+-->\s*+)*+<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)[^<>]*?(/?)>")
_DEEPEST = 3000
"""Levels of elements: the time that a parser takes grows with their square."""

_VOID = frozenset(
    (
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "dt",
        "dd",
        "tr",
        "td",
        "th",
        "option",
        "thead",
        "tbody",
        "tfoot",
    )
)
"""Elements that need no end tag."""

_LEFT_OUT = frozenset(
    (
        "script",
        "style",
        "noscript",
        "template",
        "nav",
        "aside",
        "footer",
        "form",
        "button",
        "select",
        "textarea",
        "svg",
        "iframe",
        "object",
        "canvas",
        "audio",
        "video",
        "head",
        "title",
        "dialog",
    )
)
_BLOCKS = frozenset(
    (
        "address",
        "article",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    )
)
_CELLS = frozenset(("td", "th"))
_CELL_BORDER = " | "
_DATES = (
    ('meta[property="article:published_time"]', "content"),
    ('meta[itemprop="datePublished"]', "content"),
    ('meta[name="date"]', "content"),
    ('meta[name="dcterms.date"]', "content"),
    ("article time[datetime]", "datetime"),
)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*\n", re.DOTALL)
_FRONT_DATE = re.compile(r"^(?:date|published)[ \t]*:[ \t]*[\"']?([0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9])", re.MULTILINE)


def is_html(text: str) -> bool:
    """Tell whether a file is HTML by how it begins."""
    return _HTML.match(text) is not None


def html_text(source: str) -> str:
    """Give the text of the article in a page: of its `article` or `main` where that holds most of the text.

    Navigation, asides, footers and forms are left out; a row of a table is a paragraph. Raises InputError.
    """
    if _depth(source) > _DEEPEST:
        raise InputError(f"has more than {_DEEPEST:,} elements in each other. Save the article alone.")
    tree = _parser()(source)
    if tree.body is None:
        return ""
    whole = _joined(_paragraphs(tree.body))
    for node in [*tree.css("article")[:20], *tree.css("main, [role=main]")[:3]]:
        text = _joined(_paragraphs(node))
        if len(text) * 2 >= len(whole):
            return text
    return whole


def html_date(source: str) -> str | None:
    """Give the day (an ISO date) on which a page says that it was published."""
    tree = _parser()(source)
    for selector, attribute in _DATES:
        node = tree.css_first(selector)
        match = _DATE.match((node.attributes.get(attribute) or "").strip()) if node else None
        if match:
            return match[0]
    return None


def markdown_text(source: str) -> str:
    """Give the text of an article in Markdown (CommonMark, with tables), without its front matter."""
    try:
        from markdown_it import MarkdownIt  # noqa: PLC0415  is in an extra
    except ImportError as exc:
        raise InputError("is read by markdown-it-py. Install it: pip install 'lfckg[extract]'.") from exc
    tokens = MarkdownIt("commonmark").enable("table").parse(_FRONT_MATTER.sub("", source))
    return _joined(_markdown_paragraphs(tokens))


def markdown_date(source: str) -> str | None:
    """Give the day (an ISO date) that the front matter of a Markdown file tells."""
    front = _FRONT_MATTER.match(source)
    match = _FRONT_DATE.search(front[1]) if front else None
    return match[1] if match else None


def _parser() -> type[LexborHTMLParser]:
    try:
        from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415  is in an extra
    except ImportError as exc:
        raise InputError("is read by selectolax. Install it: pip install 'lfckg[extract]'.") from exc
    return LexborHTMLParser


def _depth(source: str) -> int:
    depth = deepest = 0
    for tag in _TAG.finditer(source):
        if tag[2].lower() not in _VOID and not tag[3]:
            depth = max(0, depth + (-1 if tag[1] else 1))
            deepest = max(deepest, depth)
    return deepest


def _paragraphs(root: LexborNode) -> Iterator[str]:
    """Give the text of each block; a stack in place of recursion takes elements of any depth."""
    parts: list[str] = []
    stack: list[LexborNode | str] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            if node:
                parts.append(node)
            else:
                yield "".join(parts)
                parts = []
            continue
        tag = node.tag
        if tag == "-text":
            parts.append(re.sub(r"\s+", " ", node.text_content or ""))
        elif tag == "br":
            parts.append("\n")
        elif tag is not None and tag not in _LEFT_OUT and "hidden" not in node.attributes:
            stack += reversed(_opened(node, tag))


def _opened(node: LexborNode, tag: str) -> list[LexborNode | str]:
    """Give what an element holds, with "" where a paragraph begins or ends."""
    children: list[LexborNode | str] = list(node.iter(include_text=True))
    if tag in _BLOCKS:
        return ["", *children, ""]
    return [*children, _CELL_BORDER] if tag in _CELLS else children


def _markdown_paragraphs(tokens: Iterable[Token]) -> Iterator[str]:
    row: list[str] | None = None
    for token in tokens:
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            yield _CELL_BORDER.join(row)
            row = None
        elif token.type == "inline":
            text = "".join(_inline(token.children or []))
            if row is None:
                yield text
            else:
                row.append(text)
        elif token.type in ("fence", "code_block"):
            yield token.content
        elif token.type == "html_block":
            yield html_text(token.content)


def _inline(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("text", "code_inline", "text_special"):
            yield token.content
        elif token.type == "softbreak":
            yield " "
        elif token.type == "hardbreak":
            yield "\n"


def _joined(paragraphs: Iterable[str]) -> str:
    cleaned = (_cleaned(paragraph) for paragraph in paragraphs)
    return "\n\n".join(paragraph for paragraph in cleaned if paragraph)


def _cleaned(paragraph: str) -> str:
    """Make blanks plain and single, and take out what nobody sees: control characters, soft hyphens, zero widths."""
    seen = "".join(char for char in paragraph if char == "\n" or char.isspace() or _is_seen(char))
    lines = (re.sub(r"[^\S\n]+", " ", line).strip(" |" if _CELL_BORDER in line else " ") for line in seen.split("\n"))
    return re.sub(r"\n{2,}", "\n\n", "\n".join(lines)).strip()


def _is_seen(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Cf") or char in "\u200c\u200d\u200e\u200f"
