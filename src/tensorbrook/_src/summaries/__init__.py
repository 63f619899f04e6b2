"""Summaries: what TensorBoard shows of a run."""
