"""The tables: valid CSV on the Web, readable by pandas, and without loss."""

import csv
import io
import json
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mlcroissant
import pandas as pd
import pytest
from csvw import CSVW

from helpers import HEAD, Run, Write
from passerelle.publishing.dumps.listing import Listing
from passerelle.store.engine import Engine
from passerelle.store.rows import Term, select

METADATA = "csv-metadata.json"
STRING = "http://www.w3.org/2001/XMLSchema#string"
Statement = tuple[str, str, str, str, str]


@pytest.fixture(scope="module")
def metadata(dumps: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((dumps / METADATA).read_bytes())
    return found


def test_a_validator_of_csv_on_the_web_finds_no_fault(dumps: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        group = CSVW(str(dumps / METADATA), validate=True)
        assert group.is_valid
        assert group.warnings == []
        rows = sum(1 for table in group.tables for _ in table.iterdicts(strict=True))
    assert rows > 2000


def test_there_is_a_table_for_each_class_with_a_row_for_each_thing(
    repository: Path, listing: Listing, dumps: Path
) -> None:
    query = "SELECT ?class (COUNT(DISTINCT ?thing) AS ?number) { ?thing a ?class FILTER ISIRI(?thing) } GROUP BY ?class"
    expected = {row["class"].value: int(row["number"].value) for row in select(Engine(repository), query).rows}
    tables = [file for file in listing.files if file.of_class]
    assert {file.of_class: file.rows for file in tables} == expected
    for file in tables:
        assert len(pd.read_csv(dumps / file.name, dtype=str)) == file.rows, file.name
    labelled = {file.of_class for file in tables if set(file.labels) == {"en", "fr"}}
    assert labelled == set(expected), "give these classes labels in ontology/reused.ttl"


def statements_of(folder: Path, table: dict[str, Any]) -> Iterator[Statement]:
    """What a table states, by what its metadata say of the columns."""
    with (folder / table["url"]).open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            for column in table["tableSchema"]["columns"][1:]:
                cell = row[column["name"]]
                for value in cell.split(column["separator"]) if "separator" in column and cell else [cell]:
                    if value:
                        yield row["iri"], column["propertyUrl"], value, column.get("lang", ""), datatype(column)


def datatype(column: dict[str, Any]) -> str:
    kind = column["datatype"]
    if isinstance(kind, dict):
        return str(kind["@id"])
    if kind == "anyURI":
        return ""
    return "" if "lang" in column else f"http://www.w3.org/2001/XMLSchema#{kind}"


def told(value: Term) -> tuple[str, str, str]:
    plain = STRING if value.kind == "literal" and not value.language else ""
    return value.value, value.language, value.datatype or plain


def stated(engine: Engine) -> set[Statement]:
    """All statements about things of some class; the datatype of an address is told from an IRI nowhere in a table."""
    query = "SELECT DISTINCT ?s ?p ?o { ?s a ?class ; ?p ?o FILTER (ISIRI(?s) && ISIRI(?class)) }"
    return {
        (row["s"].value, row["p"].value, value, language, kind.replace("http://www.w3.org/2001/XMLSchema#anyURI", ""))
        for row in select(engine, query).rows
        for value, language, kind in (told(row["o"]),)
    }


def test_nothing_is_lost(repository: Path, dumps: Path, metadata: dict[str, Any]) -> None:
    found = {statement for table in metadata["tables"] for statement in statements_of(dumps, table)}
    assert found == stated(Engine(repository))


def test_hostile_values_are_told_apart(run: Run, write: Write, tmp_path: Path) -> None:
    data = """
    reference:odd {
      <id/region/1> a psl:Region, <http://example.org/Region>, <http://example.org/sub#Region>, <urn:x:Region> ;
        rdfs:label "a | b", "c", "d\\r\\ne, \\"f\\"", " spaces " ; psl:code "|" , "¦" , "x" ;
        psl:mixed 1, 2.5, true, "text", "texte"@fr, "texte"@fr-CA, <x:y>, "2020-01-01"^^<http://www.w3.org/2001/XMLSchema#date>,
          "POINT(1 2)"^^<http://www.opengis.net/ont/geosparql#wktLiteral> ;
        <http://example.org/a/name> "1" ; <http://example.org/b/name> "2" ; <http://example.org/b/%C3%A9> "3" .
      <id/region/2> a psl:Region ; rdfs:label "=1+1" .
      <id/region/3> rdfs:label "of no class" .
    }
    """
    prefix = "@prefix reference: <https://w3id.org/passerelle/graph/reference/> .\n"
    graph = write({"data/reference/odd.trig": HEAD + prefix + data})
    folder = tmp_path / "out"
    assert run("export", "--all", str(folder), "--graph", str(graph)).returncode == 0
    group = CSVW(str(folder / METADATA), validate=True)
    assert group.is_valid, group.warnings
    tables = json.loads((folder / METADATA).read_bytes())["tables"]
    assert len({table["url"].lower() for table in tables}) == len(tables) == 4
    found = {statement for table in tables for statement in statements_of(folder, table)}
    assert found == stated(Engine(graph))
    (region,) = [table for table in tables if table["dc:subject"]["@id"].endswith("/ns/Region")]
    columns = {column["name"]: column for column in region["tableSchema"]["columns"]}
    assert columns["rdfs_label"]["separator"] == " ¦ "
    assert columns["psl_code"]["separator"] == " ␟ "
    assert {"psl_mixed_fr", "psl_mixed_fr_ca", "psl_mixed_iri", "psl_mixed_integer", "psl_mixed_wktLiteral"} <= set(
        columns
    )


def test_excel_is_told_that_it_is_utf_8(dumps: Path) -> None:
    for path in dumps.glob("*.csv"):
        assert path.read_bytes().startswith(b"\xef\xbb\xbfiri,"), path.name


def test_the_archive_holds_all_tables_and_what_they_mean(dumps: Path) -> None:
    with zipfile.ZipFile(dumps / "passerelle-tables.zip") as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert set(names) == {path.name for path in dumps.glob("*.csv")} | {METADATA}
        for name in names:
            assert archive.read(name) == (dumps / name).read_bytes()
    assert pd.read_csv(io.BytesIO((dumps / "psl-Region.csv").read_bytes())).columns[0] == "iri"


def test_croissant_is_valid_and_its_records_can_be_read(dumps: Path, listing: Listing) -> None:
    found = mlcroissant.Dataset(str(dumps / "croissant.json"))
    assert found.metadata.issues.errors == set()
    described = json.loads((dumps / "croissant.json").read_bytes())
    assert described["license"] == "https://creativecommons.org/licenses/by/4.0/"
    files = {file["@id"]: (file["sha256"], file["contentSize"]) for file in described["distribution"]}
    others = {file.name: (file.sha256, f"{file.size} B") for file in listing.files if file.purpose != "checksums"}
    others.pop("croissant.json")
    assert files == others
    regions = {record["psl-Region/iri"].decode() for record in found.records("psl-Region")}
    assert "https://w3id.org/passerelle/id/region/84" in regions


def test_a_graph_that_does_not_describe_itself_has_no_licence(run: Run, small_graph: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    assert run("export", "--all", str(folder), "--graph", str(small_graph)).returncode == 0
    described = json.loads((folder / "croissant.json").read_bytes())
    assert not {"license", "creator", "url"} & set(described)
    assert "dc:license" not in json.loads((folder / METADATA).read_bytes())
