"""A network as a graph of networkx, which is imported on use."""

from typing import TYPE_CHECKING

from passerelle.graphs.attributes import edge_attributes, edge_key, node_attributes
from passerelle.graphs.projection import Projection
from passerelle.namespaces import LICENCE

if TYPE_CHECKING:
    from networkx import MultiDiGraph


def network(projection: Projection, language: str = "en") -> "MultiDiGraph[str]":
    """The network as a `networkx.MultiDiGraph`, its nodes IRIs and the keys of its edges prefixed names of relations.

    Every attribute is a plain value, so that any writer of networkx takes it. The order of nodes and edges is that of
    the projection: the same graph gives the same.

    Args:
        projection: the network.
        language: of the attributes `label`, `class_label` and `place_label`.
    """
    from networkx import MultiDiGraph  # noqa: PLC0415 - slow to import, and the service starts without it

    found: MultiDiGraph[str] = MultiDiGraph(
        name=projection.view.title(language), view=projection.view.name, license=LICENCE
    )
    for node in projection.nodes.values():
        found.add_node(node.iri, **node_attributes(projection, node, language))
    for edge in projection.edges:
        attributes = edge_attributes(projection, edge, language)
        found.add_edge(edge.source, edge.target, key=edge_key(edge), **attributes)
    return found
