"""What a request for a thing asks: which thing, and in which form."""

from dataclasses import dataclass

from passerelle.media_types import DESCRIPTION_TYPES, DocumentFormat
from passerelle.negotiation import NotAcceptable, choose, choose_coding, choose_language
from passerelle.phrases import LANGUAGES
from passerelle.resources.parts import Part
from passerelle.resources.profiles import Profile
from passerelle.store.compression import Coding


@dataclass(frozen=True)
class Wish:
    """A request: the name of the thing, as it was sent, the form it is liked in, and what the client has already.

    That is told by `condition`, which names tags, or else by `since`, a date.
    `accept` is the header or what `format=` stands for; `chosen_language` is what `lang=` says, if it says anything.
    """

    name: str
    query_string: str
    accept: str | None
    accept_encoding: str | None
    accept_language: str | None
    chosen_language: str
    part: Part
    profile: Profile
    condition: str | None
    since: str | None

    @property
    def language(self) -> str:
        """The language of the reader."""
        return self.chosen_language or choose_language(self.accept_language, LANGUAGES)

    @property
    def coding(self) -> Coding:
        """The content coding that is liked best."""
        return Coding(choose_coding(self.accept_encoding, list(Coding)[::-1]) or Coding.IDENTITY)

    @property
    def likes_pages(self) -> bool:
        """Whether it is a page that is liked best, and not RDF."""
        try:
            return choose(self.accept, DESCRIPTION_TYPES).format is DocumentFormat.HTML
        except NotAcceptable:
            return False

    @property
    def names_tags(self) -> bool:
        """Whether the condition names tags, and is not met by any of them."""
        return self.condition is not None and self.condition.strip() != "*"
