"""Every operation under TensorFlow's name of it, with tensors and attributes by keyword.

`tf.raw_ops.Add(x=1, y=2)` calls the record `Add` itself.
"""

from tensorbrook._src.ops.raw import lookup as __getattr__  # noqa: F401
