"""The graph for Python: as an rdflib `Dataset`, as answers to queries, as a network. The engine answers, never rdflib.

Everywhere `graph` is a folder of the graph or the address of a running service, and, where it is left out, the graph of
the checkout or the packaged one.
"""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

from rdflib import Dataset, Graph

from passerelle.graphs.networks import network
from passerelle.graphs.projection import project
from passerelle.graphs.views import view_named
from passerelle.namespaces import expand
from passerelle.near import near
from passerelle.sparql.examples import examples as read_examples
from passerelle.sparql.parameters import bind, shown
from passerelle.sparql.prefixes import with_prefixes
from passerelle.store.engine import Engine
from passerelle.store.failures import QueryError
from passerelle.store.files import data_version, graph_files, rule_files
from passerelle.store.guard import QueryForm
from passerelle.store.location import graph_folder
from passerelle.store.remote import Remote
from passerelle.store.request import DumpFormat, QueryRequest, ResultFormat
from passerelle.store.rows import read_table
from passerelle.tables import Row, frame_of, shaped

if TYPE_CHECKING:
    from networkx import MultiDiGraph
    from pandas import DataFrame

__all__ = ["Row", "dataset", "example", "examples", "iri", "query", "to_networkx"]

Value = str | int | float | bool | date


def dataset(graph: str | Path | None = None) -> Dataset:
    """The graph as an rdflib `Dataset`: every named graph, and in its default graph the merge that queries see.

    Args:
        graph: a folder of the graph; a service is asked by `query` and `to_networkx`.

    Raises:
        GraphError: the graph is missing, or one of its files is broken.
        ValueError: an address is given.
    """
    engine = _engine(graph)
    if isinstance(engine, Remote):
        raise ValueError("dataset() takes a folder; ask a service by query() or to_networkx()")
    found = Dataset(default_union=False)
    found.parse(data=engine.dump(DumpFormat.NQUADS), format="nquads")
    found.default_graph.parse(data=engine.dump(DumpFormat.NTRIPLES), format="nt")
    return found


@overload
def query(text: str, graph: str | Path | None = None, *, frame: Literal[True]) -> DataFrame: ...
@overload
def query(text: str, graph: str | Path | None = None, *, frame: Literal[False]) -> list[Row]: ...
@overload
def query(text: str, graph: str | Path | None = None, *, frame: bool | None = None) -> Any: ...
def query(text: str, graph: str | Path | None = None, *, frame: bool | None = None) -> Any:
    """Ask the graph a SPARQL query; well-known prefixes (`psl:`, `id:`, `rdfs:`, …) need not be declared.

    SELECT gives a pandas `DataFrame` of plain Python values where pandas is installed, and otherwise a list with a
    dictionary of rdflib terms for each row, None where a variable is unbound; `frame` asks for one or the other.
    ASK, without `frame`, gives a bool, CONSTRUCT and DESCRIBE an rdflib `Graph`.

    Args:
        text: the query.
        graph: a folder of the graph, or the address of a service; without it the checkout's or the packaged one.
        frame: True for a `DataFrame`, False for rows, None for what is to be had.

    Raises:
        GraphError: the graph is missing, one of its files is broken, or the service does not answer.
        QueryError: the query is malformed or refused.
        ValueError: `frame` is given and the query is no SELECT.
        ImportError: a frame is asked for and pandas is not installed.

    Examples:
        >>> query("ASK { region:84 ?p ?o }")
        True
    """
    engine = _engine(graph)
    complete = with_prefixes(text)
    form = engine.form(complete)
    if frame is not None and form not in {QueryForm.SELECT, None}:
        raise ValueError(f"{form} gives no rows: leave out frame")
    if form is not None and form.gives_graph:
        triples = engine.answer(QueryRequest(complete, ResultFormat.NTRIPLES))
        return Graph().parse(data=triples, format="nt")
    answer = engine.answer(QueryRequest(complete, ResultFormat.JSON))
    return bool(json.loads(answer)["boolean"]) if form is QueryForm.ASK else shaped(read_table(answer), frame)


