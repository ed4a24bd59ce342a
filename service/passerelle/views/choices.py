"""What a visitor chooses in the address of a view, and addresses that choose something else."""

from collections.abc import Mapping
from urllib.parse import urlencode

from fastapi import Request

from passerelle import urls
from passerelle.incoming import read_accept
from passerelle.media_types import HTML
from passerelle.namespaces import ID
from passerelle.negotiation import choose


class Choices:
    """The parameters of a view as they were sent, empty where they were not; of one sent twice the last is taken."""

    def __init__(self, path: str, given: Mapping[str, str], language: str, links: urls.Urls) -> None:
        """Keep what was given, for addresses in that language."""
        self._path = links.local(path)
        self.given = dict(given)
        self._language = language

    def __getitem__(self, name: str) -> str:
        return self.given[name]

    def address(self, place: str = "", **changed: str) -> str:
        """The address of the same view with some parameters changed, and of a place on it."""
        chosen = {name: value for name, value in {**self.given, **changed}.items() if value}
        language = chosen.pop("lang", self._language)
        return f"{self._path}?{urlencode({**chosen, 'lang': language}, safe='/:')}{'#' + place if place else ''}"


def read_choices(request: Request, names: tuple[str, ...]) -> dict[str, str]:
    """What the address of a request says of each of these parameters.

    Raises:
        NotAcceptable: the client does not take a page.
    """
    choose(read_accept(request), {HTML: (HTML,)})
    found = request.query_params
    given = {name: [value.strip() for value in found.getlist(name) if value.strip()] for name in names}
    return {name: sent[-1] if sent else "" for name, sent in given.items()}


def short(iri: str) -> str:
    """A thing of ours as addresses name it."""
    return iri.removeprefix(ID)
