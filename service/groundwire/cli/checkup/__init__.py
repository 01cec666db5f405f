"""What `groundwire doctor` looks at: one module each for a part of a set-up."""
