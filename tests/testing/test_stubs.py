"""`tf.test.StubOutForTesting`."""

import tensorbrook.compat.v1 as tf


class _Base:
    @staticmethod
    def word():
        return "old"


class _Derived(_Base):
    pass


def test_attributes_come_back() -> None:
    with tf.test.StubOutForTesting() as stubs:
        stubs.SmartSet(_Derived, "word", staticmethod(lambda: "new"))
        assert _Base.word() == "new"
        stubs.Set(_Base, "word", staticmethod(lambda: "newer"))
        assert _Derived.word() == "newer"
        stubs.UnsetAll()
        assert _Derived.word() == "new"
    assert _Base.word() == "old"
