"""Whether two servers say the same: rows in any order, graphs as sets of triples."""

import json
from collections import Counter
from collections.abc import Hashable
from typing import Any

from pyoxigraph import RdfFormat, parse

from passerelle.namespaces import XSD

from .client import Received
from .queries import Kind

Answer = Counter[Hashable]
# The graph that stands for the default graph where a server has none of its own.
MERGED = "urn:passerelle:merged"


def read(received: Received, kind: Kind) -> Answer:
    """What an answer says, without what is only its way of saying it.

    Raises:
        ValueError: it is not in the format that was asked for.
    """
    if kind is Kind.GRAPH:
        form = RdfFormat.from_media_type(received.media_type)
        if form is None:
            raise ValueError(f"{received.media_type!r} is no graph")
        return Counter({str(triple): 1 for triple in parse(received.content, form)})
    document = json.loads(received.content)
    if kind is Kind.BOOLEAN and "boolean" in document:
        return Counter([bool(document["boolean"])])
    rows = [row for row in document["results"]["bindings"] if row.get("graph", {}).get("value") != MERGED]
    if kind is Kind.BOOLEAN:
        # Virtuoso's way: one row for yes, none for no.
        return Counter([bool(rows)])
    if kind is Kind.COUNT:
        return Counter({"rows": len(rows)})
    return Counter(frozenset((name, _term(term)) for name, term in row.items()) for row in rows)


def difference(ours: Answer, theirs: Answer) -> str:
    """Where two answers differ, in a few words; nothing where they are the same."""
    if ours == theirs:
        return ""
    only_ours, only_theirs = ours - theirs, theirs - ours
    example = next(iter(only_ours or only_theirs))
    return (
        f"{ours.total()} and {theirs.total()}; {only_ours.total()} only ours, "
        f"{only_theirs.total()} only theirs, such as {example}"
    )


def _term(term: dict[str, Any]) -> tuple[str, ...]:
    kind = "literal" if term["type"] == "typed-literal" else term["type"]
    datatype = term.get("datatype", "").removeprefix(f"{XSD}string")
    return kind, term["value"], datatype, term.get("xml:lang", "").lower()
