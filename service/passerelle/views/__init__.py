"""Views of the whole: through time, what answers what, and the ways between diplomas; pages without script."""