def example(name: str, /, graph: str | Path | None = None, *, frame: bool | None = None, **values: Value) -> Any:
    """The answer to an example question, in the same shapes as those of `query`.

    Args:
        name: the example, as `examples()` names it.
        graph: a folder of the graph, or the address of a service; without it the checkout's or the packaged one.
        frame: as in `query`.
        **values: its parameters: numbers, dates, texts, and IRIs in full or with a well-known prefix.

    Raises:
        GraphError, ValueError, ImportError: as `query`.
        QueryError: there is no such example or parameter, or a value does not fit; the message says what does.

    Examples:
        >>> example("products-of-the-region", language="en", frame=False)[0]["productLabel"]
        rdflib.term.Literal('Bleu d’Auvergne', lang='en')
    """
    known = read_examples(_engine(graph))
    if name not in known:
        found = near(name, known)
        meant = f"Did you mean {' or '.join(found)}?" if found else "examples() names them all."
        raise QueryError(f"There is no example {name!r}.", meant)
    return query(bind(known[name], {key: _written(value) for key, value in values.items()}), graph, frame=frame)


def examples(language: str = "en", graph: str | Path | None = None) -> DataFrame:
    """The example questions by theme, in a pandas frame of name, theme, title and parameters with their defaults.

    Raises:
        GraphError: as `query`.
        ImportError: pandas is not installed.
    """
    known = read_examples(_engine(graph)).values()
    cells = [
        (
            each.name,
            each.theme_label(language),
            each.title(language),
            ", ".join(f"{parameter.name}={shown(parameter.default)}" for parameter in each.parameters),
        )
        for each in sorted(known, key=lambda each: (each.theme_label(language), each.name))
    ]
    return frame_of(("name", "theme", "title", "parameters"), cells)


def to_networkx(view: str = "all", graph: str | Path | None = None, *, language: str = "en") -> MultiDiGraph[str]:
    """The relationships of the graph as a `networkx.MultiDiGraph`.

    Nodes are things, by their IRIs; edges are what a source or an editor states of two of them. A claim that does not
    hold is never an edge, and what only a rule adds is left out. Of a thing there are `label`, `label_fr`, `label_en`,
    `name` (prefixed), `kind`, `class`, `class_label` and, where they are known, `level` (EQF; of several the lowest),
    `place`, `place_label`, `start` and `end`; of an edge `label`, `label_fr`, `label_en`, `predicate`, `symmetric`, and
    with spaces between them the named `graphs` that state it and the passages and works (`sources`) they come from.

    Args:
        view: `all`, `actors`, `pathways`, `legislation`, `strategy`, `mobility` or `territories`.
        graph: a folder of the graph, or the address of a service; without it the checkout's or the packaged one.
        language: of `label`, `class_label` and `place_label`: `fr`, `en` or any other that the labels come in.

    Raises:
        GraphError: as `query`.
        UnknownViewError: there is no such view (a `ValueError`).

    Examples:
        >>> pathways = to_networkx("pathways")
        >>> pathways.has_edge(iri("qualification-type:cap"), iri("qualification-type:bac-pro"), "psl:leadsTo")
        True
    """
    chosen = view_named(view)
    return network(project(_engine(graph), chosen), language)


def iri(name: str) -> str:
    """The IRI that a prefixed name stands for, as frames and networks have it.

    Raises:
        ValueError: it is none, or its prefix is not well known.

    Examples:
        >>> iri("region:84")
        'https://w3id.org/passerelle/id/region/84'
    """
    return expand(name)


def _written(value: Value) -> str:
    """A value as a person would write it."""
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else str(value)


def _engine(graph: str | Path | None) -> Engine | Remote:
    if isinstance(graph, str) and graph.startswith(("http://", "https://")):
        return Remote(graph)
    folder = graph_folder(None if graph is None else Path(graph))
    return _loaded(folder, data_version([*graph_files(folder), *rule_files(folder)]))


@lru_cache(maxsize=2)
def _loaded(folder: Path, _version: str) -> Engine:
    """The engine of a folder as it stands: a change in a file is another version, and loads again."""
    return Engine(folder)
