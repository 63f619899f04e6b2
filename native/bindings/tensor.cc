#include "tensor.h"

#include <structmember.h>

#include <cstring>
#include <new>
#include <vector>

#include "../tensor_list.h"

namespace tb {
namespace {

PyTypeObject* base_type = nullptr;
PyTypeObject* output_class = nullptr;

void dealloc(PyObject* self) {
  auto* tensor = reinterpret_cast<TensorObject*>(self);
  if (tensor->weak_references) PyObject_ClearWeakRefs(self);
  Py_CLEAR(tensor->dict);
  Py_CLEAR(tensor->shape);
  tensor->array.~Array();
  PyTypeObject* type = Py_TYPE(self);
  type->tp_free(self);
  Py_DECREF(type);
}

PyObject* get_dtype_code(PyObject* self, void*) {
  return PyLong_FromLong(static_cast<long>(array_of(self).dtype()));
}

PyObject* get_shape_tuple(PyObject* self, void*) {
  auto* tensor = reinterpret_cast<TensorObject*>(self);
  if (!tensor->shape) tensor->shape = shape_tuple(tensor->array.dims());
  return Py_XNewRef(tensor->shape);
}

PyObject* get_rank(PyObject* self, void*) { return PyLong_FromLong(array_of(self).rank()); }

PyObject* get_array(PyObject* self, PyObject*) {
  const Array& array = array_of(self);
  if (holds_object(array.dtype())) return object_of(array);
  return numpy_view(self);
}

PyGetSetDef getset[] = {
    {"_dtype_code", get_dtype_code, nullptr, "TensorFlow's number of the element type.", nullptr},
    {"_shape_tuple", get_shape_tuple, nullptr, "The dimensions, a tuple of int.", nullptr},
    {"_rank", get_rank, nullptr, "The number of dimensions.", nullptr},
    {"__dict__", PyObject_GenericGetDict, PyObject_GenericSetDict, nullptr, nullptr},
    {nullptr, nullptr, nullptr, nullptr, nullptr},
};

PyMethodDef methods[] = {
    {"_array", get_array, METH_NOARGS,
     "Returns a NumPy view of the tensor's memory, or its object."},
    {nullptr, nullptr, 0, nullptr},
};

PyMemberDef members[] = {
    {"__dictoffset__", T_PYSSIZET, offsetof(TensorObject, dict), READONLY, nullptr},
    {"__weaklistoffset__", T_PYSSIZET, offsetof(TensorObject, weak_references), READONLY, nullptr},
    {nullptr, 0, 0, 0, nullptr},
};

}  // namespace

bool add_tensor_type(PyObject* module) {
  std::vector<PyType_Slot> slots = {
      {Py_tp_dealloc, reinterpret_cast<void*>(dealloc)},
      {Py_tp_getset, getset},
      {Py_tp_methods, methods},
      {Py_tp_members, members},
      {Py_tp_doc, const_cast<char*>("Storage and operators of an eager tensor.")},
  };
  slots.insert(slots.end(), operator_slots, operator_slots + operator_slot_count);
  slots.push_back({0, nullptr});
  PyType_Spec spec = {"tensorbrook._native.TensorBase", sizeof(TensorObject), 0,
                      Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
                      slots.data()};
  PyObject* type = PyType_FromSpec(&spec);
  if (!type) return false;
  base_type = reinterpret_cast<PyTypeObject*>(type);
  output_class = base_type;
  return PyModule_AddObjectRef(module, "TensorBase", type) == 0;
}

PyTypeObject* tensor_base_type() { return base_type; }
PyTypeObject* tensor_class() { return output_class; }
void set_tensor_class(PyTypeObject* type) {
  Py_INCREF(type);
  output_class = type;
}

PyObject* make_tensor(Array array) {
  PyObject* self = PyType_GenericAlloc(output_class, 0);
  if (!self) return nullptr;
  new (&reinterpret_cast<TensorObject*>(self)->array) Array(std::move(array));
  // Tensors hold no references that make cycles; the collector need not visit them.
  if (PyType_IS_GC(output_class)) PyObject_GC_UnTrack(self);
  return self;
}

PyObject* shape_tuple(const Dims& dims) {
  PyObject* tuple = PyTuple_New(dims.rank());
  if (!tuple) return nullptr;
  for (int i = 0; i < dims.rank(); ++i) {
    PyObject* item = PyLong_FromLongLong(dims[i]);
    if (!item) {
      Py_DECREF(tuple);
      return nullptr;
    }
    PyTuple_SET_ITEM(tuple, i, item);
  }
  return tuple;
}

bool read_dims(PyObject* sequence, Dims* dims) {
  PyObject* fast = PySequence_Fast(sequence, "dimensions must be a tuple of integers");
  if (!fast) return false;
  int rank = static_cast<int>(PySequence_Fast_GET_SIZE(fast));
  dims->resize(rank);
  for (int i = 0; i < rank; ++i) {
    (*dims)[i] = PyLong_AsLongLong(PySequence_Fast_GET_ITEM(fast, i));
  }
  Py_DECREF(fast);
  return !PyErr_Occurred();
}

PyObject* list_factory = nullptr;

PyObject* object_of(const Array& array) {
  const TensorList* list = list_of(array);
  if (!list) return Py_NewRef(static_cast<PyObject*>(array.buffer()->owner));
  PyObject* items = PyList_New(static_cast<Py_ssize_t>(list->length()));
  for (int64_t i = 0; items && i < list->length(); ++i) {
    Array item = list->at(i);
    PyObject* tensor = item ? make_tensor(std::move(item)) : Py_NewRef(Py_None);
    if (!tensor) {
      Py_CLEAR(items);
      break;
    }
    PyList_SET_ITEM(items, i, tensor);
  }
  PyObject* dims = items ? shape_tuple(list->dims()) : nullptr;
  PyObject* made = nullptr;
  if (dims) {
    made = PyObject_CallFunction(list_factory, "OiO", items, static_cast<int>(list->dtype()),
                                 list->ranked() ? dims : Py_None);
  }
  Py_XDECREF(items);
  Py_XDECREF(dims);
  return made;
}

void release_python_object(void* object) {
  // At exit the interpreter is gone and so is the object's heap.
  if (!Py_IsInitialized()) return;
  PyGILState_STATE state = PyGILState_Ensure();
  Py_DECREF(static_cast<PyObject*>(object));
  PyGILState_Release(state);
}

Array object_array(DType dtype, Dims dims, PyObject* object, void* native) {
  Py_INCREF(object);
  BufferRef buffer(wrap_foreign(native, 0, object, release_python_object));
  return Array(dtype, std::move(dims), std::move(buffer));
}

int& slow_counter() {
  static thread_local int counter = 0;
  return counter;
}

}  // namespace tb
