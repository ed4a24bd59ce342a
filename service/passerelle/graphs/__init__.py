"""The relationships of the graph as a network of things: what it is in each view, and how it is carried elsewhere."""
