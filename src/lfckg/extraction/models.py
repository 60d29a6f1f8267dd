"""Models: readers that ask a language model, as far as their user lets them spend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Self

from lfckg.article import digest_sentence, index_text
from lfckg.errors import ServiceError
from lfckg.extraction.answers import sift
from lfckg.extraction.chats import Chat, ChatAnswer, find_key, parse_json, parse_model
from lfckg.extraction.costs import CHARACTERS_A_TOKEN, Budget, Spent, reckon
from lfckg.extraction.gatherings import Dropped, Gathering
from lfckg.extraction.gazetteers import Known
from lfckg.extraction.places import Places, divide
from lfckg.extraction.prompting import Prompt, mentioned
from lfckg.extraction.readings import Reading
from lfckg.extraction.relations import Relations
from lfckg.plurals import count
from lfckg.services.addresses import show_url
from lfckg.terminal import harmless

__all__ = ["MOST_OUT", "MOST_TOKENS", "TIMEOUT", "Model", "open_model"]

MOST_TOKENS, MOST_OUT, TIMEOUT = 100_000, 8000, 300.0
"""What a run may take in all, an answer in tokens, and an answer in seconds, where nobody says otherwise."""

_PART = 12_000  # characters; longer articles are read in parts


class Model:
    """A reader that asks a language model; a context manager, which ends its connections.

    `name` tells it from others, and from itself with other instructions; `dropped` counts by reason what it said and
    was not taken, in all articles that it has read.
    """

    def __init__(
        self,
        chat: Chat,
        relations: Relations,
        definitions: Mapping[str, str],
        known: Iterable[Known] = (),
        *,
        most: int = MOST_TOKENS,
    ) -> None:
        self._chat, self._relations, self._known = chat, relations, tuple(known)
        self._prompt = Prompt(relations, definitions)
        self._budget = Budget(most)
        self.name = f"model {chat.model} {digest_sentence(self._prompt.system)}"
        self.dropped: Counter[Dropped] = Counter()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._chat.close()

    @property
    def spent(self) -> Spent:
        """What was spent until now."""
        return self._budget.spent

    @property
    def notes(self) -> list[str]:
        """What the user should know of the endpoint."""
        return self._chat.notes

    def read(self, text: str, issued: str | None = None) -> Reading:
        """Read a normalised article; a text without a sentence gives nothing, and is not sent.

        Raises CostError before a request that might take more than is left, and ServiceError where the endpoint can't
        be asked or its answer can't be read: nothing of the article is kept then.
        """
        gathering = Gathering(text)
        questions = self._questions(text, issued)
        bound = sum(self._bound(question) for _, _, question in questions)
        self._budget.check(bound, "the article")
        for places, known, question in questions:
            # Checked again, since what was reckoned with is no promise of what the endpoint counts.
            self._budget.check(self._bound(question), "the rest of the article")
            answer = self._ask(question)
            wrong = self._sifted(answer, gathering, places, known)
            if wrong:
                raise ServiceError(f"{show_url(self._chat.url)}: {wrong}", 200)
        self.dropped += gathering.dropped
        return Reading(text, gathering.settled(), tuple(gathering.proposals), issued)

    def forecast(self, texts: Iterable[str]) -> str:
        """Tell in a line what reading normalised articles may take, before anything is sent."""
        questions = [question for text in texts for _, _, question in self._questions(text, None)]
        tokens = sum(map(self._bound, questions)) - len(questions) * self._chat.most
        return (
            f"{self._shown}: {count('request', len(questions))}, about {tokens:,} tokens in (reckoned with"
            f" {CHARACTERS_A_TOKEN} characters a token) and at most {len(questions) * self._chat.most:,} out."
            f" --max-cost stops before {self._budget.most:,} in all."
        )

    def account(self) -> list[str]:
        """Tell in some lines what was spent, and what the model said that was dropped."""
        lines = [f"{self._shown}: {self.spent}."]
        if self.dropped:
            told = "; ".join(f"{number} for {reason.value}" for reason, number in self.dropped.most_common())
            lines.append(f"dropped of what the model said: {told}.")
        return lines

    @property
    def _shown(self) -> str:
        return f"{harmless(self._chat.model)} at {show_url(self._chat.url)}"

    def _questions(self, text: str, issued: str | None) -> list[tuple[Places, list[Known], str]]:
        try:
            index = index_text(text)
        except ValueError:  # nothing but blanks
            return []
        found = []
        for part in divide(index, _PART):
            places = Places(text, index, part)
            known = mentioned(self._known, places)
            found.append((places, known, self._prompt.question(places, known, issued)))
        return found

    def _bound(self, question: str) -> int:
        return reckon(self._prompt.system) + reckon(question) + self._chat.most

    def _ask(self, question: str) -> ChatAnswer:
        try:
            answer = self._chat.ask(self._prompt.system, question, self._prompt.schema)
        except ServiceError:
            self._budget.spent = self.spent.without_answer()
            raise
        tokens_in, tokens_out = answer.tokens_in, answer.tokens_out
        is_told = tokens_in is not None and tokens_out is not None
        self._budget.spent = self.spent.with_answer(
            reckon(self._prompt.system + question) if tokens_in is None else tokens_in,
            reckon(answer.text) if tokens_out is None else tokens_out,
            is_told=is_told,
        )
        return answer

    def _sifted(self, answer: ChatAnswer, gathering: Gathering, places: Places, known: Sequence[Known]) -> str:
        """Sift an answer into the gathering; say what is wrong where it can't be read at all."""
        if answer.is_cut_off:
            return (
                f"the model's answer is cut off after {self._chat.most:,} tokens. Give it more with --max-tokens, or a"
                " shorter article."
            )
        try:
            sift(parse_json(_bare(answer.text)), gathering, places, known, self._relations, self._chat.model)
        except ValueError:
            return (
                "the model's answer is not the JSON that was asked for, or is cut off. Try again, or another model:"
                " small ones often can't do it."
            )
        return ""


def open_model(
    value: str,
    relations: Relations,
    definitions: Mapping[str, str],
    known: Iterable[Known] = (),
    *,
    most: int = MOST_TOKENS,
    most_out: int = MOST_OUT,
    timeout: float = TIMEOUT,
) -> Model:
    """Open the model that URL#NAME names, with the key in LFCKG_MODEL_KEY where there is one; nothing is sent yet.

    `most` is how many tokens may be spent in all, `most_out` how many an answer may have, which may take `timeout`
    seconds. Raises ServiceError where the address or the key can be none.
    """
    url, name = parse_model(value)
    chat = Chat(url, name, key=find_key(), timeout=timeout, most=most_out)
    return Model(chat, relations, definitions, known, most=most)


def _bare(text: str) -> str:
    """Take off what models put around JSON where they are not held to it: thoughts, a fence, words before and after."""
    if text.lstrip().startswith("<think>"):
        text = text.partition("</think>")[2]
    return text[text.find("{") : text.rfind("}") + 1]
