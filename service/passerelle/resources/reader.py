"""How one reader is told things: in a language, with links that stay on the host that answers."""

from collections.abc import Iterable

from passerelle import urls
from passerelle.namespaces import PSL, QUERY, XSD
from passerelle.phrases import counted, number
from passerelle.resources.addresses import OURS
from passerelle.resources.default_graph import DEFAULT_GRAPH
from passerelle.resources.origins import Origin
from passerelle.resources.spoken import spoken
from passerelle.resources.things import Value
from passerelle.resources.wording import origin_name


class Reader:
    """Whoever reads a page: in which language, and whether that was chosen, so that links keep it."""

    def __init__(self, language: str, chosen_language: str, links: urls.Urls) -> None:
        """`chosen_language` is empty where the browser's is taken."""
        self.language = language
        self._query = f"?lang={chosen_language}" if chosen_language else ""
        self._links = links

    def href(self, iri: str) -> str | None:
        """Where a thing is read: here if it is ours, elsewhere on the web, nowhere for other IRIs."""
        if iri == DEFAULT_GRAPH:
            return self._links.local(urls.graph(None))
        if not iri.startswith(OURS):
            return iri if iri.startswith(("http://", "https://")) else None
        path = urls.own(iri) if iri.startswith(QUERY) else urls.doc(iri)
        name, hash_, fragment = path.partition("#")
        return self._links.local(name) + self._query + hash_ + fragment

    def entry(self, iri: str) -> str | None:
        """The entry of a term of ours on the page of the ontology."""
        name = iri.removeprefix(PSL)
        return f"{self._links.local(urls.ONTOLOGY)}{self._query}#{name}" if iri.startswith(PSL) and name else None

    def address(self, iri: str, *, language: str, part: int = 1) -> str:
        """The page of a thing in a language, or a further part of it."""
        more = f"&page={part}" if part > 1 else ""
        return f"{self._links.local(urls.doc(iri))}?lang={language}{more}"

    def shown(self, value: Value) -> str:
        """A literal in words; its language is told by the markup."""
        return spoken(value.term, value.language, self.language)

    def web(self, value: Value) -> str | None:
        """The address that a literal is, if it is one."""
        return self.href(value.term.value) if value.term.datatype == f"{XSD}anyURI" else None

    def said_by(self, found: Iterable[Origin]) -> list[tuple[str, str | None]]:
        """Who says so, each once, with where that is read."""
        names = {origin_name(origin, self.language): self.href(origin.graph or origin.iri) for origin in found}
        return list(names.items())

    def count(self, found: int) -> str:
        """A number as the language writes it."""
        return number(found, self.language)

    def counted(self, key: str, found: int) -> str:
        """A phrase of ours for so many."""
        return counted(key, self.language, found)
