"""The ontology as it is published: its terms, what shapes ask of them, diagrams, its page, and one document of RDF."""
