"""Titling: from where to where a title reaches, told by its capitals and by the punctuation around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from lfckg.article import Extent
from lfckg.extraction.lexicons import Lexicon

__all__ = ["Titling"]

_ARTICLES = frozenset(("The", "A", "An", "My", "Our", "Your", "No", "All", "One"))
_TIMES = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September"
    r"|October|November|December|Christmas|Easter|(?:19|20)\d\d|[0-3]?\d)s?$"
)
_NO_TITLE = re.compile(
    r"(?:Shooting|Filming|Nothing|Production|Editing|Recording|Work|Photography|Cameras|First|Second|Third|Fourth|Next"
    r"|Last|Latest|Another|Other|\d{1,2}A?|PG|TV-\w+)$"
)
_WORK_ON = re.compile(r"(?:Filming|Shooting|Production|Editing|Work|Photography|Narration|Recording) (?:of|on|for) ")
_IN_PHRASE = re.compile(
    r"\b(?:the|a|an|of|in|on|at|about|from|by|to|with|against|under|into|inside|whose|his|her|its|their) $"
)
_ARTICLE = re.compile(r"(?<=[a-z] )(?:The|A|An) (?=[A-ZÀ-Þ])")
_ABBREVIATED = re.compile(r"(?:[A-ZÀ-Þ]|St|Mr|Mrs|Ms|Dr|No|vs?)\.$")
_IN_BRACKETS = re.compile(r" \([^()\n]{1,40}\)$")
_BREAK = re.compile(r"[.,;:?!] |\n|[“\"]")
_STOP = re.compile(r"[,.;:!?)\n]| (?:is|was|has|had|will|which|that|and|on|by|for|from|to|in|at)\b")
_CAPITAL = re.compile(r"(?<!\S)[A-ZÀ-Þ¿¡]")
_BLANKS = re.compile(r"\s*")
_VERB = re.compile(r"(?:is|was|will|has|had|came|went|goes|comes|can|may|opens|\w+ed|\w+s)\b")
# Small words of other languages: with one of these a title may go on in small letters, "La casa de al lado".
_FOREIGN = re.compile(
    r"(?<![\w'’-])(?:de|en|het|det|den|le|la|les|du|des|el|los|las|del|al|y|di|il|lo|della|dei|e|da|do|dos|os|um|uma|der|die|das|dem|den"
    r"|und|ein|eine|im|am|zum|vom|het|een|van|og|och|på|för|w|na|ve|bir|nó|om|til|fra|från|av|af|mit|aus|von|zu|nach|auf"
    r"|sur|pour|dans|sans|con|por|para|sem|nel|sul|dal|ar|yr|nan|agus|air|ke|dari|bez|od|ku)(?![\w'’-])|[^\W\d_A-Za-z]"
)
_ENGLISH = re.compile(
    r"(?<![\w'’-])(?:is|was|are|were|be|has|had|have|will|would|the|of|and|to|by|with|for|from|at|on|in|a|an|it|which"
    r"|that|who|called|titled|came|comes|his|her|its|their|this|also|not|said|says|about|series|film|documentary|as"
    r"|but)(?![\w'’-])|['’]s\b|[«»“”\"()]"
)
_POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$")
_STEPS = frozenset(("on", "for", "in", "from", "at", "with", "to", "by", "and", "as"))
_VERBS = frozenset(("is", "was", "that", "who", "when", "where"))
_TOKEN = re.compile(r"\S+")
_PUNCTUATION = ",.;:!?)”\"’'"
_PAIR = re.compile(r" (?P<pair>(?P<first>[A-ZÀ-Þ]\w+) (?P<last>[A-ZÀ-Þ]\w+)) (?:in|on|at|for)\b")
_PAIRED = 2  # words of each of two parts of a title that are alike
_REACH = 90  # characters that a title may have
_LEAST = 3
_LEADING = 3  # words that may stand before a comma within a title
_NAMED = 3  # words of a well-known name behind a preposition
_WORDS = 6  # of a title in small letters


@dataclass(frozen=True, slots=True)
class _Part:
    """Words of a title between two marks of punctuation, and what stands before them.

    That is a "comma", a "colon" or a "dash", "word" (one that no title has), or "hard": a sentence's begin.
    """

    start: int
    end: int
    before: str


class Titling:
    """Tells where titles begin and end."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._small, self._openers, self._common = (
            lexicon.capitals[name] for name in ("in_titles", "openers", "common")
        )
        self._makers = lexicon.marks["ProductionCompany"] | lexicon.marks["Broadcaster"]

    # --- a title that ends at a place ---

    def ending(self, text: str, end: int) -> Extent | None:
        """Give the title that ends at an offset, or before a comma or brackets there; None where none does."""
        end -= text[end - 1 : end] == ","
        if bracketed := _IN_BRACKETS.search(text, max(0, end - _REACH), end):
            end = bracketed.start()
        first = max(0, end - _REACH)
        begun = max((match.end() for match in _BREAK.finditer(text, first, end)), default=first)
        for word in _CAPITAL.finditer(text, begun, end):
            if self.is_foreign(text[word.start() : end]):
                return word.start(), end
        parts = self._parts(text, end)
        if not parts:
            return None
        start = parts[0].start
        for part, earlier in pairwise(parts):
            if not self._goes_back(text, part, earlier):
                break
            start = earlier.start
        return self.checked(text, self._trimmed(text, start, end))

    def _parts(self, text: str, end: int) -> list[_Part]:
        """Give the parts before an offset, the last first, as far as their words may be a title's."""
        lowest = max(text.rfind("\n", 0, end) + 1, end - _REACH)
        tokens = [(lowest + one.start(), lowest + one.end()) for one in _TOKEN.finditer(text[lowest:end])]
        parts: list[_Part] = []
        begin = close = end
        for start, stop in reversed(tokens):
            border = _border(text[start:stop]) if stop < end else ""
            word = start, stop - (border in ("comma", "colon"))
            if border and begin < close:
                parts.append(_Part(begin, close, border))
                begin = close = start - 1 if border == "dash" else word[1]
            if border == "dash":
                continue
            if border == "hard" or not self._may_stand(text, word, end):
                return parts if border or not begin < close else [*parts, _Part(begin, close, "word")]
            begin = start
            if text[start] in '“‘"(':
                return [*parts, _Part(start + 1, close, "hard")]
        return [*parts, _Part(begin, close, "hard")] if begin < close else parts

    def _may_stand(self, text: str, word: Extent, end: int) -> bool:
        written = text[slice(*word)]
        if _POSSESSIVE.search(written) and word[1] < end and written[:1].isupper():
            return _is_of_title(text, word)
        return self._is_titular(written)

    def _is_titular(self, word: str) -> bool:
        """Tell whether a word may stand in a title: it has a capital or a number, or is a small one."""
        bare = word.strip('“”"(').rstrip(":,’'")
        if bare[:1] in ("'", "’"):
            return bare[1:2].isalnum()
        small = bare.lower().replace("’", "'") in self._small
        return small or bare[:1].isupper() or bare[:1].isdigit() or bare[:1] in ("&", "+")

    def _goes_back(self, text: str, part: _Part, earlier: _Part) -> bool:
        """Tell whether a title reaches over the punctuation between two parts: "Cerro, Cerro", "Derby: The Film"."""
        before = text[slice(*self._trimmed(text, earlier.start, earlier.end))]
        if not before:
            return False
        if part.before == "comma":
            first, *others = before.split()
            alone = earlier.before == "hard" and len(others) < _LEADING
            common = first.lower() in self._common or first in self._lexicon.given
            return text[part.start : part.end] == before or (alone and not common and before not in self._lexicon.names)
        apart = earlier.before in ("hard", "comma")
        return part.before in ("colon", "dash") and (apart or (part.before == "colon" and " " in before))

    def _trimmed(self, text: str, start: int, end: int) -> Extent:
        """Cut from the begin what no title begins with."""
        if work := _WORK_ON.match(text, start, end):
            start = work.end()
        while start < end and (word := _TOKEN.match(text, start, end)):
            first = word[0]
            opens = first in self._openers and _begins_sentence(text, start) and not _is_subject(text, start, end)
            if (first[:1].isupper() or first[:1].isdigit() or first[:1] in "’'") and not opens:
                break
            blanks = _BLANKS.match(text, word.end())
            start = blanks.end() if blanks else word.end()
        return min(start, end), end

    # --- a title that begins at a place ---

    def beginning(self, text: str, start: int) -> Extent | None:
        """Give the title that begins at an offset, or None where none does."""
        stop = _STOP.search(text, start)
        if stop and self.is_foreign(text[start : stop.start()]):
            return start, stop.start()
        end = kept = start
        for token in _TOKEN.finditer(text, start, start + _REACH):
            word = token[0].rstrip(',.;:!?)”"')
            if "\n" in text[end : token.start()] or not self._is_titular(word) or self._leads_off(text, token):
                break
            end = token.start() + len(word)
            if word.lower() not in self._small or word[:1].isupper():
                kept = end
            if token[0].endswith(("!", "?")) and text[token.end() + 1 : token.end() + 2].islower():
                kept = token.end()
            if len(word) < len(token[0]) and not _goes_on(text, (start, kept), token):
                return self.checked(text, self._paired(text, (start, kept), token.end()))
        return self.checked(text, (start, kept))

    def _paired(self, text: str, extent: Extent, end: int) -> Extent:
        """Lengthen a title by what is like it behind a comma: "Red Earth, Wet Boots in Pune"."""
        words = text[slice(*extent)].split()
        behind = _PAIR.match(text, end)
        if text[end - 1 : end] != "," or len(words) != _PAIRED or not behind or "the" in text[slice(*extent)].lower():
            return extent
        named = behind["pair"] in self._lexicon.names or behind["last"] in self._makers
        return extent if named or behind["first"] in self._lexicon.given else (extent[0], behind.end("pair"))

    def _leads_off(self, text: str, token: re.Match[str]) -> bool:
        """Tell whether a word leads from a title to something else: "Low Tide on Netflix", "by Ada Finch"."""
        if token[0] in _VERBS:
            return True
        if token[0] not in _STEPS:
            return False
        words = [word.strip(_PUNCTUATION) for word in text[token.end() : token.end() + _REACH].split()[: _NAMED + 1]]
        words = words[1:] if words[:1] == ["the"] else words[:_NAMED]
        if not words:
            return True
        known = any(" ".join(words[:number]) in self._lexicon.names for number in range(1, len(words) + 1))
        made = any(word in self._makers for word in words if word[:1].isupper())
        timed = token[0] != "and" and bool(_TIMES.match(words[0]))
        return known or made or timed or words[0] in self._lexicon.given

    # --- either ---

    @staticmethod
    def stands_alone(text: str, extent: Extent) -> bool:
        """Tell whether a title is no part of a longer phrase: "on the Lanterns", "of Malmö"; "in The Long Wait" is none."""
        if _ARTICLE.match(text, *extent):
            return True
        return not _IN_PHRASE.search(text[max(0, extent[0] - 8) : extent[0]])

    def is_foreign(self, words: str) -> bool:
        """Tell whether words are a title of another language, in small letters but for the first: "Ora di punta"."""
        parts = words.split()
        if not 1 < len(parts) <= _WORDS or not words[:1].isupper() or not self._goes_small(parts):
            return False
        article = bool(_FOREIGN.fullmatch(parts[0].lower()))
        told = article or (parts[0].lower() not in self._common and _FOREIGN.search(" ".join(parts[1:])))
        return bool(told) and not _ENGLISH.search(words)

    def _goes_small(self, parts: list[str]) -> bool:
        return any(part[:1].islower() and part not in self._small for part in parts)

    def checked(self, text: str, extent: Extent, *, foreign: bool = False) -> Extent | None:
        """Give the extent if its words may be a title: no well-known name, no person's, no day.

        It ends with a capital or a number, unless it may be `foreign`.
        """
        words = text[slice(*extent)]
        parts = words.split()
        if not re.search(r"[^\W\d_]", words) or len(words) < _LEAST or words.lower() in self._small:
            return None
        if len(parts) == 1 and self._is_no_title(text, words):
            return None
        if len(parts) > 1 and (self._is_person(words, parts) or parts[-1] in self._makers):
            return None
        last = parts[-1][:1]
        fits = foreign or last.isupper() or last.isdigit() or last in "'’"
        return extent if fits and not self._is_known(words) else None

    def _is_no_title(self, text: str, word: str) -> bool:
        """Tell whether a single word is no title: a day, a common word or somebody's surname."""
        dated = _TIMES.match(word) or _NO_TITLE.match(word) or word.lower() in self._common
        return bool(dated) or self.is_surname(text, word)

    def is_surname(self, text: str, word: str) -> bool:
        """Tell whether a word that is no well-known name stands behind a name in a text: "Ada Finch" for "Finch"."""
        named = re.search(rf"[a-zà-ÿ.] [A-ZÀ-Þ][\w-]+ {re.escape(word)}(?!\w)", text)
        return bool(named) and not self._is_known(word)

    def _is_person(self, words: str, parts: list[str]) -> bool:
        return parts[0] in self._lexicon.given and not self._small & set(words.lower().split()) and ":" not in words

    def _is_known(self, words: str) -> bool:
        names = self._lexicon.names
        bare = words.removeprefix("The ")
        return (
            words in names
            or words in self._lexicon.countries
            or (bare != words and (bare in names or f"the {bare}" in names))
        )


