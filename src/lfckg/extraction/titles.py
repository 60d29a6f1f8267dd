"""Titles: where a text names a film or a series, told by what stands around the title."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lfckg.article import Extent
from lfckg.extraction.lexicons import Lexicon
from lfckg.extraction.stretches import Stretches
from lfckg.extraction.titling import Titling

__all__ = ["Titles"]

_CLOSE = 120  # characters in which a film must be spoken of, where little tells that words are a title
_NEAR = 400  # the same, where more does
_QUOTED = r"[‘'“\"«](?P<quoted>[A-ZÀ-Þ0-9¿¡][^“”\"«»()\n]{1,60}?)[,.]?[’'”\"»]"
_MARKED = re.compile(
    r"(?<!\w)[‘'“\"«„] ?(?P<quoted>[A-ZÀ-Þ0-9¿¡][^“”\"«»„()\n.,;]{2,50}[^\s,.;?]) ?[’'”\"»“](?!\w)(?! ?[A-ZÀ-Þ])"
)
_WORD = r"(?:[A-ZÀ-Þ0-9¿¡][\w’'!?.:-]*|[a-zà-ÿ]{1,4}|&|–)"
_TITLE_CASE = re.compile(rf"{_WORD}(?: {_WORD})*$")
_LONGEST = 9  # words of a title in quotation marks
_BEGINS = r"(?=[A-ZÀ-Þ0-9¿¡’'])(?!(?:The|A|An) [a-z])"
_OWNED = r"(?:a|an|the|its|their|his|her|another|one|[\w.+-]+['’]s?)"
_CALLED = (
    r"(?:called|titled|entitled|named|christened|dubbed|renamed|(?:under|with|by) the title|(?:bears|has) the title"
    r"|[Tt]he title is|(?:title|name) of|(?:title|name), [^.,;]{1,50}, is)"
)
_NUMBER = r"(?:two|three|four|five|six|seven|eight|nine|ten|twelve|sixty|seventy|eighty|ninety|\d+)"
_OTHERS = (
    "producer|maker|director|company|companies|crew|critic|festival|star|studio|rights|composer|team|editor|unit"
    "|industry|fan|buff|archive|deal|producing|making|firm|house|legend|historian"
)
_SPOKEN = (
    r"documentaries|cameras|episodes|narrat(?:or|ors|ed|es|ion)|voice-?over|cinemas?|premi[eè]red?|televised|trilogy"
    r"|film-?makers?|telly|screenings?|screened"
)
_LED_TO = "|".join(
    (
        "directed|directs|narrated|narrates|shooting|filming|produced|co-produced|watched|watching|edited|made|stream",
        r"finished|(?:order|date|shoot|wait(?:ed|ing)|camera|voice|narration|credits) (?:for|of)",
        r"wait(?:ed|ing)? (?:\w+ ){1,3}for|Work on|(?:began|started|start|begin)s? with",
        "(?:snapped|picked) up|bought|acquired|commissioned|unveiled|parts of",
    )
)
_SHOWN = re.compile(
    r",? (?:(?:which|has|had|is|was|will|be|been|being|still|now|its|to|first|also|already|just|have) )*"
    r"(?:released|shot|filmed|made|shown|premi[eè]red?|screened|screening|airs?|aired|directed|narrated|produced"
    r"|completed|finished|announced|broadcast|streamed|streams|out on|due (?:out|for|on|in)|opens|edited"
    r"|in production|follows|charts|runs to|came out|goes out|went out)\b"
)
_LIKE_TITLE = re.compile(r"^(?:The|A|An) | (?:[a-z]{1,4}|\d+) |: |\d$|^\S+(?: \S+){3,}$")
_MAKER = re.compile(r"[A-Z]\w+(?:ed|en|de|ot) [^.;]*\b(?:by|for|from|with)\b[^.;,]*")
_CAPITAL_THE = re.compile(r"[a-z] (?P<the>The [A-ZÀ-Þ])")
_FORMS = re.compile(
    r"(?<=[a-z,] )(?:Inside|Welcome to|Being|Becoming|Behind|Made in|The Making of|All or Nothing:) [A-ZÀ-Þ]"
)
"""What titles of films about clubs and persons often begin with, within a sentence."""
_UNVEILED = re.compile(
    r"(?:, (?:named|made|shot|filmed|set|first|based)\b"
    r"| (?:was|is|has been) (?:unveiled|announced|commissioned|presented|revealed|released)\b)"
)

_STARRED = re.compile(r"(?P<title>[^★☆*.\n]{2,60}?),? (?:\([^()\n]+\) )?(?:[★☆*]{1,6}|(?:\w+ stars|\d/\d{1,2})$)")
"""A review's heading: a title, and how many stars it gets."""
_SURNAME = re.compile(r"\b(?:in|of|see|saw|watch|watched|made|directed|called) (?P<title>[A-ZÀ-Þ]\w{2,})(?=,?$)")
_FORMERLY = 30  # characters before a title, that may tell that it is none any more
_FORMER = re.compile(
    r"(?:to have been|originally|formerly|previously|at first|once) (?:called|titled|entitled|named) $"
)
_NAMELESS = re.compile(
    r"\b(?:no (?:title|name)|untitled|nameless|without an? (?:title|name)"
    r"|(?:not|never) (?:yet )?(?:been )?(?:gave|given|had|has|have|got) (?:it )?(?:an? )?(?:title|name))\b"
)
_MADE = re.compile(
    r"\b(?:directed|narrated|premi[eè]re|broadcast|screened|[Ff]ilming (?:began|is|has)|(?:to|will) be (?:released|made|created|produced)|is being (?:made|shot|filmed)|will (?:be )?(?:air|show|stream)\w*"
    r"|was (?:made|shot|filmed) by|released on|episodes)\b"
)


