"""`tf.train.Scaffold`: how a graph is made ready for training."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1 import framework, variable
from tensorbrook._src.compat_v1.graph_keys import GraphKeys
from tensorbrook._src.graph.default_graph import get_default_graph
from tensorbrook._src.ops.grouping import group


class Scaffold:
    """The operations that initialise, report and save a graph.

    Args:
        init_op: Initialises the variables.
        init_feed_dict: What `init_op` is fed.
        init_fn: A function `(scaffold, session)` that runs after `init_op`.
        ready_op: Names of the variables without a value.
        ready_for_local_init_op: Names of the variables that the local init needs.
        local_init_op: Initialises local variables and tables.
        summary_op: All summaries.
        saver: The Saver.
        copy_from_scaffold: A scaffold whose parts are taken where none is given.
        local_init_feed_dict: What `local_init_op` is fed.
    """

    def __init__(
        self,
        init_op: Any = None,
        init_feed_dict: Any = None,
        init_fn: Any = None,
        ready_op: Any = None,
        ready_for_local_init_op: Any = None,
        local_init_op: Any = None,
        summary_op: Any = None,
        saver: Any = None,
        copy_from_scaffold: Any = None,
        local_init_feed_dict: Any = None,
    ) -> None:
        old = copy_from_scaffold
        self._parts = {
            "init_op": init_op,
            "ready_op": ready_op,
            "ready_for_local_init_op": ready_for_local_init_op,
            "local_init_op": local_init_op,
            "summary_op": summary_op,
            "saver": saver,
        }
        if old is not None:
            for name, part in self._parts.items():
                self._parts[name] = old._parts[name] if part is None else part
            init_feed_dict = init_feed_dict or old.init_feed_dict
            local_init_feed_dict = local_init_feed_dict or old.local_init_feed_dict
        self.init_feed_dict = init_feed_dict
        self.local_init_feed_dict = local_init_feed_dict
        if init_fn is not None:
            self._init_fn: Any = lambda session: init_fn(self, session)
        else:
            self._init_fn = None if old is None else old.init_fn

    @property
    def init_fn(self) -> Any:
        """A function of the session that runs after `init_op`."""
        return self._init_fn

    @property
    def init_op(self) -> Any:
        """Initialises the variables."""
        return self._parts["init_op"]

    @property
    def ready_op(self) -> Any:
        """Names of the variables without a value."""
        return self._parts["ready_op"]

    @property
    def ready_for_local_init_op(self) -> Any:
        """Names of the variables that the local init needs."""
        return self._parts["ready_for_local_init_op"]

    @property
    def local_init_op(self) -> Any:
        """Initialises local variables and tables."""
        return self._parts["local_init_op"]

    @property
    def summary_op(self) -> Any:
        """All summaries, or None."""
        return self._parts["summary_op"]

    @property
    def saver(self) -> Any:
        """The Saver."""
        return self._parts["saver"]

    def finalize(self) -> Scaffold:
        """Makes what is missing, and closes the graph for changes."""
        makers = {
            "init_op": global_init_op,
            "ready_op": variable.report_uninitialized_variables,
            "ready_for_local_init_op": lambda: variable.report_uninitialized_variables(
                framework.global_variables()
            ),
            "local_init_op": self.default_local_init_op,
            "summary_op": merged_summaries,
            "saver": default_saver,
        }
        keys = {
            "init_op": GraphKeys.INIT_OP,
            "ready_op": GraphKeys.READY_OP,
            "ready_for_local_init_op": GraphKeys.READY_FOR_LOCAL_INIT_OP,
            "local_init_op": GraphKeys.LOCAL_INIT_OP,
            "summary_op": GraphKeys.SUMMARY_OP,
            "saver": GraphKeys.SAVERS,
        }
        for name, make in makers.items():
            if self._parts[name] is None:
                self._parts[name] = self.get_or_default(name, keys[name], make)
        get_default_graph().finalize()
        return self

    @staticmethod
    def get_or_default(
        arg_name: str, collection_key: str, default_constructor: Any
    ) -> Any:
        """The one item of a collection, or what a function makes.

        Raises:
            RuntimeError: The collection has several items.
        """
        found = get_default_graph().get_collection(collection_key)
        if len(found) > 1:
            raise RuntimeError(
                f"More than one item in the collection {collection_key!r}. Please "
                f"indicate which one to use by passing it to the tf.Scaffold constructor "
                f"as: tf.Scaffold({arg_name}=item to use)"
            )
        if found:
            return found[0]
        made = default_constructor()
        if made is not None:
            get_default_graph().add_to_collection(collection_key, made)
        return made

    @staticmethod
    def default_local_init_op() -> Any:
        """Initialises local variables and tables."""
        return group(
            framework.local_variables_initializer(), framework.tables_initializer()
        )


def global_init_op() -> Any:
    """Initialises the global variables."""
    return group(framework.global_variables_initializer())


def merged_summaries() -> Any:
    """All summaries of the graph, or None."""
    from tensorbrook.compat.v1 import summary

    return summary.merge_all()


def default_saver() -> Any:
    """A Saver of all variables, or None where there is none."""
    if not framework.global_variables():
        return None
    from tensorbrook.compat.v1 import train

    return train.Saver(sharded=True, allow_empty=True)
