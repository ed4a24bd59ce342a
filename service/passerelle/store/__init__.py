"""The graph in the embedded engine: finding, loading, inferring, querying. Nothing here knows HTTP."""
