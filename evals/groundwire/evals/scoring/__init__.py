"""The scorer: from labels and answers to outcomes slot by slot, and figures with intervals."""
