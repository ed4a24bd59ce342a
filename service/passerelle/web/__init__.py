"""Pages for browsers: templates, a style sheet, and what renders them."""
