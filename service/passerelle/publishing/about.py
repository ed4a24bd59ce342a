"""What both descriptions of the data set say, in VoID and in DCAT: collected once for each version."""

import asyncio
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool

from passerelle import urls
from passerelle.labels import labels
from passerelle.phrases import LANGUAGES
from passerelle.publishing.facts import Facts, Texts, read_facts
from passerelle.publishing.links import Linkset, examples, linksets, works
from passerelle.sparql.void import Counting, Counts
from passerelle.store.request import DatasetSummary
from passerelle.store.rows import Answers, Term


@dataclass(frozen=True)
class About:
    """The addresses, what the graph says of the data set, how much it holds, its links, and what it was made from.

    `previous` is the version before this one, if that is known;
    `names` are the labels of the works, and of all IRIs that the facts name, by language.
    """

    links: urls.Urls
    summary: DatasetSummary
    facts: Facts
    counts: Counts
    linksets: tuple[Linkset, ...]
    examples: tuple[str, ...]
    works: tuple[str, ...]
    names: dict[str, Texts]
    previous: str = ""

    @property
    def dataset(self) -> Term:
        """The data set: by its own IRI, or, where it has none, by the address of its description."""
        return Term("uri", self.facts.iri or f"{self.links.to(urls.VOID)}#dataset")


class Abouts:
    """Collects it when it is first asked for."""

    def __init__(
        self, engine: Answers, counting: Counting, summary: DatasetSummary, links: urls.Urls, previous: str
    ) -> None:
        """Ask the graph by an engine that must not be asked in the event loop."""
        self._previous = previous
        self._engine = engine
        self._counting = counting
        self._summary = summary
        self._links = links
        self._lock = asyncio.Lock()
        self._about: About | None = None

    async def about(self) -> About:
        """What is to be said.

        Raises:
            StoreError: as `Pool.ask`; it is tried again the next time.
        """
        async with self._lock:
            if self._about is None:
                counts = await self._counting.counts()
                self._about = await run_in_threadpool(self._collect, counts)
            return self._about

    def _collect(self, counts: Counts) -> About:
        engine = self._engine
        facts, found = read_facts(engine), tuple(works(engine))
        named = [value.value for _, value in facts.stated if value.kind == "uri"]
        names: dict[str, Texts] = {}
        for language in LANGUAGES:
            for iri, label in labels(engine, [*found, *named], language).items():
                names.setdefault(iri, {})[language] = label
        return About(
            self._links,
            self._summary,
            facts,
            counts,
            tuple(linksets(engine)),
            tuple(examples(engine)),
            found,
            names,
            self._previous,
        )
