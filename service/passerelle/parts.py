"""Parts of the application that belong together, each with the routes it adds."""

from fastapi import FastAPI

from passerelle.graphs.routes import add_network_routes
from passerelle.publishing.description_routes import add_description_routes
from passerelle.publishing.download_routes import add_download_routes
from passerelle.publishing.ontology.responses import OntologyDocuments
from passerelle.publishing.ontology.routes import add_ontology_routes
from passerelle.publishing.publication import Publication
from passerelle.publishing.releases.responses import ReleaseDocuments
from passerelle.publishing.sitemap_routes import add_sitemap_routes
from passerelle.resources.context_route import add_context_route
from passerelle.resources.responses import Things
from passerelle.resources.routes import add_thing_routes
from passerelle.settings import Settings
from passerelle.sparql.example_index_routes import add_example_index_routes
from passerelle.sparql.vocabulary_routes import add_vocabulary_routes
from passerelle.store.rows import Answers
from passerelle.validation.checks import Checks
from passerelle.validation.page_routes import add_check_page
from passerelle.validation.routes import add_validation_routes
from passerelle.views.map_routes import add_map_routes
from passerelle.views.routes import add_view_routes
from passerelle.web.kept_pages import KeptPages
from passerelle.web.static_files import add_static_files


def add_pages(app: FastAPI, answers: Answers, pages: KeptPages, settings: Settings) -> None:
    """Add what people look at: relationships, maps, views, questions, and the files of all pages."""
    add_network_routes(app, answers, pages, settings)
    add_map_routes(app, answers, pages, settings)
    add_view_routes(app, answers, pages, settings)
    add_example_index_routes(app, answers, pages, settings)
    add_vocabulary_routes(app, answers)
    add_static_files(app)


def add_validation(app: FastAPI, checks: Checks, pages: KeptPages, settings: Settings) -> None:
    """Add the checks of files, for programs and for people."""
    add_validation_routes(app, checks, settings)
    add_check_page(app, checks, pages, settings)


def add_publication(app: FastAPI, publication: Publication) -> None:
    """Add what is told of the data set as a whole, and its files."""
    add_download_routes(app, publication)
    add_description_routes(app, publication)
    add_sitemap_routes(app, publication)


def add_linked_data(
    app: FastAPI, things: Things, ontology: OntologyDocuments, released: ReleaseDocuments, settings: Settings
) -> None:
    """Add things, and the ontology with its releases."""
    # Ahead of the terms, whose addresses its own is like.
    add_context_route(app)
    add_ontology_routes(app, ontology, released, settings)
    add_thing_routes(app, things, settings)
