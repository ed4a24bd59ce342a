"""Validation for people and programs: reports as text, JSON and RDF, and the checking of uploads over HTTP."""
