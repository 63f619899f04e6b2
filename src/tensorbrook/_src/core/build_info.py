"""What this installation was built with and where its parts lie (`tf.sysconfig`)."""

from __future__ import annotations

import collections
from pathlib import Path
from typing import Any

from tensorbrook._src.core import errors

#: The C++ language of the native core: C++17 is what extensions are asked for.
CXX_VERSION = 201703
CXX11_ABI_FLAG = 1
MONOLITHIC_BUILD = 0


def get_include() -> str:
    """The folder in which C++ headers would lie.

    There are none: operations are added in Python, or in our own repository.

    Returns:
        A path.
    """
    return str(Path(get_lib()) / "include")


def get_lib() -> str:
    """The folder of the package and its native core.

    Returns:
        A path.

    Example:
        >>> import pathlib
        >>> import tensorbrook as tf
        >>> pathlib.Path(tf.sysconfig.get_lib()).name
        'tensorbrook'
    """
    return str(Path(__file__).resolve().parents[2])


def get_compile_flags() -> list[str]:
    """What a compiler would be told to build against this package.

    Returns:
        Arguments of a compiler.
    """
    return [
        f"-I{get_include()}",
        f"-D_GLIBCXX_USE_CXX11_ABI={CXX11_ABI_FLAG}",
        "--std=c++17",
    ]


def get_link_flags() -> list[str]:
    """What a linker would be told to link against this package.

    Returns:
        Arguments of a linker.
    """
    return [f"-L{get_lib()}"]


def get_build_info() -> collections.OrderedDict[str, Any]:
    """What this build can use.

    Returns:
        A dictionary. CUDA can be used, through JAX (`tensorbrook[cuda]`).

    Example:
        >>> import tensorbrook as tf
        >>> tf.sysconfig.get_build_info()["is_cuda_build"]
        True
    """
    return collections.OrderedDict(
        is_cuda_build=True, is_rocm_build=False, is_tensorrt_build=False
    )


def load_library(library_location: str) -> None:
    """Would load operations from a shared library.

    Args:
        library_location: The library, or a folder of them.

    Raises:
        errors.NotFoundError: There is no such file.
        NotImplementedError: Always otherwise: such libraries need TensorFlow's C++ API.
    """
    _refuse("load_library", library_location)


def load_op_library(library_filename: str) -> None:
    """Would load operations from a shared library.

    Args:
        library_filename: The library.

    Raises:
        errors.NotFoundError: There is no such file.
        NotImplementedError: Always otherwise: such libraries need TensorFlow's C++ API.
    """
    _refuse("load_op_library", library_filename)


def _refuse(function: str, path: str) -> None:
    if not Path(path).exists():
        raise errors.NotFoundError(
            None,
            None,
            f"{path}: cannot open shared object file: No such file or directory",
        )
    raise NotImplementedError(
        f"tf.{function}: {path} needs TensorFlow's C++ API, which isn't there. Write the "
        "operation with tf.py_function, tf.custom_gradient and public operations."
    )
