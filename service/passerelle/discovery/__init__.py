"""Finding things by what people type: an index of words, ranking, facets, suggestions."""
