"""Things and values with what people call them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from passerelle.labels import labels
from passerelle.namespaces import shorten
from passerelle.store.rows import Answers, Term


@dataclass(frozen=True)
class Thing:
    """A thing with its prefixed name and, where it has one, its label."""

    iri: str
    name: str
    label: str


@dataclass(frozen=True)
class Value:
    """A value, and the thing it is if it is one."""

    term: Term
    thing: Thing | None

    @property
    def language(self) -> str:
        """The language of a text, empty for anything else."""
        return self.term.language


Naming = Callable[[str], Thing]


def naming(engine: Answers, iris: Iterable[str], language: str) -> Naming:
    """What makes a `Thing` of each of these IRIs, their labels read at once."""
    known = labels(engine, iris, language)
    return lambda iri: Thing(iri, shorten(iri), known.get(iri, ""))


def value_of(term: Term, thing: Naming) -> Value:
    """A term as a value."""
    return Value(term, thing(term.value) if term.kind == "uri" else None)
