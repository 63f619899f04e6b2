#include "variable.h"

#include "../variable.h"
#include "tensor.h"

namespace nb = nanobind;

namespace tb {
namespace {

// None: any shape; None in the tuple: any size.
std::optional<Dims> optional_dims(nb::handle dims) {
  if (dims.is_none()) return std::nullopt;
  Dims result;
  for (nb::handle dim : dims) {
    result.push_back(dim.is_none() ? -1 : nb::cast<int64_t>(dim));
  }
  return result;
}

DType checked_dtype(int code) {
  if (code <= 0 || code >= kDTypeCount) throw nb::value_error("Unknown dtype code.");
  return static_cast<DType>(code);
}

nb::object read(const Variable& variable) {
  Array value = variable.read();
  if (!value) throw nb::value_error("The variable holds no value yet.");
  return nb::steal(make_tensor(std::move(value)));
}

void assign(Variable& variable, nb::handle tensor) {
  if (!is_tensor(tensor.ptr())) throw nb::type_error("assign takes an eager tensor.");
  const Array& value = array_of(tensor.ptr());
  if (value.dtype() != variable.dtype()) {
    throw nb::type_error("assign takes a tensor of the variable's dtype.");
  }
  variable.assign(value);
}

nb::object shape(const Variable& variable) {
  Array value = variable.read();
  return value ? nb::steal(shape_tuple(value.dims())) : nb::none();
}

}  // namespace

void bind_variable(nb::module_& m) {
  nb::class_<Variable>(m, "Variable", nb::is_weak_referenceable())
      .def(
          "__init__",
          [](Variable* self, int code, nb::object dims) {
            new (self) Variable(checked_dtype(code), optional_dims(dims));
          },
          nb::arg("dtype_code"), nb::arg("dims") = nb::none())
      .def("read", read)
      .def("assign", assign, nb::arg("tensor"))
      .def("reset", [](Variable& variable) { variable.assign(Array()); })
      .def_prop_ro("shape", shape)
      .def_prop_ro("dtype_code", [](const Variable& v) { return static_cast<int>(v.dtype()); })
      .def_prop_ro("is_initialized", &Variable::initialized);
}

PyObject* from_object(PyObject*, PyObject* const* args, Py_ssize_t count) {
  if (count != 3) {
    PyErr_SetString(PyExc_TypeError, "from_object takes an object, a dtype code and dimensions.");
    return nullptr;
  }
  long code = PyLong_AsLong(args[1]);
  Dims dims;
  if (PyErr_Occurred() || !read_dims(args[2], &dims)) return nullptr;
  auto dtype = static_cast<DType>(code);
  if (code < 0 || code >= kDTypeCount || !holds_object(dtype)) {
    PyErr_Format(PyExc_ValueError, "The dtype code %ld doesn't hold Python objects.", code);
    return nullptr;
  }
  void* native = nullptr;
  if (dtype == DType::kResource) {
    Variable* variable = nullptr;
    if (nb::try_cast(nb::handle(args[0]), variable)) native = variable;
  }
  return make_tensor(object_array(dtype, std::move(dims), args[0], native));
}

}  // namespace tb
