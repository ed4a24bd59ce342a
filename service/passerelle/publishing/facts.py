"""What the graph says of the data set itself."""

from collections import defaultdict
from dataclasses import dataclass, field, replace

from passerelle.labels import best, labels
from passerelle.namespaces import DATASET, DCAT, DCTERMS
from passerelle.phrases import LANGUAGES, phrase
from passerelle.store.rows import Answers, Term, select

Texts = dict[str, str]
_STATED = f"SELECT ?property ?value {{ <{DATASET}> ?property ?value }} ORDER BY ?property ?value"


@dataclass(frozen=True)
class Facts:
    """The IRI of the data set, its title and description by language, and all else that the graph states of it.

    Of a graph that does not describe ours nothing is made up: it has no IRI, no licence and no publisher.
    """

    iri: str
    titles: Texts
    descriptions: Texts
    stated: tuple[tuple[str, Term], ...] = ()
    publisher_names: Texts = field(default_factory=dict)

    def title(self, language: str) -> str:
        """The title, in that language if it comes in it."""
        return best(self.titles, language) or ""

    def description(self, language: str) -> str:
        """The description, in the same way."""
        return best(self.descriptions, language) or ""

    def values(self, property_: str) -> list[Term]:
        """What is stated by a property."""
        return [value for name, value in self.stated if name == property_]

    def keywords(self, language: str) -> list[str]:
        """The keywords in a language."""
        return [value.value for value in self.values(f"{DCAT}keyword") if value.language == language]

    @property
    def licence(self) -> str:
        """The licence, or nothing."""
        return next((value.value for value in self.values(f"{DCTERMS}license")), "")

    @property
    def publisher(self) -> str:
        """The publisher, or nothing."""
        return next((value.value for value in self.values(f"{DCTERMS}publisher")), "")

    def publisher_name(self, language: str) -> str:
        """What the publisher is called, or nothing."""
        return best(self.publisher_names, language) or ""


def read_facts(engine: Answers) -> Facts:
    """Ask the graph; failures as `Engine.answer` tells them."""
    rows = select(engine, _STATED).rows
    if not rows:
        titles, descriptions = (
            {language: phrase(key, language) for language in LANGUAGES} for key in ("some_graph", "some_graph_about")
        )
        return Facts("", titles, descriptions)
    stated = tuple((row["property"].value, row["value"]) for row in rows)
    texts: dict[str, Texts] = defaultdict(dict)
    for property_, value in stated:
        texts[property_].setdefault(value.language, value.value)
    facts = Facts(DATASET, texts[f"{DCTERMS}title"], texts[f"{DCTERMS}description"], stated)
    names = {
        language: label for language in LANGUAGES for label in labels(engine, [facts.publisher], language).values()
    }
    return replace(facts, publisher_names=names)
