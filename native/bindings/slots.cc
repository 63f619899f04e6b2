// Operator slots of the eager tensor. Where both operands are concrete, of one type, and nobody
// watches, they call the kernel; in all other cases the Python function registered for the slot.
#include <array>
#include <cstring>
#include <unordered_map>

#include <nanobind/nanobind.h>

#include "call.h"
#include "functions.h"
#include "tape.h"
#include "tensor.h"
#include "variable.h"

namespace nb = nanobind;

namespace tb {
namespace {

enum Operator {
  kAdd,
  kSubtract,
  kMultiply,
  kTrueDivide,
  kFloorDivide,
  kRemainder,
  kPower,
  kMatMul,
  kAnd,
  kOr,
  kXor,
  kNegative,
  kAbsolute,
  kInvert,
  kLess,
  kLessEqual,
  kEqual,
  kNotEqual,
  kGreater,
  kGreaterEqual,
  kHash,
  kOperatorCount
};

struct OperatorInfo {
  const char* op;       // TensorFlow's operation
  const char* forward;  // the Python method, and its reflected twin
  const char* reflected;
};

constexpr OperatorInfo infos[kOperatorCount] = {
    {"AddV2", "__add__", "__radd__"},
    {"Sub", "__sub__", "__rsub__"},
    {"Mul", "__mul__", "__rmul__"},
    {"RealDiv", "__truediv__", "__rtruediv__"},
    {"FloorDiv", "__floordiv__", "__rfloordiv__"},
    {"FloorMod", "__mod__", "__rmod__"},
    {"Pow", "__pow__", "__rpow__"},
    {"MatMul", "__matmul__", "__rmatmul__"},
    {"BitwiseAnd", "__and__", "__rand__"},
    {"BitwiseOr", "__or__", "__ror__"},
    {"BitwiseXor", "__xor__", "__rxor__"},
    {"Neg", "__neg__", nullptr},
    {"Abs", "__abs__", nullptr},
    {"Invert", "__invert__", nullptr},
    {"Less", "__lt__", nullptr},
    {"LessEqual", "__le__", nullptr},
    {"Equal", "__eq__", nullptr},
    {"NotEqual", "__ne__", nullptr},
    {"Greater", "__gt__", nullptr},
    {"GreaterEqual", "__ge__", nullptr},
    {nullptr, "__hash__", nullptr},
};

std::array<PyObject*, kOperatorCount> forward_functions{};
std::array<PyObject*, kOperatorCount> reflected_functions{};

const OpEntry* entry_of(Operator which) {
  static std::array<const OpEntry*, kOperatorCount> entries{};
  const OpEntry*& entry = entries[which];
  if (!entry) entry = &Registry::instance().entry(infos[which].op);
  return entry;
}

const OpEntry* entry_for(Operator which, const Array& x, const Array& y) {
  static const OpEntry& logical_and = Registry::instance().entry("LogicalAnd");
  static const OpEntry& logical_or = Registry::instance().entry("LogicalOr");
  static const OpEntry& batch_matmul = Registry::instance().entry("BatchMatMulV2");
  if (which == kMatMul && (x.rank() != 2 || y.rank() != 2)) return &batch_matmul;
  if (x.dtype() == DType::kBool) {
    if (which == kAnd) return &logical_and;
    if (which == kOr) return &logical_or;
  }
  return entry_of(which);
}

PyObject* find_op = nullptr;  // gives the record of an op's name

// The record behind an operator (borrowed); null, perhaps with an error, where there is none.
PyObject* op_of(const OpEntry* entry) {
  static auto* known = new std::unordered_map<const OpEntry*, PyObject*>();
  PyObject*& op = (*known)[entry];
  if (!op && find_op) op = PyObject_CallFunction(find_op, "s", entry->name.c_str());
  return op;
}

// Null: not handled, or an error is set.
PyObject* run(const OpEntry* entry, const Array* const* inputs, int count, int64_t work) {
  Kernel kernel = entry->select(inputs, count);
  if (!kernel) return nullptr;
  static const Attributes no_attributes;
  FewOutputs outputs;
  KernelContext context(inputs, count, no_attributes, outputs);
  if (!run_kernel(kernel, context, work)) return nullptr;
  return make_tensor(std::move(outputs[0]));
}

bool is_float(DType dtype) {
  return dtype == DType::kFloat || dtype == DType::kDouble || dtype == DType::kHalf ||
         dtype == DType::kBFloat16;
}

template <class T>
bool store(Array& array, int64_t value) {
  *array.data<T>() = static_cast<T>(value);
  return static_cast<int64_t>(*array.data<T>()) == value;
}

// A Python number as a scalar of the tensor's type; false where the type would have to change.
bool scalar_like(PyObject* number, DType dtype, Array* scalar) {
  if (PyFloat_CheckExact(number) && is_float(dtype)) {
    double value = PyFloat_AS_DOUBLE(number);
    *scalar = Array(dtype, Dims());
    if (dtype == DType::kFloat) *scalar->data<float>() = static_cast<float>(value);
    if (dtype == DType::kDouble) *scalar->data<double>() = value;
    if (dtype == DType::kHalf) *scalar->data<half>() = static_cast<half>(value);
    if (dtype == DType::kBFloat16) *scalar->data<bfloat16>() = static_cast<float>(value);
    return true;
  }
  if (!PyLong_CheckExact(number)) return false;
  int overflow = 0;
  int64_t value = PyLong_AsLongLongAndOverflow(number, &overflow);
  if (overflow) return false;
  *scalar = Array(dtype, Dims());
  if (dtype == DType::kFloat) return *scalar->data<float>() = static_cast<float>(value), true;
  if (dtype == DType::kDouble) return *scalar->data<double>() = static_cast<double>(value), true;
  if (dtype == DType::kInt32) return store<int32_t>(*scalar, value);
  if (dtype == DType::kInt64) return store<int64_t>(*scalar, value);
  return false;
}

PyObject* fast_binary(Operator which, PyObject* left, PyObject* right) {
  Array scalar;
  const Array* inputs[2];
  bool left_tensor = is_tensor(left);
  bool right_tensor = is_tensor(right);
  if (left_tensor && right_tensor) {
    inputs[0] = &array_of(left);
    inputs[1] = &array_of(right);
    if (inputs[0]->dtype() != inputs[1]->dtype()) return nullptr;
  } else if (left_tensor) {
    inputs[0] = &array_of(left);
    if (!scalar_like(right, inputs[0]->dtype(), &scalar)) return nullptr;
    inputs[1] = &scalar;
  } else {
    inputs[1] = &array_of(right);
    if (!scalar_like(left, inputs[1]->dtype(), &scalar)) return nullptr;
    inputs[0] = &scalar;
  }
  if (which == kTrueDivide && !is_float(inputs[0]->dtype())) return nullptr;
  int64_t work = inputs[0]->size() + inputs[1]->size();
  return run(entry_for(which, *inputs[0], *inputs[1]), inputs, 2, work);
}

// The result of an op whose inputs are tensors, told to the tapes; null, perhaps with an error,
// where that is for Python.
PyObject* taped(const OpEntry* entry, nb::object inputs, PyObject* tapes) {
  PyObject* op = inputs ? op_of(entry) : nullptr;
  if (!op) return nullptr;
  PyObject* made = call_op(op, inputs.ptr(), no_attributes(), tapes, false);
  if (made != Py_NotImplemented) return made;
  Py_DECREF(made);
  return nullptr;
}

// Two tensors, or one and a number, while nothing but tapes watches; null, perhaps with an error,
// for anything else.
PyObject* taped_binary(Operator which, PyObject* left, PyObject* right, PyObject* tapes) {
  if (!is_tensor(left) && !is_tensor(right)) return nullptr;
  nb::object x = nb::borrow(left), y = nb::borrow(right);
  const Array& known = array_of(is_tensor(left) ? left : right);
  for (nb::object* each : {&x, &y}) {
    if (is_tensor(each->ptr())) continue;
    Array scalar;
    if (!scalar_like(each->ptr(), known.dtype(), &scalar)) return nullptr;
    *each = nb::steal(make_tensor(std::move(scalar)));
    if (!*each) return nullptr;
  }
  const Array &a = array_of(x.ptr()), &b = array_of(y.ptr());
  bool fits = a.dtype() == b.dtype() && (which != kTrueDivide || is_float(a.dtype()));
  if (!fits) return nullptr;
  return taped(entry_for(which, a, b), nb::steal(PyTuple_Pack(2, x.ptr(), y.ptr())), tapes);
}

PyObject* taped_binary(Operator which, PyObject* left, PyObject* right) {
  if (!is_tensor(left) && !is_tensor(right)) return nullptr;
  nb::object tapes = nb::steal(only_tapes());
  return tapes ? taped_binary(which, left, right, tapes.ptr()) : nullptr;
}

// The operand itself, or the value of a variable; null, perhaps with an error, where Python has
// to read it.
nb::object operand(PyObject* given, PyObject* tapes) {
  return is_variable(given) ? read_variable(given, tapes) : nb::borrow(given);
}

PyObject* of_variables(Operator which, PyObject* left, PyObject* right) {
  nb::object tapes = nb::steal(only_tapes());
  nb::object x = tapes ? operand(left, tapes.ptr()) : nb::object();
  nb::object y = x ? operand(right, tapes.ptr()) : nb::object();
  if (!y || !(is_tensor(x.ptr()) || is_tensor(y.ptr()))) return nullptr;
  return PyList_GET_SIZE(tapes.ptr()) == 0 ? fast_binary(which, x.ptr(), y.ptr())
                                           : taped_binary(which, x.ptr(), y.ptr(), tapes.ptr());
}

PyObject* call_fallback(Operator which, PyObject* left, PyObject* right) {
  bool forward = is_tensor(left) || is_variable(left);
  PyObject* function = forward ? forward_functions[which] : reflected_functions[which];
  if (!function) Py_RETURN_NOTIMPLEMENTED;
  PyObject* args[2] = {forward ? left : right, forward ? right : left};
  return PyObject_Vectorcall(function, args, 2, nullptr);
}

PyObject* binary(Operator which, PyObject* left, PyObject* right) {
  bool tensors = is_tensor(left) && is_tensor(right);
  PyObject* result;
  if (!tensors && (is_variable(left) || is_variable(right))) {
    result = of_variables(which, left, right);
  } else {
    result =
        slow_counter() == 0 ? fast_binary(which, left, right) : taped_binary(which, left, right);
  }
  if (result || PyErr_Occurred()) return result;
  return call_fallback(which, left, right);
}

const OpEntry* unary_entry(Operator which, const Array& input) {
  static const OpEntry& logical_not = Registry::instance().entry("LogicalNot");
  return which == kInvert && input.dtype() == DType::kBool ? &logical_not : entry_of(which);
}

PyObject* unary_of(Operator which, PyObject* given) {
  if (slow_counter() == 0 && is_tensor(given)) {
    const Array* input = &array_of(given);
    return run(unary_entry(which, *input), &input, 1, input->size());
  }
  nb::object tapes = nb::steal(only_tapes());
  nb::object x = tapes ? operand(given, tapes.ptr()) : nb::object();
  if (!x) return nullptr;
  const Array* input = &array_of(x.ptr());
  const OpEntry* entry = unary_entry(which, *input);
  if (PyList_GET_SIZE(tapes.ptr()) == 0) return run(entry, &input, 1, input->size());
  return taped(entry, nb::steal(PyTuple_Pack(1, x.ptr())), tapes.ptr());
}

PyObject* unary(Operator which, PyObject* x) {
  PyObject* result = unary_of(which, x);
  if (result || PyErr_Occurred()) return result;
  PyObject* function = forward_functions[which];
  if (function) return PyObject_CallOneArg(function, x);
  PyErr_Format(PyExc_TypeError, "%s is not supported for this tensor.", infos[which].forward);
  return nullptr;
}

template <Operator which>
PyObject* binary_slot(PyObject* left, PyObject* right) {
  return binary(which, left, right);
}

template <Operator which>
PyObject* unary_slot(PyObject* x) {
  return unary(which, x);
}

PyObject* power_slot(PyObject* base, PyObject* exponent, PyObject* modulus) {
  if (modulus != Py_None) Py_RETURN_NOTIMPLEMENTED;
  return binary(kPower, base, exponent);
}

PyObject* compare_slot(PyObject* left, PyObject* right, int comparison) {
  constexpr Operator operators[] = {kLess, kLessEqual, kEqual, kNotEqual, kGreater, kGreaterEqual};
  Operator which = operators[comparison];
  bool numeric = is_tensor(right) || PyFloat_CheckExact(right) || PyLong_CheckExact(right);
  if (slow_counter() == 0 && numeric) {
    PyObject* result = fast_binary(which, left, right);
    if (result || PyErr_Occurred()) return result;
  }
  return call_fallback(which, left, right);
}

Py_hash_t hash_slot(PyObject* self) {
  PyObject* function = forward_functions[kHash];
  if (!function) {
    PyErr_SetString(PyExc_TypeError, "Tensor is unhashable. Use tensor.ref() as the key instead.");
    return -1;
  }
  PyObject* result = PyObject_CallOneArg(function, self);
  if (!result) return -1;
  Py_hash_t hash = PyLong_AsSsize_t(result);
  Py_DECREF(result);
  return hash;
}

}  // namespace

PyObject* matmul(PyObject*, PyObject* const* args, Py_ssize_t count) {
  if (count != 2) {
    PyErr_SetString(PyExc_TypeError, "matmul takes two operands.");
    return nullptr;
  }
  if (Py_TYPE(args[0]) == tensor_class() && Py_TYPE(args[1]) == tensor_class()) {
    PyObject* made = slow_counter() == 0 ? fast_binary(kMatMul, args[0], args[1])
                                         : taped_binary(kMatMul, args[0], args[1]);
    if (made || PyErr_Occurred()) return made;
  }
  Py_RETURN_NOTIMPLEMENTED;
}

PyObject* register_lists(PyObject*, PyObject* const* args, Py_ssize_t count) {
  if (count != 1 || !PyCallable_Check(args[0])) {
    PyErr_SetString(PyExc_TypeError, "register_lists takes a function.");
    return nullptr;
  }
  list_factory = Py_NewRef(args[0]);
  Py_RETURN_NONE;
}

PyObject* register_ops(PyObject*, PyObject* const* args, Py_ssize_t count) {
  if (count != 1 || !PyCallable_Check(args[0])) {
    PyErr_SetString(PyExc_TypeError, "register_ops takes a function of an op's name.");
    return nullptr;
  }
  find_op = Py_NewRef(args[0]);
  Py_RETURN_NONE;
}

PyObject** fallback_place(const char* name) {
  for (int i = 0; i < kOperatorCount; ++i) {
    if (std::strcmp(name, infos[i].forward) == 0) return &forward_functions[i];
    if (infos[i].reflected && std::strcmp(name, infos[i].reflected) == 0) {
      return &reflected_functions[i];
    }
  }
  return nullptr;
}

PyType_Slot operator_slots[] = {
    {Py_nb_add, reinterpret_cast<void*>(binary_slot<kAdd>)},
    {Py_nb_subtract, reinterpret_cast<void*>(binary_slot<kSubtract>)},
    {Py_nb_multiply, reinterpret_cast<void*>(binary_slot<kMultiply>)},
    {Py_nb_true_divide, reinterpret_cast<void*>(binary_slot<kTrueDivide>)},
    {Py_nb_floor_divide, reinterpret_cast<void*>(binary_slot<kFloorDivide>)},
    {Py_nb_remainder, reinterpret_cast<void*>(binary_slot<kRemainder>)},
    {Py_nb_power, reinterpret_cast<void*>(power_slot)},
    {Py_nb_matrix_multiply, reinterpret_cast<void*>(binary_slot<kMatMul>)},
    {Py_nb_and, reinterpret_cast<void*>(binary_slot<kAnd>)},
    {Py_nb_or, reinterpret_cast<void*>(binary_slot<kOr>)},
    {Py_nb_xor, reinterpret_cast<void*>(binary_slot<kXor>)},
    {Py_nb_negative, reinterpret_cast<void*>(unary_slot<kNegative>)},
    {Py_nb_absolute, reinterpret_cast<void*>(unary_slot<kAbsolute>)},
    {Py_nb_invert, reinterpret_cast<void*>(unary_slot<kInvert>)},
    {Py_tp_richcompare, reinterpret_cast<void*>(compare_slot)},
    {Py_tp_hash, reinterpret_cast<void*>(hash_slot)},
};
const int operator_slot_count = sizeof(operator_slots) / sizeof(operator_slots[0]);
// Variables compare and hash by rules of their own.
PyType_Slot* const number_slots = operator_slots;
const int number_slot_count = operator_slot_count - 2;

}  // namespace tb
