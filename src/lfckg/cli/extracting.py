"""The command for those who have articles read: extract."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lfckg.cli.answering import say
from lfckg.cli.options import MODEL, PATH, TEXTS, ModelChoice
from lfckg.errors import DataError, InputError, OutputError
from lfckg.namespaces import compact
from lfckg.plurals import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lfckg.extraction.acquaintances import Acquaintances
    from lfckg.extraction.proposing import Article, Outcome, Reader
    from lfckg.extraction.relations import Relations
    from lfckg.workspace import Workspace

__all__ = ["extract"]

_MOST_TOLD = 20


@click.command()
@click.argument("articles", nargs=-1, type=PATH, required=True)
@click.option(
    "-o",
    "--output",
    type=PATH,
    metavar="DIR",
    help="Where the curated files go: SLUG.ttl, and new entities in SLUG-entities.ttl. Default: data/.",
)
@click.option("--issued", metavar="DATE", help="The day on which they were published, as 2024-05-01.")
@click.option("--source", metavar="TEXT", help="Where that day is known from: an address, or words.")
@click.option(
    "--parser", metavar="NAME", help="The spaCy model that the rules parse with. Default: that of lfckg[extract]."
)
@TEXTS
@MODEL
def extract(
    articles: tuple[Path, ...],
    output: Path | None,
    issued: str | None,
    source: str | None,
    parser: str | None,
    texts: Path | None,
    model: ModelChoice | None,
) -> int:
    """Read articles, and propose what they say.

    ARTICLES are plain text, HTML or Markdown; of the latter two the text is kept as SLUG.txt, in the directory of
    texts or beside the file. Rules read them, offline, unless a --model is named. What they find goes into the
    articles' curated files, each claim with its words, and waits there until a person accepts it by `lfckg review`.

    An article that was read already is not read again. Of one that has changed, decisions stay where their words do.

    \b
    Examples:
      lfckg extract texts/cup-win.txt --issued 2024-05-01 --source https://example.org/news/cup-win
      lfckg extract texts/*.txt
    """
    from lfckg.extraction.relations import read_relations  # noqa: PLC0415  each command loads what it uses
    from lfckg.workspace import find_workspace  # noqa: PLC0415

    if model and parser:
        raise click.UsageError("--parser is of the rules, and a --model reads in place of them. Name one of the two.")
    workspace = find_workspace()
    directory = _directory(workspace, output)
    extraction = _Extraction(workspace, read_relations(workspace), _acquaintances(workspace, directory))
    for path in articles:
        extraction.take(path, directory, issued, source, texts)
    extraction.run(model, parser)
    if extraction.waiting:
        click.echo(f"Next: lfckg review {' '.join(dict.fromkeys(extraction.waiting))}")
    return 1 if extraction.has_failed else 0


def _directory(workspace: Workspace, output: Path | None) -> Path:
    if output is None and workspace.is_packaged:
        raise click.UsageError("There is no workspace here to put the files into: name a directory with --output DIR.")
    if output is not None and output.exists() and not output.is_dir():
        raise click.UsageError(
            f"{output} is no directory, and each article has files of its own. Name one with -o DIR."
        )
    return output or workspace.root / "data"


def _acquaintances(workspace: Workspace, directory: Path) -> Acquaintances:
    """Give whom the graph and the files of the directory know."""
    from lfckg.datasets import open_store  # noqa: PLC0415
    from lfckg.extraction.acquaintances import Acquaintances  # noqa: PLC0415
    from lfckg.extraction.gazetteers import read_gazetteer  # noqa: PLC0415

    data = workspace.data
    known = {path.resolve() for path in data}
    others = [path for path in sorted(directory.glob("*.ttl")) if path.resolve() not in known]
    return Acquaintances.of(read_gazetteer(open_store(workspace)) if data else (), [*data, *others])


class _Extraction:
    """Reads articles one by one, and tells what came of each; what is wrong with one does not stop the others."""

    def __init__(self, workspace: Workspace, relations: Relations, acquaintances: Acquaintances) -> None:
        self._workspace, self._relations, self._acquaintances = workspace, relations, acquaintances
        self._articles: dict[str, Article] = {}
        self.waiting: list[str] = []
        self.has_failed = False

    def take(self, path: Path, directory: Path, issued: str | None, source: str | None, texts: Path | None) -> None:
        """Take an article's file up, and keep the text of what is none."""
        from lfckg.extraction.documents import read_document, save_text  # noqa: PLC0415
        from lfckg.extraction.languages import read_languages  # noqa: PLC0415
        from lfckg.extraction.proposing import Article  # noqa: PLC0415
        from lfckg.files import display  # noqa: PLC0415
        from lfckg.texts import texts_directory  # noqa: PLC0415

        with self._telling():
            document = read_document(path, read_languages(self._workspace))
            article = Article(document.text, document.slug, directory, issued, source)
            if not document.slug:
                raise InputError(f"{display(path)}: its name makes no slug. Name it in letters a-z or digits.")
            if document.slug in {other.slug for other in self._articles.values()}:
                raise InputError(f"{display(path)}: another article is called {document.slug} too. Rename one of them.")
            if document.form != "text":
                click.echo(
                    f"{display(path)}: its text is kept in {display(save_text(document, texts_directory(texts)))}."
                )
            if document.issued and not issued:
                told = source or f"the {document.form} of the article"
                article = replace(article, issued=document.issued.isoformat(), source=told)
            self._articles[display(path)] = article

    def run(self, model: ModelChoice | None, parser: str | None) -> None:
        """Read what was taken up and not read before, by rules or with a model."""
        from lfckg.cli.modelling import open_chosen, telling_costs  # noqa: PLC0415
        from lfckg.extraction.readers import open_rule_reader  # noqa: PLC0415

        if not self._articles:
            return
        if model is None:
            reader = open_rule_reader(self._workspace, parser) if parser else open_rule_reader(self._workspace)
            self._read(reader, self._unread(reader))
            return
        with open_chosen(model, self._workspace, self._relations, self._acquaintances.known) as chosen:
            if unread := self._unread(chosen):
                with telling_costs(chosen, [text for text, _ in unread.values()]):
                    self._read(chosen, unread)

    def _unread(self, reader: Reader) -> dict[str, tuple[str, str | None]]:
        """Tell of the articles that the reader has read before, and give the others: text and day, by name."""
        from lfckg.extraction.proposing import day_of, outcome_before  # noqa: PLC0415

        unread = {}
        for name, article in self._articles.items():
            with self._telling():
                if outcome := outcome_before(article, reader.name):
                    self._tell(outcome)
                else:
                    unread[name] = (article.text, day_of(article))
        return unread

    def _read(self, reader: Reader, unread: Mapping[str, tuple[str, str | None]]) -> None:
        from lfckg.cli.modelling import read_each  # noqa: PLC0415
        from lfckg.extraction.proposing import record  # noqa: PLC0415

        for name, reading in read_each(reader, unread):
            with self._telling():
                self._tell(record(self._articles[name], reading, reader.name, self._relations, self._acquaintances))

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Tell what is wrong with one article."""
        try:
            yield
        except (InputError, DataError, OutputError) as exc:
            self.has_failed = True
            say(f"lfckg: {exc}")

    def _tell(self, outcome: Outcome) -> None:
        from lfckg.files import display  # noqa: PLC0415

        shown = display(outcome.path)
        if outcome.waiting:
            self.waiting.append(shown)
        click.echo(f"{shown}: {_summary(outcome)}")
        for lost in outcome.withdrawn:
            say(f"taken out, since its words are gone: {compact(lost.standing.iri)}, accepted; {lost.problem}")
        for name in outcome.carried:
            say(f"look at {name} in {shown}: its sentence has changed, and was read as before. Does it still say so?")
        for check in outcome.checks:
            say(f"look at {check}")
        for objection, number in Counter(outcome.objections).most_common(_MOST_TOLD):
            say(f"left out{f' ({number} times)' if number > 1 else ''}: {objection}")


def _summary(outcome: Outcome) -> str:
    """Tell in a line what came of an article.

    >>> from lfckg.extraction.proposing import Outcome
    >>> _summary(Outcome(Path("a.ttl"), added=1, waiting=2, known=3))
    '1 new proposal, 2 wait for review; entities: 0 new, 3 known'
    """
    waiting = f"{outcome.waiting} wait{'s' if outcome.waiting == 1 else ''} for review"
    if not outcome.was_read:
        return f"was read already; {waiting}"
    doubtful = f" ({len(outcome.doubtful)} in doubt)" if outcome.doubtful else ""
    return (
        f"{count('new proposal', outcome.added)}, {waiting};"
        f" entities: {len(outcome.new)} new{doubtful}, {outcome.known} known"
    )
