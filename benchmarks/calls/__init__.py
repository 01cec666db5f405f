"""What one call of a model costs beside the model: several clients, one endpoint of ready answers."""
