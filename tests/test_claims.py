"""Claims: when a triple is a fact."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from lfckg.claims import Claim, Modality, Status
from lfckg.evidence import Span

NODE = NamedNode("https://example.org/a")
TRIPLE = Triple(NODE, NODE, Literal("x"))


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("modality", Modality)
def test_stated_or_implied_and_not_planned_is_a_fact(status: Status, modality: Modality) -> None:
    claim = Claim(NODE, TRIPLE, (Span(0, 3),), status, modality)
    expected = status.value in {"Stated", "Implied"} and modality.value in {"Actual", "Approximate"}
    assert claim.is_asserted is expected


def test_a_claim_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="cites no words"):
        Claim(NODE, TRIPLE, ())
