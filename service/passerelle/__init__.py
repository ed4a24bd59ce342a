"""Passerelle: the knowledge graph of French vocational education and training."""

__version__ = "0.1.0"
