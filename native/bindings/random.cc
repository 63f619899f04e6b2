// Random numbers for kernels that keep the stream in Python.
#include "../philox.h"

#include "functions.h"

namespace tb {

PyObject* philox(PyObject*, PyObject* const* args, Py_ssize_t count) {
  const char* what = count == 6 ? PyUnicode_AsUTF8(args[0]) : nullptr;
  if (!what) {
    if (!PyErr_Occurred()) {
      PyErr_SetString(PyExc_TypeError,
                      "philox takes what to draw, key, low, high, an array and a dtype code.");
    }
    return nullptr;
  }
  PhiloxStream stream{PyLong_AsUnsignedLongLong(args[1]), PyLong_AsUnsignedLongLong(args[2]),
                      PyLong_AsUnsignedLongLong(args[3])};
  long code = PyLong_AsLong(args[5]);
  if (PyErr_Occurred()) return nullptr;
  Py_buffer out;
  if (PyObject_GetBuffer(args[4], &out, PyBUF_WRITABLE) < 0) return nullptr;
  auto dtype = static_cast<DType>(code);
  bool done = code > 0 && code < kDTypeCount && dtype_size(dtype) > 0;
  PyThreadState* state = out.len >= kReleaseGilWork ? PyEval_SaveThread() : nullptr;
  if (done) {
    auto n = static_cast<int64_t>(static_cast<size_t>(out.len) / dtype_size(dtype));
    switch (*what) {
      case 'u': done = philox_uniform(stream, dtype, out.buf, n); break;
      case 'n': done = philox_normal(stream, dtype, out.buf, n); break;
      default: philox_words(stream, static_cast<uint32_t*>(out.buf), out.len / 4);
    }
  }
  if (state) PyEval_RestoreThread(state);
  PyBuffer_Release(&out);
  return PyBool_FromLong(done);
}

}  // namespace tb
