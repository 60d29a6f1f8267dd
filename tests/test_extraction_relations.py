"""The relations that may be proposed: their file, and what a proposal must be to be taken."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lfckg.errors import InputError
from lfckg.extraction.readings import Argument, Entity, Proposal, Reference
from lfckg.extraction.relations import Relations, date_of, read_relations
from lfckg.workspace import Workspace, find_workspace
from support import ROOT, edit

TEXT = "Ann Lee took charge of Rovers in 2019.  She won the Cup in 2019-20 – Zoë said so."
ANN = Entity("ann-lee", "Person", "Ann Lee", (Reference((0, 7)),))
ROVERS = Entity("rovers", "Club", "Rovers", (Reference((23, 29)),))
FILM = Entity("film", "FeatureDocumentary", "A Film")
CUP = Entity("cup", "Competition", "Cup", (Reference((52, 55)),))
MANAGES = Proposal(
    "manages",
    {"person": Argument("ann-lee", (0, 7)), "club": Argument("rovers", (23, 29)), "start": Argument("2019", (33, 37))},
    ((0, 7), (8, 37)),
    "manages/took-charge",
    0.9,
)
WON = Proposal("won", {"club": Argument("rovers"), "competition": Argument("cup")}, ((44, 55),), "won/verb", 0.9)


@pytest.fixture(scope="module")
def relations() -> Relations:
    return read_relations(find_workspace(ROOT))


def with_argument(proposal: Proposal, name: str, value: str, extent: tuple[int, int] | None = None) -> Proposal:
    return replace(proposal, arguments={**proposal.arguments, name: Argument(value, extent)})


def objection(relations: Relations, proposal: Proposal, *entities: Entity) -> str | None:
    return relations.objection(proposal, (ANN, ROVERS, FILM, CUP, *entities), TEXT)


def test_all_seventeen_are_known_and_each_says_its_roles(relations: Relations) -> None:
    assert len(relations.known) == 17
    assert relations.known["won"].roles["manager"].required is False
    assert relations.known["holds_post"].roles["organisation"].classes == ("Club", "Organisation")
    assert relations.known["form"].roles["form"].values == {"series": "DocumentarySeries", "film": "FeatureDocumentary"}


@pytest.mark.parametrize(
    "proposal",
    [
        MANAGES,
        WON,
        with_argument(WON, "season", "2019-20", (59, 66)),
        with_argument(WON, "season", "2020"),
        with_argument(WON, "season", "1999-00"),
        with_argument(WON, "count", "14"),
        with_argument(WON, "date", "2020-02-29"),
        Proposal("features", {"work": Argument("film"), "person": Argument("ann-lee")}, ((0, 7),), "r", 1),
        Proposal("nationality", {"person": Argument("ann-lee"), "nationality": Argument("Cup")}, ((0, 7),), "r", 0),
        Proposal("quoted", {"speaker": Argument("ann-lee"), "extent": Argument("", (0, 7))}, ((8, 12),), "r", 0),
    ],
)
def test_what_fits_is_taken(relations: Relations, proposal: Proposal) -> None:
    assert objection(relations, proposal) is None


@pytest.mark.parametrize(
    ("proposal", "message"),
    [
        (replace(MANAGES, relation="owns"), "owns is no relation"),
        (with_argument(MANAGES, "salary", "1"), "no role 'salary'"),
        (replace(MANAGES, arguments={"person": Argument("ann-lee")}), "manages has no club"),
        (with_argument(MANAGES, "person", "nobody"), "'nobody' is no entity"),
        (with_argument(MANAGES, "person", "rovers"), "'Rovers' is a Club, not a Person"),
        (with_argument(MANAGES, "start", "2019-13"), "no such day"),
        (with_argument(MANAGES, "start", "in 2019"), "has the wrong form"),
        (with_argument(MANAGES, "start", "2019", (33, 36)), "within a word"),
        (with_argument(MANAGES, "start", "2019", (33, 370)), "no characters 33 to 370"),
        (replace(MANAGES, spans=((0, 7), (5, 12))), "overlap"),
        (replace(MANAGES, spans=((8, 12), (0, 7))), "out of order"),
        (replace(MANAGES, spans=((-1, 7),)), "no characters -1 to 7"),
        (replace(MANAGES, spans=((7, 12),)), "within a word or at a blank"),
        (with_argument(WON, "season", "2019-21"), "is no season"),
        (with_argument(WON, "season", "19-20"), "is no season"),
        (with_argument(WON, "season", "²019"), "is no season"),
        (with_argument(WON, "count", "0"), "no whole number"),
        (with_argument(WON, "count", "three"), "no whole number"),
        (
            Proposal("form", {"work": Argument("film"), "form": Argument("play")}, ((0, 7),), "r", 1),
            "'play' is none of series, film",
        ),
        (
            Proposal(
                "nationality", {"person": Argument("ann-lee"), "nationality": Argument("Dane")}, ((0, 7),), "r", 1
            ),
            "'Dane' does not stand in the text",
        ),
        (
            Proposal(
                "nationality",
                {"person": Argument("ann-lee"), "nationality": Argument("Lee", (0, 3))},
                ((0, 7),),
                "r",
                1,
            ),
            "or not there",
        ),
        (
            Proposal("quoted", {"speaker": Argument("ann-lee"), "extent": Argument("Ann")}, ((0, 7),), "r", 1),
            "no place in the text",
        ),
    ],
)
def test_what_does_not_fit_is_refused_with_its_reason(relations: Relations, proposal: Proposal, message: str) -> None:
    assert message in (objection(relations, proposal) or "")


def test_an_entity_must_be_referred_to_in_the_text(relations: Relations) -> None:
    lost = Entity("ann-lee", "Person", "Ann Lee", (Reference((0, 700)),))
    assert "referred to where" in (objection(relations, MANAGES, lost) or "")


@pytest.mark.parametrize(("value", "kind"), [("2019", "gYear"), ("2019-05", "gYearMonth"), ("2019-05-01", "date")])
def test_dates_keep_their_precision(value: str, kind: str) -> None:
    assert date_of(value).datatype.value.endswith(f"#{kind}")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[manages]", "[manages", "is no TOML"),
        ('says = "{person} manages', 'said = "{person} manages', "[manages] does not say"),
        ('roles = { person = "Person", club = "Club", "start?"', 'rolls = { p = "Person", "start?"', "has no roles"),
        ("{person} plays for", "{player} plays for", "[plays_for] says {player}"),
        ('company = "ProductionCompany"', 'company = "Company"', "produced_by.company: 'Company' is neither"),
        ('company = "ProductionCompany"', "company = 3", "produced_by.company takes nothing"),
        ('film = "FeatureDocumentary"', 'film = "Movie"', "form.form: 'Movie' is no term of the ontology"),
        ('a = "Tenure"', 'a = "Tenor"', "[manages] has a node tenure that is wrong: lfc:Tenor is not declared"),
        ('a = "Tenure", ', "", "[manages] has a node tenure of no class"),
        (
            'startedBy = "@appointment"',
            'startedBy = "@start"',
            "names @start, and no such node. Name one of appointment",
        ),
        ('startedBy = "@appointment"', 'begunBy = "@appointment"', "lfc:begunBy is not declared"),
        ('manager = "{manager}"', 'manager = "{boss}"', "with 'boss', which is none of its roles"),
        ('when = "start"', 'when = "begin"', "with 'begin', which is none of its roles"),
        ('modality = "Actual"', 'modality = "Aktual"', "'Aktual' is neither a role in braces"),
        ('label = "{competition}"', 'a2 = "x"', "a name or a label alone"),
        ('win = { a = "TrophyWin"', 'win = 3 # { a = "TrophyWin"', "no table of texts"),
    ],
)
def test_mistakes_in_the_file_are_told(root: Path, old: str, new: str, message: str) -> None:
    edit(root / "ontology" / "extraction" / "relations.toml", old, new)
    with pytest.raises(InputError) as caught:
        read_relations(find_workspace(root))
    assert message in str(caught.value)
    assert "relations.toml: " in str(caught.value)


def test_a_relation_is_added_by_editing_the_file(root: Path) -> None:
    path = root / "ontology" / "extraction" / "relations.toml"
    path.write_text(
        path.read_text("utf-8") + '\n[owns]\nsays = "{who} owns {club}"\nroles = { who = "Agent", club = "Club" }\n'
        '[owns.nodes]\nclaim = { of = "{who}", behind = "{club}" }\n',
        "utf-8",
    )
    found: Workspace = find_workspace(root)
    owns = Proposal("owns", {"who": Argument("ann-lee"), "club": Argument("rovers")}, ((0, 7),), "r", 1)
    assert objection(read_relations(found), owns) is None
