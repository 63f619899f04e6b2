// Tensors of Python numbers and of nested lists of them, without a detour over NumPy.
#include <cmath>
#include <limits>

#include "functions.h"
#include "tensor.h"

namespace tb {
namespace {

constexpr int kMaxRank = 16;
// Integers up to here are floats exactly, however they are converted.
constexpr int64_t kExact = int64_t{1} << 53;

bool is_sequence(PyObject* value) { return PyList_CheckExact(value) || PyTuple_CheckExact(value); }

// What kinds of numbers there are among the leaves.
struct Kinds {
  bool real = false, integer = false, boolean = false, wide = false;
};

// False for a value that isn't a rectangle of exact float, int and bool objects.
bool scan(PyObject* value, const Dims& dims, int depth, Kinds* kinds) {
  if (depth < dims.rank()) {
    if (!is_sequence(value) || PySequence_Fast_GET_SIZE(value) != dims[depth]) return false;
    PyObject** items = PySequence_Fast_ITEMS(value);
    for (int64_t i = 0; i < dims[depth]; ++i) {
      if (!scan(items[i], dims, depth + 1, kinds)) return false;
    }
    return true;
  }
  if (PyFloat_CheckExact(value)) return kinds->real = true;
  if (PyBool_Check(value)) return kinds->boolean = true;
  if (!PyLong_CheckExact(value)) return false;
  int overflow = 0;
  int64_t number = PyLong_AsLongLongAndOverflow(value, &overflow);
  kinds->wide |= number != static_cast<int32_t>(number);
  kinds->integer = true;
  return overflow == 0;
}

template <class T>
bool store(PyObject* leaf, T* place) {
  if (PyFloat_CheckExact(leaf)) {
    double value = PyFloat_AS_DOUBLE(leaf);
    *place = static_cast<T>(value);
    // Too large for the type: an error, which is worded elsewhere.
    return std::isinf(value) || !std::isinf(static_cast<double>(*place));
  }
  if (PyBool_Check(leaf)) return *place = static_cast<T>(leaf == Py_True), true;
  int64_t value = PyLong_AsLongLong(leaf);
  *place = static_cast<T>(value);
  return std::is_integral_v<T> ? static_cast<int64_t>(*place) == value
                               : value <= kExact && value >= -kExact;
}

template <class T>
bool fill(PyObject* value, const Dims& dims, int depth, T*& place) {
  if (depth == dims.rank()) return store(value, place++);
  PyObject** items = PySequence_Fast_ITEMS(value);
  for (int64_t i = 0; i < dims[depth]; ++i) {
    if (!fill(items[i], dims, depth + 1, place)) return false;
  }
  return true;
}

// kInvalid where the rules of conversion have more to say.
DType choose_dtype(const Kinds& kinds, DType wanted) {
  bool numbers = kinds.real || kinds.integer;
  if (kinds.boolean) {
    bool fits = !numbers && (wanted == DType::kBool || wanted == DType::kInvalid);
    return fits ? DType::kBool : DType::kInvalid;
  }
  if (!numbers) return DType::kInvalid;
  if (wanted == DType::kFloat || wanted == DType::kDouble) return wanted;
  if (kinds.real) return wanted == DType::kInvalid ? DType::kFloat : DType::kInvalid;
  if (wanted == DType::kInt32 || wanted == DType::kInt64) return wanted;
  return wanted == DType::kInvalid && !kinds.wide ? DType::kInt32 : DType::kInvalid;
}

template <class T>
PyObject* make(PyObject* value, DType dtype, const Dims& dims) {
  Array array(dtype, dims);
  T* place = array.data<T>();
  if (!fill(value, dims, 0, place)) Py_RETURN_NONE;
  return make_tensor(std::move(array));
}

}  // namespace

PyObject* from_literal(PyObject*, PyObject* const* args, Py_ssize_t count) {
  long code = count == 2 ? PyLong_AsLong(args[1]) : -1;
  if (code < 0 || code >= kDTypeCount) {
    if (!PyErr_Occurred()) {
      PyErr_SetString(PyExc_TypeError, "from_literal takes a value and a dtype code or 0.");
    }
    return nullptr;
  }
  return tensor_of_literal(args[0], static_cast<DType>(code));
}

PyObject* tensor_of_literal(PyObject* value, DType wanted) {
  Dims dims;
  for (PyObject* at = value; is_sequence(at); at = PySequence_Fast_ITEMS(at)[0]) {
    if (dims.rank() == kMaxRank || PySequence_Fast_GET_SIZE(at) == 0) Py_RETURN_NONE;
    dims.push_back(PySequence_Fast_GET_SIZE(at));
  }
  Kinds kinds;
  if (!scan(value, dims, 0, &kinds)) Py_RETURN_NONE;
  DType dtype = choose_dtype(kinds, wanted);
  switch (dtype) {
    case DType::kFloat: return make<float>(value, dtype, dims);
    case DType::kDouble: return make<double>(value, dtype, dims);
    case DType::kInt32: return make<int32_t>(value, dtype, dims);
    case DType::kInt64: return make<int64_t>(value, dtype, dims);
    case DType::kBool: return make<bool>(value, dtype, dims);
    default: Py_RETURN_NONE;
  }
}

}  // namespace tb
