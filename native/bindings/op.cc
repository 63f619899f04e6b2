#include "op.h"

#include <nanobind/nanobind.h>

#include <vector>

#include "call.h"
#include "functions.h"
#include "tape.h"
#include "tensor.h"
#include "variable.h"

namespace nb = nanobind;

namespace tb {
namespace {

PyObject* interpret_name = nullptr;

// A call in an interpreter's words where the short road doesn't lead there.
PyObject* op_call(PyObject* self, PyObject* inputs, PyObject* keywords) {
  PyObject* made = quick_call(self, inputs, keywords ? keywords : no_attributes());
  if (made != Py_NotImplemented) return made;
  Py_DECREF(made);
  nb::object interpret = nb::steal(PyObject_GetAttr(self, interpret_name));
  return interpret ? PyObject_Call(interpret.ptr(), inputs, keywords) : nullptr;
}

PyType_Slot slots[] = {
    {Py_tp_call, reinterpret_cast<void*>(op_call)},
    {Py_tp_doc, const_cast<char*>("What calls an op record.")},
    {0, nullptr},
};

PyType_Spec spec = {"tensorbrook._native.OpBase", sizeof(PyObject), 0,
                    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, slots};

nb::object integers(const std::vector<int32_t>& values, const Dims& dims) {
  Array array(DType::kInt32, dims);
  std::copy(values.begin(), values.end(), array.data<int32_t>());
  return nb::steal(make_tensor(std::move(array)));
}

// A vector of all axes; equal ones are the same tensor.
nb::object all_axes(int rank) {
  static auto* known = new std::vector<nb::object>();
  while (static_cast<int>(known->size()) <= rank) {
    std::vector<int32_t> axes;
    for (int i = 0; i < static_cast<int>(known->size()); ++i) axes.push_back(i);
    nb::object made = integers(axes, {static_cast<int64_t>(axes.size())});
    if (!made) return {};
    known->push_back(std::move(made));
  }
  return (*known)[static_cast<size_t>(rank)];
}

// The axes as a tensor; null, perhaps with an error, for what Python has to convert.
nb::object axes_tensor(PyObject* axis, const Array& input) {
  if (axis == Py_None) return all_axes(input.rank());
  if (Py_TYPE(axis) == tensor_class()) return nb::borrow(axis);
  if (!is_plain_number(axis)) return {};
  nb::object made = nb::steal(tensor_of_literal(axis, DType::kInt32));
  return made && !made.is_none() ? made : nb::object();
}

PyObject* keep_attributes(bool keep) {
  static PyObject* of_keep[2] = {Py_BuildValue("{s:O}", "keep_dims", Py_False),
                                 Py_BuildValue("{s:O}", "keep_dims", Py_True)};
  return of_keep[keep];
}

}  // namespace

bool add_op_type(PyObject* module) {
  interpret_name = PyUnicode_InternFromString("_interpret");
  PyObject* type = PyType_FromSpec(&spec);
  bool added = type && PyModule_AddObjectRef(module, "OpBase", type) == 0;
  Py_XDECREF(type);
  return added;
}

PyObject* reduce(PyObject*, PyObject* const* args, Py_ssize_t count) {
  if (count != 4) {
    PyErr_SetString(PyExc_TypeError, "reduce takes an op, a tensor, axes and keepdims.");
    return nullptr;
  }
  bool plain = Py_TYPE(args[1]) == tensor_class() && PyBool_Check(args[3]);
  nb::object axes = plain ? axes_tensor(args[2], array_of(args[1])) : nb::object();
  if (!axes) return PyErr_Occurred() ? nullptr : Py_NewRef(Py_NotImplemented);
  nb::object inputs = nb::steal(PyTuple_Pack(2, args[1], axes.ptr()));
  if (!inputs) return nullptr;
  return quick_call(args[0], inputs.ptr(), keep_attributes(args[3] == Py_True));
}

}  // namespace tb