def _border(word: str) -> str:
    """Give what the end of a word parts it by from what follows, as in `_Part`; "" for nothing."""
    if word in ("–", "—", "-"):
        return "dash"
    if word[-1] in ",:":
        return "comma" if word[-1] == "," else "colon"
    if word[-1] in ';!?)”»"' or (word[-1] == "." and not _ABBREVIATED.match(word)):
        return "hard"
    return ""


def _goes_on(text: str, before: Extent, token: re.Match[str]) -> bool:
    """Tell whether a title goes on behind punctuation: behind a colon, or with the same words again."""
    if token[0][-1] == ":":
        return text[token.end() + 1 : token.end() + 2].isupper()
    words = text[slice(*before)]
    again = re.compile(rf" (?:[A-ZÀ-Þ][\w-]+, )?{re.escape(words.split(', ')[0])}(?!\w)")
    return token[0][-1] == "," and bool(again.match(text, token.end()))


def _is_of_title(text: str, owner: Extent) -> bool:
    """Tell whether a possessive is part of a title: "The Weavers' Day", "Hale's Army" where the text has Ada Hale."""
    before = text[: owner[0]].split(" ")[-4:-1] if text[: owner[0]].endswith(" ") else []
    for word in reversed(before):
        if word in _ARTICLES:
            return True
        if not word[:1].isupper() or not word[-1:].isalnum():
            break
    name = _POSSESSIVE.sub("", text[slice(*owner)])
    full = rf"(?<![\w-])[A-ZÀ-Þ][\w-]+ {re.escape(name)}(?![\w-]|['’]s?\b| [A-ZÀ-Þ])"
    return not re.search(r"[A-ZÀ-Þ][\w-]* $", text[: owner[0]]) and bool(re.search(full, text))


def _begins_sentence(text: str, start: int) -> bool:
    return start == 0 or bool(re.search(r"(?:[.!?:;]|[.!?]['’”\"]|\n|^|[“\"])\s*$", text[max(0, start - 4) : start]))


def _is_subject(text: str, start: int, end: int) -> bool:
    """Tell whether a verb follows what is said of a title, so that its first word is its own."""
    if re.search(rf"[a-z,] {re.escape(text[start:end])}(?!\w)", text):
        return True
    behind = re.compile(r"(?:, (?:an?|the) [^,.;]{1,80},)? ").match(text, end)
    return bool(behind and _VERB.match(text, behind.end()))
