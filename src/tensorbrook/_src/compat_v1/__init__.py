"""The 1.x names: old signatures over the same records."""
