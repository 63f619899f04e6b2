// Native variables and the tensors that hold Python objects.
#pragma once

#include <nanobind/nanobind.h>

namespace tb {

void bind_variable(nanobind::module_& m);
PyObject* from_object(PyObject*, PyObject* const* args, Py_ssize_t count);

}  // namespace tb
