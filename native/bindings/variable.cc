#include "variable.h"

#include <unordered_map>
#include <vector>

#include "../variable.h"
#include "call.h"
#include "tape.h"
#include "tensor.h"

namespace nb = nanobind;

namespace tb {

std::optional<Dims> optional_dims(nb::handle dims) {
  if (dims.is_none()) return std::nullopt;
  Dims result;
  for (nb::handle dim : dims) {
    result.push_back(dim.is_none() ? -1 : nb::cast<int64_t>(dim));
  }
  return result;
}

namespace {

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

// The class of variables, and the op that reads them.
PyTypeObject* variable_class = nullptr;
PyObject* read_op = nullptr;
PyTypeObject* variable_base = nullptr;

PyObject* interned(const char* text) { return PyUnicode_InternFromString(text); }

struct Names {
  PyObject* handle = interned("handle");
  PyObject* held_dtype = interned("_dtype");
  PyObject* dtype = interned("dtype");
  PyObject* held_trainable = interned("_trainable");
  PyObject* trainable = interned("trainable");
  PyObject* held_handle = interned("_handle");
};

const Names& names() {
  static const Names* all = new Names();
  return *all;
}

// How far the variables of a class are those of the registered one.
struct Habits {
  bool accessed = false;  // reading tells no more than tapes
  bool read = false;      // what stands for the variable is its value
  bool trainable = false;
  bool handle = false;
};

Habits habits_of(PyTypeObject* type) {
  static auto* known = new std::unordered_map<PyTypeObject*, Habits>();
  auto found = known->find(type);
  if (found != known->end()) return found->second;
  auto inherits = [&](const char* name) {
    nb::object own = nb::steal(PyObject_GetAttrString(reinterpret_cast<PyObject*>(type), name));
    nb::object base =
        nb::steal(PyObject_GetAttrString(reinterpret_cast<PyObject*>(variable_class), name));
    return own && base && own.ptr() == base.ptr();
  };
  Habits habits;
  if (variable_class && PyType_IsSubtype(type, variable_class)) {
    habits.accessed = inherits("_accessed");
    habits.trainable = inherits("trainable");
    habits.handle = inherits("handle");
    habits.read = habits.accessed && inherits("__tf_tensor__") && inherits("value");
  }
  PyErr_Clear();
  Py_INCREF(type);  // so that its place in memory stays its own
  return (*known)[type] = habits;
}

// The attributes of a read of that type (borrowed); null with a Python error set.
PyObject* settled_read(PyObject* variable, DType dtype) {
  static PyObject* settled[kDTypeCount] = {};
  PyObject*& kept = settled[static_cast<int>(dtype)];
  if (kept) return kept;
  nb::object asked = nb::steal(PyObject_GetAttr(variable, names().held_dtype));
  if (asked) kept = Py_BuildValue("{O:O}", names().dtype, asked.ptr());
  return kept;
}

bool tell_read(PyObject* variable, PyObject* handle, PyObject* tensor, PyObject* tapes) {
  static const Attributes nothing;
  static const OpEntry& kernel = Registry::instance().entry("ReadVariableOp");
  PyObject* name =
      habits_of(Py_TYPE(variable)).trainable ? names().held_trainable : names().trainable;
  nb::object trainable = nb::steal(PyObject_GetAttr(variable, name));
  int wanted = trainable ? PyObject_IsTrue(trainable.ptr()) : -1;
  PyObject* attributes = settled_read(variable, array_of(tensor).dtype());
  if (wanted < 0 || !attributes) return false;
  nb::object inputs = nb::steal(PyTuple_Pack(1, handle));
  nb::object outputs = nb::steal(PyTuple_Pack(1, tensor));
  Settled settled{attributes, &kernel, &nothing, nullptr};
  return inputs && outputs && tell_access(tapes, variable, handle, wanted > 0) &&
         tell_tapes(tapes, read_op, inputs.ptr(), settled, outputs.ptr());
}

// The same for a variable whose class is known to be read so.
nb::object read_handle(PyObject* variable, PyObject* tapes) {
  nb::object handle = nb::steal(PyObject_GetAttr(variable, names().held_handle));
  if (!handle || Py_TYPE(handle.ptr()) != tensor_class()) {
    PyErr_Clear();
    return {};
  }
  Variable* resource = variable_of(array_of(handle.ptr()));
  Array value = resource ? resource->read() : Array();
  if (!value) return {};
  nb::object tensor = nb::steal(make_tensor(std::move(value)));
  if (!tensor || PyList_GET_SIZE(tapes) == 0) return tensor;
  return tell_read(variable, handle.ptr(), tensor.ptr(), tapes) ? tensor : nb::object();
}

// What is assigned as a tensor of that type: a tensor, the value of a variable, Python numbers;
// null, perhaps with an error, for anything else.
nb::object assigned(PyObject* value, DType dtype, PyObject* tapes) {
  if (Py_TYPE(value) == tensor_class()) return nb::borrow(value);
  if (is_variable(value)) return read_variable(value, tapes);
  if (!is_plain_number(value)) return {};
  nb::object made = nb::steal(tensor_of_literal(value, dtype));
  return made && !made.is_none() ? made : nb::object();
}

PyType_Spec base_spec(std::vector<PyType_Slot>& slots) {
  slots.assign(number_slots, number_slots + number_slot_count);
  slots.push_back({Py_tp_doc, const_cast<char*>("The operators of a variable.")});
  slots.push_back({0, nullptr});
  return {"tensorbrook._native.VariableBase", sizeof(PyObject), 0,
          Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, slots.data()};
}

}  // namespace

bool add_variable_type(PyObject* module) {
  std::vector<PyType_Slot> slots;
  PyType_Spec spec = base_spec(slots);
  variable_base = reinterpret_cast<PyTypeObject*>(PyType_FromSpec(&spec));
  return variable_base && PyModule_AddObjectRef(module, "VariableBase",
                                                reinterpret_cast<PyObject*>(variable_base)) == 0;
}

PyTypeObject* variable_base_type() { return variable_base; }

nb::object handle_of(PyObject* variable) {
  bool held = habits_of(Py_TYPE(variable)).handle;
  return nb::steal(PyObject_GetAttr(variable, held ? names().held_handle : names().handle));
}

nb::object read_variable(PyObject* variable, PyObject* tapes) {
  return habits_of(Py_TYPE(variable)).read ? read_handle(variable, tapes) : nb::object();
}

PyObject* read_plain(PyObject*, PyObject* const* args, Py_ssize_t count) {
  if (count != 1) {
    PyErr_SetString(PyExc_TypeError, "read takes a variable.");
    return nullptr;
  }
  nb::object value;
  if (is_variable(args[0]) && habits_of(Py_TYPE(args[0])).accessed) {
    nb::object tapes = nb::steal(only_tapes());
    if (tapes) value = read_handle(args[0], tapes.ptr());
  }
  if (!value && !PyErr_Occurred()) Py_RETURN_NONE;
  return value.release().ptr();
}

PyObject* assign_plain(PyObject*, PyObject* const* args, Py_ssize_t count) {
  if (count != 3) {
    PyErr_SetString(PyExc_TypeError, "assign takes an op, a handle and a value.");
    return nullptr;
  }
  PyObject* handle = args[1];
  Variable* resource = Py_TYPE(handle) == tensor_class() ? variable_of(array_of(handle)) : nullptr;
  nb::object tapes = resource ? nb::steal(only_tapes()) : nb::object();
  if (!tapes || !are_plain(tapes.ptr())) Py_RETURN_FALSE;
  nb::object tensor = assigned(args[2], resource->dtype(), tapes.ptr());
  if (!tensor) return PyErr_Occurred() ? nullptr : Py_NewRef(Py_False);
  // Values of another shape, or where there is none yet, are for Python to judge.
  Array now = resource->read();
  if (!now || !(now.dims() == array_of(tensor.ptr()).dims())) Py_RETURN_FALSE;
  now.clear();  // so that the value can be changed in place
  nb::object inputs = nb::steal(PyTuple_Pack(2, handle, tensor.ptr()));
  if (!inputs) return nullptr;
  nb::object made = nb::steal(call_op(args[0], inputs.ptr(), no_attributes(), tapes.ptr(), true));
  if (!made) return nullptr;
  return Py_NewRef(made.ptr() == Py_NotImplemented ? Py_False : Py_True);
}

PyObject* register_variables(PyObject*, PyObject* const* args, Py_ssize_t count) {
  if (count != 2 || !PyType_Check(args[0])) {
    PyErr_SetString(PyExc_TypeError, "register_variables takes a class and the op that reads.");
    return nullptr;
  }
  variable_class = reinterpret_cast<PyTypeObject*>(Py_NewRef(args[0]));
  read_op = Py_NewRef(args[1]);
  Py_RETURN_NONE;
}

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
