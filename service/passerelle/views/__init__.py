"""Pages that show the graph as pictures, each with a list that tells the same."""
