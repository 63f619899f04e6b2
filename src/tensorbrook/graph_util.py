"""Adding GraphDef messages to graphs."""

from tensorbrook._src.graph.import_graph_def import import_graph_def as import_graph_def
