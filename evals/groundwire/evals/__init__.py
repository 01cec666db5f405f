"""How far Groundwire can be trusted: labelled articles, a scorer, runs, a gate, nights, a report, and its peers."""
