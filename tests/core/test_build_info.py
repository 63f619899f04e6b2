"""Where the parts of the installation lie."""

import pathlib

import pytest

import tensorbrook as tf


def test_folders_and_flags():
    lib = pathlib.Path(tf.sysconfig.get_lib())
    assert (lib / "__init__.py").exists()
    assert tf.sysconfig.get_include().startswith(str(lib))
    assert f"-I{tf.sysconfig.get_include()}" in tf.sysconfig.get_compile_flags()
    assert tf.sysconfig.get_link_flags() == [f"-L{lib}"]
    assert not tf.sysconfig.get_build_info()["is_rocm_build"]


@pytest.mark.parametrize("load", [tf.load_library, tf.load_op_library])
def test_libraries_are_refused(load, tmp_path):
    with pytest.raises(tf.errors.NotFoundError, match="no.so"):
        load(str(tmp_path / "no.so"))
    with pytest.raises(NotImplementedError, match=r"C\+\+"):
        load(str(tmp_path))
