// Binds `register_calls`; `call` and `prepare` stand in functions.h.
#pragma once

#include <nanobind/nanobind.h>

namespace tb {

void bind_call(nanobind::module_& m);

// What a call like this has settled before gives, told to the tapes; NotImplemented where Python
// has to make the call; null with a Python error set. `natively`: without any Python, so calls
// with several outputs are Python's, too.
PyObject* call_op(PyObject* op, PyObject* inputs, PyObject* attributes, PyObject* tapes,
                  bool natively);

// The same with the tapes of the thread, where it runs eagerly; a "name" among the attributes
// doesn't count.
PyObject* quick_call(PyObject* op, PyObject* inputs, PyObject* attributes);

PyObject* no_attributes();  // borrowed

// Whether native code may make a tensor of it: a number or list of Python, while programs have
// registered no conversions of their own.
bool is_plain_number(PyObject* value);

}  // namespace tb
