"""Language models on the command line: options become a reader, costs are told, what stops a run names the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import click
import pytest

from chatting import TEXT, base, chat, claim, said
from faulty import Answer, answering
from lfckg.cli.modelling import open_chosen, read_each, telling_costs
from lfckg.cli.options import MODEL, ModelChoice
from lfckg.errors import CostError, LfckgError, ServiceError
from lfckg.extraction.models import Model
from lfckg.extraction.relations import read_relations
from lfckg.workspace import find_workspace
from support import ROOT

pytestmark = pytest.mark.usefixtures("own_network")

FINE = chat(said(claim()))
ARTICLES = dict.fromkeys(("one", "two", "three"), (TEXT, None))


@click.command()
@click.option("--plain", is_flag=True)
@MODEL
def command(plain: bool, model: ModelChoice | None) -> tuple[bool, ModelChoice | None]:
    """Give what it was given."""
    return plain, model


def run(*args: str) -> Any:
    return command.main(list(args), standalone_mode=False)


def test_options_are_taken_as_one() -> None:
    assert run("--plain") == (True, None)
    assert run("--model", "http://h/v1#m") == (False, ModelChoice("http://h/v1#m"))
    limits = ("--max-cost", "20000", "--max-tokens", "500", "--model-timeout", "2.5")
    assert run("--model", "http://h/v1#m", *limits)[1] == ("http://h/v1#m", 20000, 500, 2.5)


@pytest.mark.parametrize(
    "args",
    [
        ("--max-cost", "20000"),
        ("--model", "http://h/v1#m", "--max-cost", "0"),
        ("--model", "http://h/v1#m", "--model-timeout", "0"),
        ("--model", "http://h/v1#m", "--max-tokens", "many"),
    ],
)
def test_options_that_say_nothing_are_refused(args: tuple[str, ...]) -> None:
    with pytest.raises(click.UsageError):
        run(*args)


@pytest.fixture
def opened() -> Iterator[Callable[..., Model]]:
    workspace = find_workspace(ROOT)
    models: list[Model] = []

    def opening(*choice: Any) -> Model:
        models.append(open_chosen(ModelChoice(*choice), workspace, read_relations(workspace), ()))
        return models[-1]

    yield opening
    for model in models:
        model.__exit__()


def test_costs_are_told_before_and_after(opened: Callable[..., Model], capfd: pytest.CaptureFixture[str]) -> None:
    with answering(FINE, chat(said(claim("rich")))) as server:
        model = opened(f"{base(server)}#tiny")
        with telling_costs(model, [text for text, _ in ARTICLES.values()]):
            assert "3 requests, about " in capfd.readouterr().err
            assert [name for name, _ in read_each(model, ARTICLES)] == ["one", "two", "three"]
    assert capfd.readouterr().err.splitlines() == [
        f"lfckg: tiny at {base(server)}/chat/completions: 3 requests, 2,700 tokens in and 300 out.",
        "lfckg: dropped of what the model said: 2 for a relation outside the list.",
    ]


@pytest.mark.parametrize(
    ("answer", "most", "kind"),
    [
        (Answer(b"", status=500), None, ServiceError),
        (chat("no"), None, ServiceError),
        (FINE, 12000, CostError),
    ],
)
def test_what_stops_a_run_keeps_what_was_read_and_names_the_rest(
    opened: Callable[..., Model],
    capfd: pytest.CaptureFixture[str],
    answer: Answer,
    most: int | None,
    kind: type[LfckgError],
) -> None:
    read = []
    costly = chat(said(claim()), usage={"prompt_tokens": 2500, "completion_tokens": 300})

    def reading_all(model: Model) -> None:
        with telling_costs(model, [TEXT]):
            for name, reading in read_each(model, ARTICLES):
                read.append((name, len(reading.proposals)))

    with answering(costly, answer) as server:
        model = opened(f"{base(server)}#tiny", most)
        with pytest.raises(kind, match=r"Not read: two, three\. The same command goes on"):
            reading_all(model)
    assert read == [("one", 1)]
    told = capfd.readouterr().err.splitlines()[-1]
    assert told.startswith(f"lfckg: tiny at {base(server)}/chat/completions: ")
    assert ("1 request, 2,500 tokens in and 300 out." in told) == (kind is CostError)


def test_many_that_were_not_read_are_not_all_named(opened: Callable[..., Model]) -> None:
    with answering(Answer(b"", status=500)) as server:
        model = opened(f"{base(server)}#tiny")
        with pytest.raises(ServiceError, match=r"0, 1, .*, 19 and 80 more\. The same"):
            list(read_each(model, {str(number): (TEXT, None) for number in range(100)}))