_EXAMPLE = re.compile(
    r"\b(?:such as|the likes of|including|in the (?:style|manner|vein) of|who (?:also )?(?:made|are behind)|makers of) [^.\n]*$"
)


class Titles:
    """Finds titles of works.

    What follows a title ("X, a film about") tells where it ends, what leads up to it ("a film called X") where it
    begins; `Titling` tells how far it reaches from there. Some of that tells a title only where a film is spoken of
    near by.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._titling = Titling(lexicon)
        work = rf"(?:{lexicon.words['film']}|{lexicon.words['series']}|{lexicon.words['film_kind']})"
        noun = rf"\b{work}\b(?!['’-]| (?:{_OTHERS})s?\b)"
        no_words = "of|in|at|from|by|with|on|for|to|and|who|behind|a|the|is|was|cut"
        described = rf"(?i:{_OWNED} (?:(?!(?:{no_words}) )[\w+’'&/-]+,? ){{0,6}}?{noun})"
        self._noun = re.compile(rf"\b(?:{work}s?|{_SPOKEN})\b", re.I)
        self._following = re.compile("|".join(_sure_following(described)))
        self._following_near = re.compile("|".join(_near_following(described)))
        self._leading = [re.compile(one + _BEGINS) for one in _sure_leading(noun)]
        self._leading_near = [re.compile(one + _BEGINS) for one in _near_leading()]
        self._loose = re.compile(rf"{noun}[^.;:“”\"\n]{{3,70}}?, {_BEGINS}")
        films = rf"(?:{lexicon.words['film']}|{lexicon.words['series']})"
        self._described = re.compile(
            rf"\b(?:[Aa]n?|[Tt]he|[Ii]ts|[Hh]is|[Hh]er) (?:(?:behind the scenes|(?!(?:{no_words}) )[a-z0-9-]+) ){{0,4}}?"
            rf"(?:{films}|(?<=-part )(?:show|programme|documentary|portrait))\b(?!['’-]| (?:{_OTHERS})s?\b)"
        )
        self._quoted = [
            re.compile(rf"(?:{noun}|{_CALLED})[^.“\"‘]{{0,40}}? {_QUOTED}", re.I),
            re.compile(rf"{_QUOTED},? (?:(?:is|was|will be) )?{described}"),
        ]

    def find(self, text: str) -> list[Extent]:
        """Give all places of the titles that a text tells to be some; they don't overlap.

        A film that a text speaks of and gives no title stands where it is first described: "a six-part series".
        """
        if not self._noun.search(text):
            return []
        told = [*self._in_quotes(text), *self._before(text), *self._behind(text)]
        titles = {text[slice(*extent)] for extent in told or self._supposed(text)}
        surnames = list(self._of_persons(text))
        if not titles:
            return surnames or list(self._untitled(text))
        written = "|".join(re.escape(title) for title in sorted(titles, key=len, reverse=True))
        taken = Stretches(surnames)
        for match in re.finditer(rf"(?<!\w)(?:{written})(?!\w)", text):
            taken.add(match.span())
        if all(_is_example(text, extent) for extent in taken):
            for extent in self._untitled(text):
                taken.add(extent)
        return list(taken)

    def _in_quotes(self, text: str) -> Iterator[Extent]:
        for pattern in self._quoted:
            for match in pattern.finditer(text):
                words = match["quoted"].split()
                capitals = sum(1 for word in words if word[:1].isupper() or word[:1].isdigit())
                if capitals * 2 >= len(words) <= _LONGEST and (len(words) == 1 or words[-1][-1] != "?"):
                    yield match.span("quoted")
        for match in _MARKED.finditer(text):
            words, extent = match["quoted"], match.span("quoted")
            is_title = _TITLE_CASE.match(words) or self._titling.is_foreign(words)
            if is_title and self._is_near(text, extent, _NEAR if " " in words else _CLOSE):
                yield extent

    def _before(self, text: str) -> Iterator[Extent]:
        """Give titles before what tells of them."""
        for match in self._following.finditer(text):
            extent = self._titling.ending(text, match.start())
            if extent and not _is_maker(text, extent):
                yield extent
        for match in self._following_near.finditer(text):
            extent = self._titling.ending(text, match.start())
            if extent and not _is_maker(text, extent) and self._is_likely(text, extent):
                yield extent

    def _of_persons(self, text: str) -> Iterator[Extent]:
        """Give titles that are surnames, too, where they stand as titles: "in Hale, a film by Ada Finch"."""
        for match in self._following.finditer(text):
            named = _SURNAME.search(text, max(0, match.start() - _FORMERLY), match.start())
            if named and self._titling.is_surname(text, named["title"]):
                yield named.span("title")

    def _behind(self, text: str) -> Iterator[Extent]:
        """Give titles behind what leads up to them."""
        for pattern in [*self._leading, *self._leading_near, self._loose]:
            for match in pattern.finditer(text):
                extent = self._titling.beginning(text, match.end())
                if (
                    extent
                    and self._is_led_to(text, extent, pattern)
                    and not _FORMER.search(text[: match.end()][-_FORMERLY:])
                ):
                    yield extent

    def _is_led_to(self, text: str, extent: Extent, pattern: re.Pattern[str]) -> bool:
        """Tell whether what leads up to words makes them a title; behind a comma they must look like one, or be shown."""
        if pattern is self._loose:
            return bool(_LIKE_TITLE.search(text[slice(*extent)]) or _SHOWN.match(text, extent[1]))
        return pattern in self._leading or self._is_near(text, extent)

    def _supposed(self, text: str) -> Iterator[Extent]:
        """Give what may well be a title where a text that speaks of a film tells none."""
        for match in _CAPITAL_THE.finditer(text):
            extent = self._titling.beginning(text, match.start("the"))
            if extent and " " in text[slice(*extent)] and self._is_near(text, extent, _CLOSE):
                yield extent
        for match in _UNVEILED.finditer(text):
            extent = self._titling.ending(text, match.start())
            if extent and self._is_likely(text, extent):
                yield extent
        for match in _FORMS.finditer(text):
            extent = self._titling.beginning(text, match.start())
            if extent and self._is_near(text, extent, _CLOSE):
                yield extent
        first = text.split("\n", 1)[0]
        if starred := _STARRED.match(first):
            first = starred["title"]
        heads = starred or first in text[len(first) :] or text.startswith("\n(", len(first))
        written = _TITLE_CASE.match(first) or self._titling.is_foreign(first)
        if heads and written and (extent := self._titling.checked(text, (0, len(first)), foreign=bool(starred))):
            yield extent

    def _untitled(self, text: str) -> Iterator[Extent]:
        """Give where a film or series without a title is first described, if what is told of it is more than a plan."""
        described = [match.span() for match in self._described.finditer(text)]
        if described and (_NAMELESS.search(text) or (len(described) > 1 and len(set(_MADE.findall(text))) > 1)):
            yield described[0]

    def _is_likely(self, text: str, extent: Extent) -> bool:
        return self._titling.stands_alone(text, extent) and self._is_near(text, extent)

    def _is_near(self, text: str, extent: Extent, reach: int = _NEAR) -> bool:
        return bool(self._noun.search(text, max(0, extent[0] - reach), min(len(text), extent[1] + reach)))


def _is_example(text: str, extent: Extent) -> bool:
    """Tell whether a title is only named as one of several, or as what somebody made before."""
    return bool(_EXAMPLE.search(text, max(0, extent[0] - _CLOSE), extent[0]))


def _sure_following(described: str) -> tuple[str, ...]:
    """Give patterns of what follows nothing but a title."""
    which = r"which (?:[^.;,]{1,60},? )?(?:is|was|will be) "
    return (
        rf"(?:,| [–—]| \() ?(?:now |itself |once |also |part |billed as |{which})?{described}",
        r", which (?:lasts|runs|opens with)\b",
        rf" (?:runs|ran|stretches|extends) to {_NUMBER} (?:parts|episodes|hours|minutes|half-hours)\b",
        rf", {_NUMBER} (?:parts|episodes|hours|minutes|half-hours)\b",
        r",? (?:(?:is|was|will be|has been|which (?:is|was)) )?(?:co-)?(?:directed|narrated|voiced|produced) by\b",
        r" \((?:cert\w*\b|dir\b|the title\b|working title\b"
        r"|[^()\n]{0,40}\b(?:minutes|mins|min|episodes|Netflix|BBC ?\d?|ITV\d?|[ap]m)\b)",
        r" (?:takes its (?:title|name)|(?:goes|went) before the cameras?)\b",
    )


def _near_following(described: str) -> tuple[str, ...]:
    """Give patterns of what follows titles, and other things, too."""
    made = r"(?:, (?:made|shot|filmed|produced|put|directed|which|released|first|commissioned|ordered|announced|written)\b[^,.;]{1,80},|,)?"
    made += r"(?: (?:its|the|an?|their) [^,.;]{1,40},)?"
    be = r"(?:is|was|will be|became|is to be|was to be|was to have been|remains)"
    shown = "(?:streamed|broadcast|screened|premiered|televised|released|aired|shown)"
    return (
        rf"{made} {be} (?:only |just |also |now |billed as )?{described}",
        r" \((?:19|20)\d\d\)",
        r", (?:about|in which|which (?:follows|charts|chronicles|documents|traces|tells|looks|goes|covers))\b",
        r", which [^.,;]{1,60} (?:(?:co-)?(?:directed|produced|made|shot)|narrated|voiced|filmed|showed|screened"
        r"|broadcast|streamed|aired|released|announced|is making|makes|will show)\b",
        r" (?:charts|chronicles|documents|tells the story|goes behind|has no \w+ date)\b",
        rf"(?:, by [^.;,]{{1,60}})?,? (?:is |was |will be |has been |had been |which was )?{shown}\b",
        r", which (?:has |had )?(?:arrived|landed|launched|debuted|came out|goes out|went out|airs|premieres)\b",
        r" (?:airs|streams|premieres|premiered|aired|streamed|begins on|starts on|goes (?:out|up) on|lands on"
        r"|will (?:air|stream|premiere|screen|be on|be (?:shown|screened|repeated)|open in cinemas)|opens? in cinemas"
        r"|can be (?:seen|watched|streamed)|is (?:back )?(?:on|in) (?:[A-Z]|\w+ cinemas|cinemas)"
        r"|arrives? (?:in cinemas|on)|had its premi[eè]re|had its first)\b",
        r",? (?:is being|was|has been|is|will be|being) (?:\w+ly )?(?:financed by|shot|filmed|edited|completed"
        r"|finished|made by|commissioned by|ordered by|put up|put out|put together)\b",
    )


def _sure_leading(noun: str) -> tuple[str, ...]:
    """Give patterns of what leads up to nothing but a title."""
    owned = r"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er|['’]s|[Tt]his|[Nn]ew|[Ww]hose)"
    of = (
        "(?:episodes?|trailer|premi[eè]re|screening|crew|makers?|[Ff]ilming|[Ss]hooting|[Ee]diting|[Nn]arration"
        r"|showing|première|launch|director|star|narrator|title|seasons?|series (?:one|two|three|\d)) of"
    )
    return (
        rf"{noun}[^.;“\"]{{0,60}}?,? (?:\w+ly |to be |is |was |be |which is )?{_CALLED} ",
        rf"{noun}(?:,|:| [–—]) ",
        rf"{owned} (?:[\w’'-]+ ){{0,4}}?{noun} ",
        rf"{noun} (?:is|was|will be|were) ",
        rf"\b(?:{of}|trailer for|sequel to|episodes? in|(?:behind|making of) the (?:film|series|documentary)) ",
    )


def _near_leading() -> tuple[str, ...]:
    """Give patterns of what leads up to titles, and to other things, too."""
    which = (
        r"\b(?:first|second|third|fourth|next|latest|last|other|newest|new one|debut|previous)"
        r"(?: of (?:them|these|the \w+))?(?: (?:film|one|production|project|venture|title|documentary|series|success"
        "|work))?"
    )
    return (
        r"\b(?:[Cc]alled|[Tt]itled|[Ee]ntitled|christened|bears the title|[Tt]he title is),? ",
        rf"{which},(?: [^,.;“]{{1,50}},)? ",
        rf"{which}[^.;:,“”\"<]{{0,40}}?(?: is| was| will be|:) ",
        r"\b(?:production|project|venture|title|success)[^.;:“”\"]{0,60}?(?: is| was| will be|:) ",
        rf"\b(?:{_LED_TO}) ",
    )


def _is_maker(text: str, extent: Extent) -> bool:
    """Tell whether what stands before a film's description is whoever made it: "Directed by Ada Finch, the film"."""
    begun = max(text.rfind(mark, 0, extent[0]) for mark in (". ", "\n"))
    begun = begun + len(". ") if text.startswith(". ", begun) else begun + 1
    return bool(_MAKER.match(text, begun, extent[0])) or text[max(0, extent[0] - 3) : extent[0]] == "by "
