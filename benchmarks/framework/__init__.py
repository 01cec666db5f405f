"""What all benchmarks share: samples taken in rotation, the machine they are of, results as JSON, tables and plots."""
