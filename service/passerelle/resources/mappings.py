"""The mappings behind the profiles: `ontology/profiles/{profile}.rq`, a CONSTRUCT each, about the thing it names."""

import re
from dataclasses import astuple
from functools import cache

from passerelle.resources.profiles import Profile
from passerelle.store import terms
from passerelle.store.location import graph_folder
from passerelle.store.request import QueryRequest, ResultFormat
from passerelle.store.rows import Answers
from passerelle.store.statements import Statement, read_statements

# Where the example stands that a query is about when it is run by itself.
_THING = re.compile(r"(?<=VALUES \?thing \{)[^{}]*(?=\})")


def mapped(engine: Answers, iri: str, profile: Profile) -> list[Statement]:
    """What a profile says of a thing, in an order that is always the same: the thing first.

    Raises:
        ValueError: it is no IRI.
        GraphError: this installation carries no graph.
    """
    query = f" {terms.iri(iri)} ".join(_parts(profile))
    found = set(read_statements(engine.answer(QueryRequest(query, ResultFormat.NTRIPLES, ours=True))))
    return sorted(found, key=lambda said: (said[0].value != iri, said[0].value, said[1], astuple(said[2])))


@cache
def _parts(profile: Profile) -> list[str]:
    path = graph_folder() / "ontology" / "profiles" / f"{profile}.rq"
    return _THING.split(path.read_text(encoding="utf-8"))
