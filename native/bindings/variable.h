// Native variables, what reads and writes the variables of Python, and the tensors that hold
// Python objects.
#pragma once

#include <nanobind/nanobind.h>

#include <optional>

#include "../array.h"

namespace tb {

// Dims with -1 for any size. None: any shape; None in the tuple: any size.
std::optional<Dims> optional_dims(nanobind::handle dims);

void bind_variable(nanobind::module_& m);
PyObject* from_object(PyObject*, PyObject* const* args, Py_ssize_t count);

// Registers VariableBase in the module; false with a Python error set.
bool add_variable_type(PyObject* module);
PyTypeObject* variable_base_type();
inline bool is_variable(PyObject* object) {
  return PyObject_TypeCheck(object, variable_base_type());
}

// What stands for the variable in ops; null with a Python error set.
nanobind::object handle_of(PyObject* variable);

// The value of a native variable, told to the tapes; null, perhaps with an error, where Python
// has to read it.
nanobind::object read_variable(PyObject* variable, PyObject* tapes);

PyObject* register_variables(PyObject*, PyObject* const* args, Py_ssize_t count);
PyObject* read_plain(PyObject*, PyObject* const* args, Py_ssize_t count);
PyObject* assign_plain(PyObject*, PyObject* const* args, Py_ssize_t count);

}  // namespace tb
