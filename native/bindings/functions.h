// The module's functions, by the file that defines them. All are METH_FASTCALL.
#pragma once

#include <Python.h>

#include <vector>

#include "../attributes.h"
#include "../registry.h"

namespace tb {

// numpy.cc
PyObject* from_numpy(PyObject*, PyObject* const* args, Py_ssize_t count);
PyObject* register_numpy_dtype(PyObject*, PyObject* const* args, Py_ssize_t count);

// literal.cc
PyObject* from_literal(PyObject*, PyObject* const* args, Py_ssize_t count);

// dlpack.cc
PyObject* from_dlpack(PyObject*, PyObject* const* args, Py_ssize_t count);
PyObject* to_dlpack(PyObject*, PyObject* const* args, Py_ssize_t count);

// execute.cc
PyObject* find_kernel(PyObject*, PyObject* const* args, Py_ssize_t count);
PyObject* execute(PyObject*, PyObject* const* args, Py_ssize_t count);
PyObject* kernel_names(PyObject*, PyObject* const* args, Py_ssize_t count);
// Reads a dict of attribute values; the texts stay the dict's. False with a Python error set.
bool read_attributes(PyObject* dict, Attributes* attributes);
// Runs the kernel for these tensors. False: not handled, or an error is set.
bool run_entry(const OpEntry& entry, PyObject* const* tensors, Py_ssize_t count,
               const Attributes& attributes, std::vector<Array>* outputs);
// A new list of tensors; null with a Python error set.
PyObject* tensor_list(std::vector<Array>& arrays);
// Runs a kernel, without the GIL where the work is large. False: not handled, or an error is set.
bool run_kernel(Kernel kernel, KernelContext& context, int64_t work);

// call.cc
PyObject* prepare(PyObject*, PyObject* const* args, Py_ssize_t count);
PyObject* call(PyObject*, PyObject* const* args, Py_ssize_t count);

}  // namespace tb
