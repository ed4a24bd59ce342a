"""All that the addresses about the whole data set are answered from."""

from dataclasses import dataclass

from passerelle import urls
from passerelle.publishing.about import Abouts
from passerelle.publishing.downloads import Downloads
from passerelle.settings import Settings
from passerelle.store.rows import Answers
from passerelle.web.kept_pages import KeptPages


@dataclass(frozen=True)
class Publication:
    """One version of the data set: what answers queries, what is said of it, its files, and the pages that are kept."""

    engine: Answers
    abouts: Abouts
    downloads: Downloads
    pages: KeptPages
    settings: Settings

    @property
    def links(self) -> urls.Urls:
        """The addresses of the service."""
        return urls.Urls(self.settings.base_url)
