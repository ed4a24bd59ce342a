"""One thing of the graph: finding it by what a person writes, and telling all that is known of it."""
