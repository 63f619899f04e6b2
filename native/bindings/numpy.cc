// NumPy arrays in and out. The only file that sees NumPy's C API.
#define NPY_NO_DEPRECATED_API NPY_2_0_API_VERSION
#define NPY_TARGET_VERSION NPY_1_22_API_VERSION
#include <Python.h>
#include <numpy/arrayobject.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "functions.h"
#include "tensor.h"

namespace tb {
namespace {

// What NumPy 2 allows.
constexpr int kMaxRank = NPY_MAXDIMS_LEGACY_ITERS * 2;
// Bytes from which a copy costs more than an array that keeps a tensor alive.
constexpr size_t kWorthSharing = 4096;

std::array<PyArray_Descr*, kDTypeCount> descriptors{};

void add_builtin(DType dtype, int type_number) {
  descriptors[static_cast<int>(dtype)] = PyArray_DescrFromType(type_number);
}

PyArray_Descr* descriptor_of(DType dtype) {
  PyArray_Descr* descriptor = descriptors[static_cast<int>(dtype)];
  if (!descriptor) {
    PyErr_Format(PyExc_TypeError, "No NumPy type is registered for the dtype code %d.",
                 static_cast<int>(dtype));
  }
  return descriptor;
}

Dims dims_of(PyArrayObject* array) {
  Dims dims(PyArray_NDIM(array));
  for (int i = 0; i < dims.rank(); ++i) dims[i] = PyArray_DIM(array, i);
  return dims;
}

bool can_share(PyArrayObject* array) {
  auto address = reinterpret_cast<uintptr_t>(PyArray_DATA(array));
  return PyArray_IS_C_CONTIGUOUS(array) && address % 16 == 0;
}

Array share(PyArrayObject* array, DType dtype) {
  Py_INCREF(array);
  BufferRef buffer(wrap_foreign(PyArray_DATA(array), static_cast<size_t>(PyArray_NBYTES(array)),
                                array, release_python_object));
  buffer->writable = PyArray_ISWRITEABLE(array);
  return Array(dtype, dims_of(array), std::move(buffer));
}

// An empty array with a Python error set where that fails.
Array copy(PyArrayObject* array, DType dtype) {
  Array result(dtype, dims_of(array));
  if (PyArray_IS_C_CONTIGUOUS(array)) {
    std::memcpy(result.raw(), PyArray_DATA(array), result.bytes());
    return result;
  }
  PyArray_Descr* descriptor = descriptor_of(dtype);
  Py_INCREF(descriptor);
  PyObject* view =
      PyArray_NewFromDescr(&PyArray_Type, descriptor, PyArray_NDIM(array), PyArray_DIMS(array),
                           nullptr, result.raw(), NPY_ARRAY_CARRAY, nullptr);
  int failed = view ? PyArray_CopyInto(reinterpret_cast<PyArrayObject*>(view), array) : -1;
  Py_XDECREF(view);
  return failed ? Array() : result;
}

// The array with our descriptor: byte order and type as the kernels expect them.
PyArrayObject* as_native(PyObject* object, DType dtype) {
  PyArray_Descr* descriptor = descriptor_of(dtype);
  if (!descriptor) return nullptr;
  if (PyArray_Check(object)) {
    auto* array = reinterpret_cast<PyArrayObject*>(object);
    if (PyArray_EquivTypes(PyArray_DESCR(array), descriptor)) {
      Py_INCREF(array);
      return array;
    }
  }
  Py_INCREF(descriptor);
  return reinterpret_cast<PyArrayObject*>(
      PyArray_FromAny(object, descriptor, 0, 0, NPY_ARRAY_FORCECAST, nullptr));
}

}  // namespace

bool import_numpy() {
  if (_import_array() < 0) return false;
  add_builtin(DType::kFloat, NPY_FLOAT32);
  add_builtin(DType::kDouble, NPY_FLOAT64);
  add_builtin(DType::kHalf, NPY_FLOAT16);
  add_builtin(DType::kInt8, NPY_INT8);
  add_builtin(DType::kInt16, NPY_INT16);
  add_builtin(DType::kInt32, NPY_INT32);
  add_builtin(DType::kInt64, NPY_INT64);
  add_builtin(DType::kUInt8, NPY_UINT8);
  add_builtin(DType::kUInt16, NPY_UINT16);
  add_builtin(DType::kUInt32, NPY_UINT32);
  add_builtin(DType::kUInt64, NPY_UINT64);
  add_builtin(DType::kBool, NPY_BOOL);
  add_builtin(DType::kComplex64, NPY_COMPLEX64);
  add_builtin(DType::kComplex128, NPY_COMPLEX128);
  return true;
}

PyObject* register_numpy_dtype(PyObject*, PyObject* const* args, Py_ssize_t count) {
  if (count != 2 || !PyArray_DescrCheck(args[1])) {
    PyErr_SetString(PyExc_TypeError, "register_numpy_dtype takes a dtype code and a numpy.dtype.");
    return nullptr;
  }
  long code = PyLong_AsLong(args[0]);
  if (code < 0 || code >= kDTypeCount) {
    if (!PyErr_Occurred()) PyErr_Format(PyExc_ValueError, "Unknown dtype code %ld.", code);
    return nullptr;
  }
  auto* descriptor = reinterpret_cast<PyArray_Descr*>(args[1]);
  Py_INCREF(descriptor);
  Py_XDECREF(descriptors[code]);
  descriptors[code] = descriptor;
  set_dtype_size(static_cast<DType>(code), static_cast<size_t>(PyDataType_ELSIZE(descriptor)));
  Py_RETURN_NONE;
}

PyObject* from_numpy(PyObject*, PyObject* const* args, Py_ssize_t count) {
  if (count < 2 || count > 3) {
    PyErr_SetString(PyExc_TypeError, "from_numpy takes an array, a dtype code and a copy flag.");
    return nullptr;
  }
  long code = PyLong_AsLong(args[1]);
  if (code <= 0 || code >= kDTypeCount) {
    if (!PyErr_Occurred()) PyErr_Format(PyExc_ValueError, "Unknown dtype code %ld.", code);
    return nullptr;
  }
  auto dtype = static_cast<DType>(code);
  bool must_copy = count < 3 || PyObject_IsTrue(args[2]) == 1;
  if (holds_object(dtype)) {
    PyObject* array = PyArray_FromAny(args[0], nullptr, 0, 0, 0, nullptr);
    if (!array) return nullptr;
    Dims dims = dims_of(reinterpret_cast<PyArrayObject*>(array));
    PyObject* tensor = make_tensor(object_array(dtype, std::move(dims), array));
    Py_DECREF(array);
    return tensor;
  }
  PyArrayObject* array = as_native(args[0], dtype);
  if (!array) return nullptr;
  bool converted = reinterpret_cast<PyObject*>(array) != args[0];
  bool shared = (!must_copy || converted) && can_share(array);
  Array made = shared ? share(array, dtype) : copy(array, dtype);
  Py_DECREF(array);
  return made ? make_tensor(std::move(made)) : nullptr;
}

Array array_of_numpy(PyObject* value, DType dtype) {
  PyArray_Descr* descriptor = descriptors[static_cast<int>(dtype)];
  if (!PyArray_CheckExact(value) || !descriptor) return {};
  auto* array = reinterpret_cast<PyArrayObject*>(value);
  if (!PyArray_EquivTypes(PyArray_DESCR(array), descriptor)) return {};
  return can_share(array) ? share(array, dtype) : copy(array, dtype);
}

PyObject* numpy_value(Array value) {
  DType dtype = value.dtype();
  if (holds_object(dtype)) {
    PyObject* object = object_of(value);
    if (dtype != DType::kString || !object) return object;
    PyObject* copied = PyArray_NewCopy(reinterpret_cast<PyArrayObject*>(object), NPY_CORDER);
    Py_DECREF(object);
    return copied ? PyArray_Return(reinterpret_cast<PyArrayObject*>(copied)) : nullptr;
  }
  PyArray_Descr* descriptor = descriptor_of(dtype);
  if (!descriptor) return nullptr;
  if (value.rank() == 0) return PyArray_Scalar(value.raw(), descriptor, nullptr);
  const BufferRef& buffer = value.buffer();
  bool whole = value.raw() == buffer->data && 2 * value.bytes() >= buffer->bytes;
  if (value.bytes() >= kWorthSharing && whole && value.sole_owner()) {
    PyObject* tensor = make_tensor(std::move(value));
    PyObject* view = tensor ? numpy_view(tensor) : nullptr;
    Py_XDECREF(tensor);
    return view;
  }
  npy_intp dims[kMaxRank];
  std::copy_n(value.dims().data(), value.rank(), dims);
  Py_INCREF(descriptor);
  PyObject* made = PyArray_NewFromDescr(&PyArray_Type, descriptor, value.rank(), dims, nullptr,
                                        nullptr, 0, nullptr);
  if (!made) return nullptr;
  std::memcpy(PyArray_DATA(reinterpret_cast<PyArrayObject*>(made)), value.raw(), value.bytes());
  return made;
}

PyObject* numpy_view(PyObject* tensor) {
  const Array& array = array_of(tensor);
  PyArray_Descr* descriptor = descriptor_of(array.dtype());
  if (!descriptor) return nullptr;
  npy_intp dims[kMaxRank];
  for (int i = 0; i < array.rank(); ++i) dims[i] = array.dim(i);
  int flags = array.buffer()->writable ? NPY_ARRAY_CARRAY : NPY_ARRAY_CARRAY_RO;
  Py_INCREF(descriptor);
  PyObject* view = PyArray_NewFromDescr(&PyArray_Type, descriptor, array.rank(), dims, nullptr,
                                        array.raw(), flags, nullptr);
  if (!view) return nullptr;
  Py_INCREF(tensor);
  if (PyArray_SetBaseObject(reinterpret_cast<PyArrayObject*>(view), tensor) < 0) {
    Py_DECREF(view);
    return nullptr;
  }
  return view;
}

PyObject** numpy_objects(PyObject* value, int64_t* count) {
  if (!PyArray_Check(value)) return nullptr;
  auto* array = reinterpret_cast<PyArrayObject*>(value);
  if (PyArray_TYPE(array) != NPY_OBJECT || !PyArray_IS_C_CONTIGUOUS(array)) return nullptr;
  *count = PyArray_SIZE(array);
  return static_cast<PyObject**>(PyArray_DATA(array));
}

PyObject* make_texts(const Dims& dims, const std::vector<PyObject*>& items) {
  npy_intp sizes[kMaxRank];
  std::copy_n(dims.data(), dims.rank(), sizes);
  PyObject* made = PyArray_SimpleNew(dims.rank(), sizes, NPY_OBJECT);
  if (!made) return nullptr;
  auto** places = static_cast<PyObject**>(PyArray_DATA(reinterpret_cast<PyArrayObject*>(made)));
  for (size_t i = 0; i < items.size(); ++i) {
    PyObject* old = std::exchange(places[i], Py_NewRef(items[i]));
    Py_XDECREF(old);
  }
  PyObject* tensor = make_tensor(object_array(DType::kString, dims, made));
  Py_DECREF(made);
  return tensor;
}

}  // namespace tb
