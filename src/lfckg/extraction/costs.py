"""Costs: what questions to a model take in tokens, before they are put and after."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lfckg.errors import CostError
from lfckg.plurals import count

__all__ = ["CHARACTERS_A_TOKEN", "Budget", "Spent", "reckon"]

CHARACTERS_A_TOKEN = 4
"""What is reckoned with before an answer tells: about right for English, too much for other scripts."""


def reckon(text: str) -> int:
    """Reckon the tokens of a text.

    >>> reckon("Thirteen char")
    4
    """
    return -(-len(text) // CHARACTERS_A_TOKEN)


@dataclass(frozen=True, slots=True)
class Spent:
    """What was spent: requests, tokens in and out.

    `reckoned` counts requests whose tokens the endpoint did not tell; `lost` those whose answer did not come whole: an
    endpoint may count them all the same.
    """

    requests: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    reckoned: int = 0
    lost: int = 0

    @property
    def tokens(self) -> int:
        """All tokens."""
        return self.tokens_in + self.tokens_out

    def with_answer(self, tokens_in: int, tokens_out: int, *, is_told: bool) -> Spent:
        """Add a request that was answered."""
        return replace(
            self,
            requests=self.requests + 1,
            tokens_in=self.tokens_in + tokens_in,
            tokens_out=self.tokens_out + tokens_out,
            reckoned=self.reckoned + (not is_told),
        )

    def without_answer(self) -> Spent:
        """Add a request whose answer did not come whole."""
        return replace(self, requests=self.requests + 1, lost=self.lost + 1)

    def __str__(self) -> str:
        """Tell it in a line.

        >>> str(Spent(2, 4000, 1250, 1))
        '2 requests, 4,000 tokens in and 1,250 out (1 request reckoned, as the endpoint does not count)'
        """
        text = f"{count('request', self.requests)}, {self.tokens_in:,} tokens in and {self.tokens_out:,} out"
        if self.reckoned:
            text += f" ({count('request', self.reckoned)} reckoned, as the endpoint does not count)"
        if self.lost:
            text += f"; {count('request', self.lost)} without a whole answer, which the endpoint may count all the same"
        return text


@dataclass(slots=True)
class Budget:
    """How many tokens a run may take in all, in and out, and what it has spent."""

    most: int
    spent: Spent = Spent()

    def check(self, tokens: int, what: str) -> None:
        """Raise CostError where so many tokens, the most that `what` may take, would be more than there are."""
        left = self.most - self.spent.tokens
        if tokens > left:
            raise CostError(
                f"{what} may take {tokens:,} tokens, and of the {self.most:,} that --max-cost allows {max(left, 0):,}"
                " are left. It was not sent. Give a larger --max-cost, or fewer articles."
            )
