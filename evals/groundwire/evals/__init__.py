"""Room for the evaluation: gold labels, scorer and nightly runs. Empty so far; the source articles are beside it."""
