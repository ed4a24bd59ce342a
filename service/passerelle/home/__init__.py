"""The first page: what is in the graph, what is asked of it most, and where it comes from."""
