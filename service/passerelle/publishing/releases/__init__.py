"""Releases of the ontology: folders that never change, made by `passerelle new-version`, served at `/ns/X.Y.Z`."""
