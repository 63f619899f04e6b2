// The eager tensor: a CPython type that carries an Array.
#pragma once

#include <Python.h>

#include <vector>

#include "../array.h"

namespace tb {

struct TensorObject {
  PyObject_HEAD PyObject* dict;
  PyObject* weak_references;
  PyObject* shape;
  Array array;
};

// Registers TensorBase in the module; false with a Python error set.
bool add_tensor_type(PyObject* module);

PyTypeObject* tensor_base_type();
// The class of the tensors that are made here: EagerTensor once it is registered.
PyTypeObject* tensor_class();
void set_tensor_class(PyTypeObject* type);

inline bool is_tensor(PyObject* object) {
  return Py_TYPE(object) == tensor_class() || PyObject_TypeCheck(object, tensor_base_type());
}
inline Array& array_of(PyObject* tensor) { return reinterpret_cast<TensorObject*>(tensor)->array; }

// New reference; null with a Python error set.
PyObject* make_tensor(Array array);
PyObject* shape_tuple(const Dims& dims);
// Reads a tuple or list of integers; false with a Python error set.
bool read_dims(PyObject* sequence, Dims* dims);

// An array that keeps a Python object (and, for resources, its native variable) alive.
Array object_array(DType dtype, Dims dims, PyObject* object, void* native = nullptr);
// A release function for wrap_foreign: drops a Python reference from any thread.
void release_python_object(void* object);
// The object behind a string, resource or variant array; a new reference.
PyObject* object_of(const Array& array);
// What makes Python's object of a native list: see register_lists.
extern PyObject* list_factory;

// While above zero in this thread, operators use the Python fallback (a tape watches, or
// a graph is being built).
int& slow_counter();

// Operator slots (slots.cc).
extern PyType_Slot operator_slots[];
extern const int operator_slot_count;
// Those of arithmetic, which variables share.
extern PyType_Slot* const number_slots;
extern const int number_slot_count;
// Where the Python function behind a slot is kept; null for a name that is none.
PyObject** fallback_place(const char* name);

// NumPy (numpy.cc).
bool import_numpy();
PyObject* numpy_view(PyObject* tensor);
// An exact NumPy array of this dtype as an array, of the same memory where that can be; empty
// for anything else, or with a Python error set.
Array array_of_numpy(PyObject* value, DType dtype);
// The value as `Session.run` returns it: a NumPy array that nobody else writes to, a scalar,
// bytes, or the object of a resource or variant. Null with a Python error set.
PyObject* numpy_value(Array value);
// The items of a contiguous NumPy array of objects; null for anything else.
PyObject** numpy_objects(PyObject* value, int64_t* count);
// A tensor of strings, as many as the dimensions say; null with a Python error set.
PyObject* make_texts(const Dims& dims, const std::vector<PyObject*>& items);
// A tensor of Python numbers, or None: `from_literal` without arguments to look at.
PyObject* tensor_of_literal(PyObject* value, DType dtype);

}  // namespace tb
