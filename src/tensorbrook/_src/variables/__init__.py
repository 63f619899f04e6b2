"""Variables: tensors with a state that outlives a run."""
