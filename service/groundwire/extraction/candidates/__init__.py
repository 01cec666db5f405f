"""What code finds in a passage that a slot of a record can hold: words of the passage, for the model to choose from."""
