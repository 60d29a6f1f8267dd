"""Drafts: skeletons, and offsets kept in step with the text while comments and layout stay."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from lfckg.article import slugify
from lfckg.compiler import compile_files
from lfckg.drafts import draft
from lfckg.errors import DataError, InputError
from lfckg.texts import check_texts
from lfckg.updates import update
from lfckg.workspace import find_workspace
from support import ARTICLES, edit

NAME = "tarnbrook-film"


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    directory = tmp_path / "texts"
    directory.mkdir()
    (directory / f"{NAME}.txt").write_bytes((ARTICLES / f"{NAME}.txt").read_bytes())
    return directory


@pytest.fixture
def curated(small: Path) -> Path:
    return small / "data" / f"{NAME}.ttl"


def check(curated: Path, texts: Path) -> int:
    """Compile the workspace and hold every selector against the text."""
    workspace = find_workspace(curated.parents[1])
    compiled = compile_files(workspace)
    done = check_texts(compiled.files, texts)
    return done.quotes + done.borders


def strip(curated: Path) -> None:
    """Take away the offsets of quotes, as a curator writes them."""
    curated.write_text(re.sub(r"lfc:start \d+ ; (?=lfc:quote)", "", curated.read_text("utf-8")), "utf-8")


def test_a_skeleton_is_a_curated_file_that_needs_only_claims(texts: Path, curated: Path) -> None:
    curated.write_text(draft(texts / f"{NAME}.txt"), "utf-8")
    assert check(curated, texts) == 0
    block = '\nart:m a lfc:Mention ; lfc:refersTo :ines-okafor ; lfc:span [ lfc:quote "Ines Okafor" ] .\n'
    curated.write_text(curated.read_text("utf-8") + block, "utf-8")
    assert update(curated, texts).filled == 1
    assert check(curated, texts) == 1


def test_a_skeleton_holds_no_word_of_the_text(texts: Path) -> None:
    text = (texts / f"{NAME}.txt").read_text("utf-8")
    skeleton = draft(texts / f"{NAME}.txt")
    assert not [word for word in text.split() if len(word) > 6 and word in skeleton]


@pytest.mark.parametrize(("change", "name"), [("\ufeff{}", "bom"), ("{}", "crlf"), ("{}", "nfd")])
def test_other_encodings_of_a_text_give_the_same_index(tmp_path: Path, change: str, name: str) -> None:
    text = change.format("“Émigré” Jürgen won.\n\nHe left.\n")
    plain = tmp_path / "a.txt"
    plain.write_text(text.removeprefix("\ufeff"), "utf-8", newline="")
    other = tmp_path / "b.txt"
    text = {"crlf": text.replace("\n", "\r\n"), "nfd": unicodedata.normalize("NFD", text)}.get(name, text)
    other.write_text(text, "utf-8", newline="")
    assert plain.read_bytes() != other.read_bytes()
    assert draft(plain, slug="x") == draft(other, slug="x")


def test_a_name_that_makes_no_slug_is_told(tmp_path: Path) -> None:
    path = tmp_path / "日本.txt"
    path.write_text("Text.")
    with pytest.raises(InputError, match="name it with --slug"):
        draft(path)
    with pytest.raises(InputError, match="use my-name"):
        draft(path, slug="My Name")
    assert slugify(path.stem) == ""


def test_offsets_are_filled_in_and_everything_else_stays(curated: Path, texts: Path) -> None:
    whole = curated.read_text("utf-8")
    strip(curated)
    done = update(curated, texts)
    assert (done.filled, done.moved, done.changed) == (10, 0, True)
    assert curated.read_text("utf-8") == whole
    assert update(curated, texts).changed is False


def test_offsets_move_with_the_text(curated: Path, texts: Path) -> None:
    before = curated.read_text("utf-8")
    text = texts / f"{NAME}.txt"
    edit(text, "Tarnbrook Rovers have", "Breaking 🏟 news: Tarnbrook Rovers have")
    done = update(curated, texts)
    assert done.moved == 11
    assert check(curated, texts) == 11
    after = curated.read_text("utf-8")
    assert [line for line in after.splitlines() if line.startswith("#")] == [
        line for line in before.splitlines() if line.startswith("#")
    ]
    assert "  # two claims from one block" in after


def test_a_long_span_moves_with_its_sentences(curated: Path, texts: Path) -> None:
    edit(texts / f"{NAME}.txt", "for the first time", "for the very first time")
    update(curated, texts)
    text = (texts / f"{NAME}.txt").read_text("utf-8")
    start, end = text.index("We were"), text.index("cameras are.") + len("cameras are.")
    assert f"lfc:extent [ lfc:start {start} ; lfc:end {end} ]" in curated.read_text("utf-8")


def test_a_long_span_in_a_sentence_that_changed_is_left_to_the_curator(curated: Path, texts: Path) -> None:
    before = curated.read_bytes()
    edit(texts / f"{NAME}.txt", "We were sceptical", "We were very sceptical")
    with pytest.raises(DataError, match=r"tarnbrook-film\.ttl:\d+:\d+: the text at 91 or 214 has changed"):
        update(curated, texts)
    assert curated.read_bytes() == before


def test_a_quote_that_stands_twice_is_told_with_its_places(curated: Path, texts: Path) -> None:
    edit(curated, 'lfc:start 0 ; lfc:quote "Tarnbrook Rovers"', 'lfc:quote "Tarnbrook"')
    with pytest.raises(DataError, match=r"the quote 'Tarnbrook' stands at 0, 293\. Choose one as lfc:start"):
        update(curated, texts)


def test_of_two_places_the_one_that_moved_with_the_text_is_taken(curated: Path, texts: Path) -> None:
    edit(curated, 'lfc:start 0 ; lfc:quote "Tarnbrook Rovers"', 'lfc:start 293 ; lfc:quote "Tarnbrook"')
    edit(texts / f"{NAME}.txt", "for the first time", "for the very first time")
    update(curated, texts)
    assert 'lfc:start 298 ; lfc:quote "Tarnbrook"' in curated.read_text("utf-8")


THREE = "Foo won the Cup in May.\n\nFoo lost badly to Bar City.\n\nBob left.\n"
SWAPPED = "Bob left Foo.\n\nAnna of Foo won the Cup in May.\n\nCara of Bar won the Tin in May.\n"


@pytest.mark.parametrize(
    ("text", "spans", "new", "told"),
    [
        (
            THREE,
            "[ lfc:start 0 ; lfc:end 23 ]",
            THREE.replace("Foo won the Cup in May.", "Now for other news."),
            "changed",
        ),
        (THREE, "[ lfc:start 12 ; lfc:end 19 ]", THREE.replace("the Cup", "the Bib"), "changed"),
        (THREE, '[ lfc:start 0 ; lfc:quote "Foo" ]', THREE.removeprefix("Foo won the Cup in May.\n\n"), "is gone or"),
        (
            SWAPPED,
            '[ lfc:start 27 ; lfc:quote "won the" ]',
            SWAPPED.replace("Anna of Foo won the Cup in May.\n\n", ""),
            "gone",
        ),
        (
            SWAPPED,
            "[ lfc:start 27 ; lfc:end 38 ]",
            SWAPPED.replace("Anna of Foo won the Cup in May.\n\n", ""),
            "changed",
        ),
    ],
    ids=["other sentence", "same length", "only other place", "like sentence", "like sentence, no quote"],
)
def test_a_span_never_moves_to_words_of_another_sentence(
    tmp_path: Path, text: str, spans: str, new: str, told: str
) -> None:
    path, file = tmp_path / "a.txt", tmp_path / "a.ttl"
    path.write_text(text)
    file.write_text(draft(path) + f"\nart:m a lfc:Mention ; lfc:refersTo :foo ; lfc:span {spans} .\n")
    before = file.read_bytes()
    path.write_text(new)
    with pytest.raises(DataError, match=told):
        update(file, tmp_path)
    assert file.read_bytes() == before


def test_a_span_follows_its_sentence_to_another_place(tmp_path: Path) -> None:
    path, file = tmp_path / "a.txt", tmp_path / "a.ttl"
    path.write_text(THREE)
    file.write_text(
        draft(path) + '\nart:m a lfc:Mention ; lfc:refersTo :foo ; lfc:span [ lfc:start 25 ; lfc:quote "Foo" ] .\n'
    )
    path.write_text("News! " + THREE)
    assert update(file, tmp_path).moved == 1
    assert 'lfc:start 31 ; lfc:quote "Foo"' in file.read_text()


def test_a_quote_in_a_sentence_that_changed_is_moved_and_named(tmp_path: Path) -> None:
    path, file = tmp_path / "a.txt", tmp_path / "a.ttl"
    path.write_text(THREE)
    file.write_text(
        draft(path) + '\nart:m a lfc:Mention ; lfc:refersTo :foo ; lfc:span [ lfc:start 4 ; lfc:quote "won" ] .\n'
    )
    path.write_text(THREE.replace("Foo won", "Foo never won"))
    done = update(file, tmp_path)
    assert [problem.message for problem in done.checks] == [
        "the sentence of 'won' has changed, or is another; the span is now at 10. Does it still say so?"
    ]


@pytest.mark.parametrize(
    ("old", "span", "new"),
    [
        ("He came early. He won it all. He went home.", "[ lfc:start 0 ; lfc:end 43 ]", ("won it all", "lost it al")),
        ("Alpha began. Beta won it.", '[ lfc:start 6 ; lfc:quote "began. Beta won it" ]', ("won it.", "won it never.")),
        ("He came. He won it all. He went.", "[ lfc:start 0 ; lfc:end 32 ]", ("all.", "all, they falsely say.")),
    ],
)
def test_a_change_anywhere_in_a_span_is_named(tmp_path: Path, old: str, span: str, new: tuple[str, str]) -> None:
    path, file = tmp_path / "a.txt", tmp_path / "a.ttl"
    path.write_text(old)
    file.write_text(draft(path) + f"\nart:m a lfc:Mention ; lfc:refersTo :foo ; lfc:span {span} .\n")
    path.write_text(old.replace(*new))
    assert len(update(file, tmp_path).checks) == 1


@pytest.mark.parametrize("missing", [r'\s+lfc:sha256 "[^"]*" ;', r'\s+lfc:sentenceDigests "[^"]*"(?= \.)'])
def test_without_a_whole_index_nothing_moves_unnamed(tmp_path: Path, missing: str) -> None:
    path, file = tmp_path / "a.txt", tmp_path / "a.ttl"
    path.write_text("Foo won the cup. Bob left Foo. More.")
    spans = '[ lfc:start 0 ; lfc:end 15 ] , [ lfc:start 0 ; lfc:quote "Foo" ]'
    skeleton = re.sub(missing, "", draft(path)).replace(" ;\n .", " .").replace(" ; .", " .")
    file.write_text(
        skeleton.replace('" ;\n\n', '" .\n\n') + f"\nart:m a lfc:Mention ; lfc:refersTo :f ; lfc:span {spans} .\n"
    )
    path.write_text("Bob lost the cat. Bob left Foo. More.")
    before = file.read_bytes()
    with pytest.raises(DataError, match="'Foo' stands at 27, not at 0"):
        update(file, tmp_path)
    assert file.read_bytes() == before
    file.write_text(file.read_text().replace(' , [ lfc:start 0 ; lfc:quote "Foo" ]', ""))
    assert "no whole text index" in str(update(file, tmp_path).checks[0])


def test_digests_are_made_for_borders_that_were_mended(curated: Path, texts: Path) -> None:
    text = curated.read_text("utf-8")
    (sentences,) = re.findall(r'lfc:sentences "([^"]*)"', text)
    first, second, rest = sentences.split(" ", 2)
    joined = f"{first.split(',')[0]},{second.split(',')[1]} {rest}"
    edit(curated, f'"{sentences}"', f'"{joined}"')
    assert update(curated, texts).changed
    assert f'lfc:sentences "{joined}"' in curated.read_text("utf-8")
    assert check(curated, texts) == 11


@pytest.mark.parametrize(
    ("text", "words"),
    [("Foo won a cup and a cup.", "won … cup"), ("Foo wonders about a cupboard.", "won … cup")],
)
def test_first_and_last_words_must_be_plain(tmp_path: Path, text: str, words: str) -> None:
    path, file = tmp_path / "a.txt", tmp_path / "a.ttl"
    path.write_text(text)
    file.write_text(
        draft(path) + f'\nart:m a lfc:Mention ; lfc:refersTo :f ; lfc:span [ lfc:start 2 ; lfc:quote "{words}" ] .\n'
    )
    with pytest.raises(DataError, match="must stand once"):
        update(file, tmp_path)


def test_a_quote_is_a_whole_word_where_it_can_be(tmp_path: Path) -> None:
    path, file = tmp_path / "a.txt", tmp_path / "a.ttl"
    path.write_text("Barbara met Bar.")
    file.write_text(draft(path) + '\nart:m a lfc:Mention ; lfc:refersTo :f ; lfc:span [ lfc:quote "Bar" ] .\n')
    update(file, tmp_path)
    assert 'lfc:start 12 ; lfc:quote "Bar"' in file.read_text()


def test_first_and_last_words_give_the_offsets_of_a_long_span(curated: Path, texts: Path) -> None:
    edit(curated, "lfc:start 91 ; lfc:end 214", 'lfc:quote "We were … cameras are."')
    assert update(curated, texts).filled == 1
    assert "lfc:extent [ lfc:start 91 ; lfc:end 214 ]" in curated.read_text("utf-8")


def test_borders_that_were_mended_by_hand_stay(curated: Path, texts: Path) -> None:
    text = curated.read_text("utf-8")
    (paragraphs,) = re.findall(r'lfc:paragraphs "([^"]*)"', text)
    edit(curated, paragraphs, "0,20 21,88 " + paragraphs.split(" ", 1)[1])
    before = curated.read_bytes()
    assert update(curated, texts).changed is False
    assert curated.read_bytes() == before


def test_another_prefix_for_the_ontology_is_kept(curated: Path, texts: Path) -> None:
    text = curated.read_text("utf-8").replace("@prefix lfc:", "@prefix quote:").replace(" lfc:", " quote:")
    curated.write_text(text.replace("quote:start 0 ; ", ""), "utf-8")
    assert update(curated, texts).filled == 1
    assert 'quote:start 0 ; quote:quote "Tarnbrook Rovers"' in curated.read_text("utf-8")


def test_white_space_that_differs_is_told(curated: Path, texts: Path) -> None:
    edit(curated, '"won the Bracken Cup with Rovers"', '"won the  Bracken Cup with Rovers"')
    with pytest.raises(DataError, match=r"But for white space it stands at \d+"):
        update(curated, texts)


@pytest.mark.parametrize("text", ["\u00a0\n", "\f", '\n«"\n'])
def test_a_text_without_a_sentence_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match=r"no sentence|is empty"):
        draft(path)


def test_a_text_of_another_name_is_told(curated: Path, texts: Path) -> None:
    (texts / f"{NAME}.txt").rename(texts / "other.txt")
    with pytest.raises(InputError, match=r"has no tarnbrook-film\.txt"):
        update(curated, texts)


def test_a_quote_that_is_gone_leaves_the_file_as_it_was(curated: Path, texts: Path) -> None:
    before = curated.read_bytes()
    edit(texts / f"{NAME}.txt", "took charge on", "arrived on")
    with pytest.raises(DataError, match=r"the quote 'took charge on 4 July 2021' is not in the text"):
        update(curated, texts)
    assert curated.read_bytes() == before


def test_line_ends_and_byte_order_mark_of_the_file_stay(curated: Path, texts: Path) -> None:
    strip(curated)
    crlf = "\ufeff" + curated.read_text("utf-8").replace("\n", "\r\n")
    curated.write_text(crlf, "utf-8", newline="")
    update(curated, texts)
    written = curated.read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    assert written.count(b"\r\n") == written.count(b"\n")
    assert check(curated, texts) == 11


def test_a_decomposed_quote_is_composed(curated: Path, texts: Path) -> None:
    edit(texts / f"{NAME}.txt", "Quarry Lane", "Quarrée Lane")
    quote = unicodedata.normalize("NFD", "Quarrée")
    block = f'\nart:m3 a lfc:Mention ; lfc:refersTo :rooney ; lfc:span [ lfc:quote "{quote}" ] .\n'
    curated.write_text(curated.read_text("utf-8") + block, "utf-8")
    update(curated, texts)
    assert 'lfc:quote "Quarrée"' in curated.read_text("utf-8")
    assert check(curated, texts) == 12


def test_a_text_index_that_is_missing_is_written(curated: Path, texts: Path) -> None:
    whole = curated.read_text("utf-8")
    start = whole.index(" ;\n    lfc:length")
    end = whole.index(" .\n", start)
    curated.write_text(whole[:start] + whole[end:], "utf-8")
    update(curated, texts)
    assert curated.read_text("utf-8") == whole


def test_a_file_without_article_is_refused(small: Path, texts: Path) -> None:
    with pytest.raises(InputError, match="describes no lfc:Article"):
        update(small / "data" / "entities.ttl", texts)


@pytest.mark.parametrize(
    ("source", "term"),
    [
        ("https://example.org/a", "<https://example.org/a>"),
        ("https://[x", '"https://[x"'),
        (' the "page" ', '"the \\"page\\""'),
    ],
)
def test_the_source_of_a_date_is_an_address_or_words(tmp_path: Path, source: str, term: str) -> None:
    text = tmp_path / "cup.txt"
    text.write_text("He won. She lost.")
    skeleton = draft(text, issued="2024-05-01", source=source)
    assert f"dcterms:source {term} ;" in skeleton
    with pytest.raises(InputError, match="where is the day of publication known from"):
        draft(text, issued="2024-05-01", source="  ")


@pytest.mark.parametrize(
    ("quote", "message"),
    [
        ("a 👩", "begins or ends in the midst of a character"),
        ("a 👩‍👩‍👧 sc", "begins or ends within a word"),
    ],
)
def test_a_quote_is_whole_words_and_characters(tmp_path: Path, quote: str, message: str) -> None:
    (tmp_path / "fans.txt").write_text("There was a 👩‍👩‍👧 scarf. It was red.", "utf-8")
    path = tmp_path / "fans.ttl"
    path.write_text(
        draft(tmp_path / "fans.txt") + f'art:f a lfc:Filming ; lfc:span [ lfc:quote "{quote}" ] .\n', "utf-8"
    )
    before = path.read_text("utf-8")
    with pytest.raises(DataError, match=message):
        update(path, tmp_path)
    assert path.read_text("utf-8") == before
