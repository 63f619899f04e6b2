"""Objects that watch and steer training."""
