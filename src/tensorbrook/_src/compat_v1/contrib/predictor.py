"""`tf.contrib.predictor`: a function of arrays from a SavedModel or an estimator."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.graph.graph import Graph
from tensorbrook._src.runtime.session import Session
from tensorbrook._src.saved_model.load_v1 import load_into_session

_DEFAULT = "serving_default"


class Predictor:
    """A function from arrays to arrays, by their names in a signature.

    Args:
        graph: The graph.
        session: A session with the values of the variables.
        feed_tensors: The tensors that are fed, by name.
        fetch_tensors: The tensors that are computed, by name.
    """

    def __init__(
        self,
        graph: Any,
        session: Session,
        feed_tensors: dict[str, Any],
        fetch_tensors: dict[str, Any],
    ) -> None:
        self.graph, self.session = graph, session
        self.feed_tensors, self.fetch_tensors = feed_tensors, fetch_tensors

    def __call__(self, input_dict: dict[str, Any]) -> dict[str, Any]:
        """Computes the outputs.

        Args:
            input_dict: An array for each input.

        Raises:
            ValueError: A name isn't one of the inputs.
        """
        unknown = sorted(set(input_dict) - set(self.feed_tensors))
        if unknown:
            raise ValueError(
                f"Got unexpected keys in input_dict: {unknown}. Expected: "
                f"{sorted(self.feed_tensors)}."
            )
        feeds = {self.feed_tensors[name]: value for name, value in input_dict.items()}
        found: dict[str, Any] = self.session.run(self.fetch_tensors, feeds)
        return found


def from_saved_model(
    export_dir: Any,
    signature_def_key: str | None = None,
    signature_def: Any = None,
    input_names: dict[str, str] | None = None,
    output_names: dict[str, str] | None = None,
    tags: str | None = None,
    graph: Any = None,
    config: Any = None,
) -> Predictor:
    """A function of arrays from a SavedModel.

    Args:
        export_dir: The folder of the model, as text or bytes.
        signature_def_key: The key of the signature; by default "serving_default".
        signature_def: The signature itself.
        input_names: The names of tensors, by names of inputs, without a signature.
        output_names: The same for the outputs.
        tags: Tags of the graph, with commas between them; by default "serve".
        graph: The graph that the model is loaded into; by default a new one.
        config: The `ConfigProto` of the session.

    Returns:
        The function.

    Raises:
        ValueError: More than one way is given to tell inputs and outputs, or the
            signature isn't there.
    """
    given = [signature_def_key, signature_def, input_names or output_names]
    if sum(bool(item) for item in given) > 1:
        raise ValueError(
            "predictor.from_saved_model: give at most one of `signature_def_key`, "
            "`signature_def`, and `input_names` with `output_names`."
        )
    folder = export_dir.decode() if isinstance(export_dir, bytes) else export_dir
    graph = graph or Graph()
    with graph.as_default():
        session = Session(graph=graph, config=config)
        meta = load_into_session(session, (tags or "serve").split(","), folder)
    if input_names or output_names:
        names = dict(input_names or {}), dict(output_names or {})
    else:
        names = _names(meta, signature_def, signature_def_key or _DEFAULT)
    feeds, fetches = (
        {key: graph.get_tensor_by_name(name) for key, name in items.items()}
        for items in names
    )
    return Predictor(graph, session, feeds, fetches)


def _names(
    meta: Any, signature: Any, key: str
) -> tuple[dict[str, str], dict[str, str]]:
    """The names of the tensors of a signature, by inputs and outputs."""
    if signature is None:
        if key not in meta.signature_def:
            raise ValueError(
                f"Got signature_def_key {key!r}. Available signatures are "
                f"{sorted(meta.signature_def)}."
            )
        signature = meta.signature_def[key]
    return (
        {name: info.name for name, info in signature.inputs.items()},
        {name: info.name for name, info in signature.outputs.items()},
    )


def from_estimator(
    estimator: Any,
    serving_input_receiver_fn: Any,
    output_key: str | None = None,
    graph: Any = None,
    config: Any = None,
) -> Predictor:
    """A function of arrays from a trained estimator.

    Args:
        estimator: The estimator.
        serving_input_receiver_fn: Makes what is fed, a `ServingInputReceiver`.
        output_key: The key of one of the `export_outputs`, if not the default one.
        graph: The graph that the model is built in; by default a new one.
        config: The `ConfigProto` of the session.

    Returns:
        The function.
    """
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = estimator.export_savedmodel(folder, serving_input_receiver_fn)
        return from_saved_model(
            path, signature_def_key=output_key, graph=graph, config=config
        )
