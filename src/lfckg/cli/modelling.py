"""Language models on the command line: from options to a reader, with what it costs told before and after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Protocol

from lfckg.cli.answering import say
from lfckg.cli.options import ModelChoice
from lfckg.errors import CostError, ServiceError
from lfckg.extraction.gazetteers import Known
from lfckg.extraction.models import MOST_OUT, MOST_TOKENS, TIMEOUT, Model, open_model
from lfckg.extraction.prompting import read_definitions
from lfckg.extraction.readings import Reading
from lfckg.extraction.relations import Relations
from lfckg.terminal import harmless
from lfckg.workspace import Workspace

__all__ = ["Reader", "open_chosen", "read_each", "telling_costs"]

_MOST_NAMED = 20


class Reader(Protocol):
    """Reads articles, by rules or with a model."""

    @property
    def name(self) -> str:
        """What it is called where it says who has read an article."""

    def read(self, text: str, issued: str | None = None) -> Reading:
        """Read a normalised article."""


def open_chosen(choice: ModelChoice, workspace: Workspace, relations: Relations, known: Iterable[Known]) -> Model:
    """Open the model that the options name; nothing is sent yet."""
    return open_model(
        choice.value,
        relations,
        read_definitions(workspace),
        known,
        most=choice.most or MOST_TOKENS,
        most_out=choice.most_out or MOST_OUT,
        timeout=choice.timeout or TIMEOUT,
    )


@contextmanager
def telling_costs(model: Model, texts: Iterable[str]) -> Iterator[None]:
    """Tell what reading these texts may take, and after that what was spent and dropped, also where it fails."""
    say(f"lfckg: {model.forecast(texts)}")
    try:
        yield
    finally:
        for line in (*model.notes, *model.account()):
            say(f"lfckg: {line}")


def read_each(reader: Reader, articles: Mapping[str, tuple[str, str | None]]) -> Iterator[tuple[str, Reading]]:
    """Read articles (text and day of publication, by name) one by one.

    Raises what stops it, CostError or ServiceError, with the names of those that were not read; what was given before
    stands.
    """
    names = list(articles)
    for number, (name, (text, issued)) in enumerate(articles.items()):
        try:
            reading = reader.read(text, issued)
        except CostError as exc:
            raise CostError(f"{exc}{_unread(names[number:])}") from exc
        except ServiceError as exc:
            raise ServiceError(f"{exc}{_unread(names[number:])}", exc.status) from exc
        yield name, reading


def _unread(names: list[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return f"\n    Not read: {harmless(', '.join(names[:_MOST_NAMED]))}{more}. The same command goes on with them."
