"""Groundwire at scale as a discrete-event simulation: what docs/scale.md says of machines that nobody here has."""
