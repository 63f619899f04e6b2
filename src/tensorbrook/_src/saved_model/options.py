"""Options of `tf.saved_model.save` and `load`."""

from __future__ import annotations

import enum
from typing import Any


class VariablePolicy(enum.Enum):
    """What is saved of where variables lie."""

    NONE = None
    SAVE_VARIABLE_DEVICES = "save_variable_devices"
    EXPAND_DISTRIBUTED_VARIABLES = "expand_distributed_variables"


class LoadOptions:
    """How a SavedModel is loaded.

    Args:
        allow_partial_checkpoint: Whether variables may lack a value.
        experimental_io_device: Accepted for compatibility.
        experimental_skip_checkpoint: Whether values are left out.
        experimental_variable_policy: Accepted for compatibility.
        experimental_load_function_aliases: Accepted for compatibility.

    Example:
        >>> import tensorbrook as tf
        >>> tf.saved_model.LoadOptions().allow_partial_checkpoint
        False
    """

    __slots__ = (
        "allow_partial_checkpoint",
        "experimental_io_device",
        "experimental_load_function_aliases",
        "experimental_skip_checkpoint",
        "experimental_variable_policy",
    )

    def __init__(
        self,
        allow_partial_checkpoint: bool = False,
        experimental_io_device: Any = None,
        experimental_skip_checkpoint: bool = False,
        experimental_variable_policy: Any = None,
        experimental_load_function_aliases: bool = False,
    ) -> None:
        self.allow_partial_checkpoint = allow_partial_checkpoint
        self.experimental_io_device = experimental_io_device
        self.experimental_skip_checkpoint = experimental_skip_checkpoint
        self.experimental_variable_policy = experimental_variable_policy
        self.experimental_load_function_aliases = experimental_load_function_aliases


class SaveOptions:
    """How a SavedModel is saved.

    Args:
        namespace_whitelist: Accepted for compatibility.
        save_debug_info: Accepted for compatibility.
        function_aliases: Other names of functions, by name.
        experimental_debug_stripper: Accepted for compatibility.
        experimental_io_device: Accepted for compatibility.
        experimental_variable_policy: Accepted for compatibility.
        experimental_custom_gradients: Whether gradients of one's own are saved.
        experimental_image_format: Accepted for compatibility.
        experimental_skip_saver: Whether nodes that save and restore are left out.
        experimental_sharding_callback: Accepted for compatibility.
        extra_tags: Tags of the graph besides "serve".

    Example:
        >>> import tensorbrook as tf
        >>> tf.saved_model.SaveOptions().function_aliases
        {}
    """

    __slots__ = (
        "experimental_custom_gradients",
        "experimental_debug_stripper",
        "experimental_image_format",
        "experimental_io_device",
        "experimental_sharding_callback",
        "experimental_skip_saver",
        "experimental_variable_policy",
        "extra_tags",
        "function_aliases",
        "namespace_whitelist",
        "save_debug_info",
    )

    def __init__(
        self,
        namespace_whitelist: Any = None,
        save_debug_info: bool = False,
        function_aliases: Any = None,
        experimental_debug_stripper: bool = False,
        experimental_io_device: Any = None,
        experimental_variable_policy: Any = None,
        experimental_custom_gradients: bool = True,
        experimental_image_format: bool = False,
        experimental_skip_saver: bool = False,
        experimental_sharding_callback: Any = None,
        extra_tags: Any = None,
    ) -> None:
        self.namespace_whitelist = list(namespace_whitelist or ())
        self.save_debug_info = save_debug_info
        self.function_aliases = dict(function_aliases or {})
        self.experimental_debug_stripper = experimental_debug_stripper
        self.experimental_io_device = experimental_io_device
        self.experimental_variable_policy = (
            experimental_variable_policy or VariablePolicy.NONE
        )
        self.experimental_custom_gradients = experimental_custom_gradients
        self.experimental_image_format = experimental_image_format
        self.experimental_skip_saver = experimental_skip_saver
        self.experimental_sharding_callback = experimental_sharding_callback
        self.extra_tags = extra_tags
