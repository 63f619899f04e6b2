// Binds `register_calls`; `call` and `prepare` stand in functions.h.
#pragma once

#include <nanobind/nanobind.h>

namespace tb {

void bind_call(nanobind::module_& m);

// What a call like this has settled before gives, told to the tapes; NotImplemented where Python
// has to make the call; null with a Python error set.
PyObject* call_op(PyObject* op, PyObject* inputs, PyObject* attributes, PyObject* tapes);

}  // namespace tb
