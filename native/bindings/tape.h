// What gradient tapes are told, and how they go back: without Python where all is plain.
#pragma once

#include <Python.h>

namespace tb {

// Tells every tape in the list of an op; the inputs and outputs are lists or tuples of tensors.
// False with a Python error set.
bool tell_tapes(PyObject* tapes, PyObject* op, PyObject* inputs, PyObject* settled,
                PyObject* outputs);

// Tells every tape in the list that a variable is read. False with a Python error set.
bool tell_access(PyObject* tapes, PyObject* variable);

// The tapes of this thread if nothing else watches operators or gives them another meaning;
// null without an error otherwise. A new reference.
PyObject* only_tapes();

PyObject* register_tapes(PyObject*, PyObject* const* args, Py_ssize_t count);
PyObject* backward(PyObject*, PyObject* const* args, Py_ssize_t count);

}  // namespace tb
