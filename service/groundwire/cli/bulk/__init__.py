"""`groundwire bulk`: corpora of articles, from files to files."""
