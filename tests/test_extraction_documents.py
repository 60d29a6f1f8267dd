"""Documents: what articles are read from, what of it is kept, and what is refused in clear words."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from lfckg.errors import InputError, OutputError
from lfckg.extraction.documents import read_document, save_text
from lfckg.extraction.languages import foreign_language, read_languages
from lfckg.workspace import Workspace, find_workspace
from support import ROOT

LANGUAGES = read_languages(find_workspace(ROOT))
ENGLISH = "Kim Roe left Rovers on Friday. She had been their manager for six years."
PAGE = """<!DOCTYPE html>
<html><head><title>Roe leaves | Post</title>
<meta property="article:published_time" content="2024-03-05T10:00:00Z"><script>var x = "She won";</script></head>
<body><header>Post</header><nav><a href="/">Home</a></nav>
<article><h1>Roe leaves</h1><p>Kim <b>Roe</b>&nbsp;left the club&rsquo;s
ground on&shy; Friday.</p><p>She won in 2012<br>and in 2013.</p>
<table><tr><th>Club</th><th>Pts</th></tr><tr><td>Rovers</td><td>38</td></tr></table>
<p hidden>Never seen.</p><aside>Read more</aside></article><footer>Since 1999</footer></body></html>"""
PAGE_TEXT = """Roe leaves

Kim Roe left the club’s ground on Friday.

She won in 2012
and in 2013.

Club | Pts

Rovers | 38
"""
MARKDOWN = """---
title: Roe leaves
date: 2024-03-05
---
# Roe leaves

