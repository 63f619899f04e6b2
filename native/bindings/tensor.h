// The eager tensor: a CPython type that carries an Array.
#pragma once

#include <Python.h>

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
// Where the Python function behind a slot is kept; null for a name that is none.
PyObject** fallback_place(const char* name);

// NumPy (numpy.cc).
bool import_numpy();
PyObject* numpy_view(PyObject* tensor);

}  // namespace tb