Kim **Roe** left [the club](https://example.org)
on *Friday*. ![A photo](x.png)

> “We thank her,” said Bo &amp; Al.

- She won in 2012.
- And in 2013.

| Club | Pts |
| --- | --- |
| Rovers | 38 |
"""
MARKDOWN_TEXT = (
    "Roe leaves\n\nKim Roe left the club on Friday.\n\n“We thank her,” said Bo & Al.\n\nShe won in 2012.\n\n"
    "And in 2013.\n\nClub | Pts\n\nRovers | 38\n"
)


Writer = Callable[[str, "str | bytes"], Path]


@pytest.fixture
def written(tmp_path: Path) -> Writer:
    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH,
        ENGLISH.upper(),
        ENGLISH.lower(),
        "He won.",
        "Cerro Verde sacked Julián Ibáñez Peñalba on Tuesday.",
        "Rovers 2-1 Town\nAjax 0-0 PSV\nBenfica 3-3 Porto",
        "1. Rovers 38 90\n2. Ajax Amsterdam 38 85",
        f"{ENGLISH} ⚽🏆 👩‍👩‍👧",
        f"{ENGLISH} قال المدرب: «شكرا».",
        "“We had a boat and it was not ours,” she said.",
        f"{ENGLISH}\x07\x1b[31m and the bell\x0c rang.",
    ],
)
def test_plain_text_stays_as_it_is(written: Writer, text: str) -> None:
    document = read_document(written("roe.txt", text), LANGUAGES)
    assert (document.text, document.form, document.slug, document.issued) == (text, "text", "roe", None)


def test_plain_text_is_normalised_as_everywhere(written: Writer) -> None:
    given = unicodedata.normalize("NFD", "\ufeffJürgen was the best of them.\r\nAnd he knew it.")
    document = read_document(written("j.txt", given), LANGUAGES)
    assert document.text == "Jürgen was the best of them.\nAnd he knew it."


def test_pages_give_the_text_of_their_article(written: Writer) -> None:
    pytest.importorskip("selectolax")
    document = read_document(written("Roe Leaves.html", PAGE), LANGUAGES)
    assert (document.text, document.form) == (PAGE_TEXT, "HTML")
    assert (document.slug, document.issued) == ("roe-leaves", date(2024, 3, 5))


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>The end of it.", "The end of it.\n"),
        ("<div>The first<div>and the next</div>and the last.</div>", "The first\n\nand the next\n\nand the last.\n"),
        ("<main><p>The text is in the main part.</p></main><p>x", "The text is in the main part.\n"),
        ("<article>A card</article><p>The text is not in it.</p>", "A card\n\nThe text is not in it.\n"),
        ("<p>The\x01 bell &#7;rang at the\u200b end.</p>", "The bell rang at the end.\n"),
        ("<p>The &lt;b&gt; is the text.</p>", "The <b> is the text.\n"),
        ("<p>Ju&#776;rgen was the best.</p>", "Jürgen was the best.\n"),
        ("<script>The a of and</script><p>The text was this.</p>", "The text was this.\n"),
    ],
)  # fmt: skip
def test_pages_that_are_written_in_other_ways(written: Writer, page: str, text: str) -> None:
    pytest.importorskip("selectolax")
    assert read_document(written("page.html", page), LANGUAGES).text == text


def test_markdown_gives_its_text(written: Writer) -> None:
    document = read_document(written("roe.md", MARKDOWN), LANGUAGES)
    assert (document.text, document.form, document.issued) == (MARKDOWN_TEXT, "Markdown", date(2024, 3, 5))


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", "", "is empty"),
        ("a.txt", " \n\t\n", "is empty"),
        ("a.txt", "… — !\n😀", "holds no words"),
        ("a.txt", "One\ntwo\0three", ":2: holds a null character"),
        ("a.txt", "One".encode("utf-16"), "is not UTF-8"),
        ("a.txt", "The club and the man. " * 250_000, "Divide it into a file for each article"),
        ("a.html", "<p>The club and the man.</p>" * 200_000, "Divide it into a file for each article"),
        ("a.md", "The club and the man.\n\n" * 250_000, "Divide it into a file for each article"),
        ("a.txt", PAGE, "is HTML. Rename it a.html"),
        ("a.txt", f"<!-- -->{'<!-- -->' * 500}<html>The end", "is HTML"),
        ("a.txt", "# The news\n\nHe won.", "looks like Markdown. Rename it a.md"),
        ("a.txt", "He won [the cup](https://example.org/cup).", "looks like Markdown"),
        ("a.html", "<html><body><script>x</script></body></html>", "holds no words"),
        ("a.html", f"{'<div>' * 60_000}The end.", "Save the article alone"),
        ("a.md", "---\ndate: 2024-01-01\n---\n", "holds no words"),
    ],
)  # fmt: skip
def test_what_is_refused(written: Writer, name: str, content: str | bytes, message: str) -> None:
    if name.endswith(".html"):
        pytest.importorskip("selectolax")
    with pytest.raises(InputError, match=message) as told:
        read_document(written(name, content), LANGUAGES)
    assert name in str(told.value)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("Spanish", "El club ha despedido al entrenador tras la derrota del domingo contra el líder de la tabla."),
        ("German", "Der Verein hat den Trainer nach der Niederlage am Sonntag entlassen, wie der Präsident sagte."),
        ("French", "Le club a limogé son entraîneur dimanche soir après la défaite contre le premier du championnat."),
        ("Portuguese", "O clube demitiu o treinador no domingo depois da derrota em casa, disse o presidente."),
        ("Dutch", "De club heeft de trainer zondag ontslagen na de nederlaag tegen de koploper van de competitie."),
        ("German", "DER VEREIN HAT DEN TRAINER NACH DER NIEDERLAGE AM SONNTAG ENTLASSEN, WIE DER PRÄSIDENT SAGTE."),
        ("Russian", "Клуб уволил главного тренера после поражения в воскресенье."),
        ("Arabic", "أقال النادي المدرب بعد الهزيمة يوم الأحد أمام المتصدر."),
        ("Japanese", "クラブは日曜日の敗戦の後、監督を解任したと発表した。"),
    ],
)
def test_other_languages_are_named(written: Writer, language: str, text: str) -> None:
    pytest.importorskip("py3langid")
    with pytest.raises(InputError, match=rf"a\.txt: is in {language}, and only English is read"):
        read_document(written("a.txt", text), LANGUAGES)


def test_english_with_quotations_in_other_languages_is_english() -> None:
    text = f"{ENGLISH} “Nous avons perdu, mais nous avons chanté toute la nuit,” she said, and the crowd was with her."
    assert foreign_language(text, LANGUAGES) is None


def test_text_of_pages_is_kept_beside_them(written: Writer, tmp_path: Path) -> None:
    document = read_document(written("Roe Leaves.md", MARKDOWN), LANGUAGES)
    path = save_text(document)
    assert path == tmp_path / "roe-leaves.txt"
    assert path.read_text("utf-8") == MARKDOWN_TEXT
    assert save_text(document) == path
    assert read_document(path, LANGUAGES).text == document.text
    path.write_text("Something else.", "utf-8")
    with pytest.raises(OutputError, match="holds another text"):
        save_text(document)
    assert save_text(document, tmp_path / "texts").read_text("utf-8") == MARKDOWN_TEXT


def test_plain_text_is_kept_where_it_is(written: Writer, tmp_path: Path) -> None:
    document = read_document(written("Roe leaves.txt", ENGLISH), LANGUAGES)
    assert save_text(document) == document.path
    assert save_text(document, tmp_path / "texts") == tmp_path / "texts" / "roe-leaves.txt"


@pytest.mark.parametrize(
    ("module", "name", "content"),
    [
        ("selectolax.lexbor", "a.html", "<p>The end."),
        ("markdown_it", "a.md", "The end."),
        ("py3langid", "a.txt", "Der Verein hat den Trainer entlassen."),
    ],
)
def test_a_library_that_is_missing_is_told_with_how_to_get_it(
    written: Writer, monkeypatch: pytest.MonkeyPatch, module: str, name: str, content: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(InputError, match=r"Install it: pip install 'lfckg\[extract\]'"):
        read_document(written(name, content), LANGUAGES)


@pytest.mark.parametrize(
    ("content", "message"),
    [("english = [", "is no TOML"), ("english = []", "has no 'names'"), ("english = 1\nnames = 1", "Compare it")],
)
def test_broken_tables_of_languages_are_told(tmp_path: Path, content: str, message: str) -> None:
    folder = tmp_path / "ontology" / "extraction"
    folder.mkdir(parents=True)
    (folder / "languages.toml").write_text(content, "utf-8")
    with pytest.raises(InputError, match=message):
        read_languages(Workspace(tmp_path, tmp_path / "build" / "x.nq"))
