// TFRecord files: length, checksum, bytes, checksum.
#include <Python.h>

#include <bit>
#include <cstring>

#include "../crc32c.h"
#include "functions.h"

namespace tb {
namespace {

static_assert(std::endian::native == std::endian::little);

constexpr size_t kHead = 12, kTail = 4;

uint32_t word_at(const uint8_t* data) {
  uint32_t word;
  std::memcpy(&word, data, 4);
  return word;
}

// The length of the whole, undamaged record at `data`; -1 where there is none.
Py_ssize_t whole_record(const uint8_t* data, size_t left) {
  if (left < kHead + kTail) return -1;
  uint64_t length;
  std::memcpy(&length, data, 8);
  if (length > left - kHead - kTail) return -1;
  if (masked_crc32c(data, 8) != word_at(data + 8)) return -1;
  if (masked_crc32c(data + kHead, length) != word_at(data + kHead + length)) return -1;
  return static_cast<Py_ssize_t>(length);
}

}  // namespace

PyObject* split_records(PyObject*, PyObject* const* args, Py_ssize_t count) {
  if (count != 1 || !PyBytes_Check(args[0])) {
    PyErr_SetString(PyExc_TypeError, "split_records takes bytes.");
    return nullptr;
  }
  const auto* data = reinterpret_cast<const uint8_t*>(PyBytes_AS_STRING(args[0]));
  auto size = static_cast<size_t>(PyBytes_GET_SIZE(args[0]));
  PyObject* found = PyList_New(0);
  if (!found) return nullptr;
  size_t at = 0;
  for (Py_ssize_t length; (length = whole_record(data + at, size - at)) >= 0;) {
    const char* record = reinterpret_cast<const char*>(data + at + kHead);
    PyObject* bytes = PyBytes_FromStringAndSize(record, length);
    bool failed = !bytes || PyList_Append(found, bytes) < 0;
    Py_XDECREF(bytes);
    if (failed) {
      Py_DECREF(found);
      return nullptr;
    }
    at += kHead + static_cast<size_t>(length) + kTail;
  }
  return Py_BuildValue("Nn", found, static_cast<Py_ssize_t>(at));
}

PyObject* frame_record(PyObject*, PyObject* const* args, Py_ssize_t count) {
  if (count != 1 || !PyBytes_Check(args[0])) {
    PyErr_SetString(PyExc_TypeError, "frame_record takes bytes.");
    return nullptr;
  }
  const auto* record = reinterpret_cast<const uint8_t*>(PyBytes_AS_STRING(args[0]));
  auto length = static_cast<uint64_t>(PyBytes_GET_SIZE(args[0]));
  PyObject* made =
      PyBytes_FromStringAndSize(nullptr, static_cast<Py_ssize_t>(kHead + length + kTail));
  if (!made) return nullptr;
  auto* out = reinterpret_cast<uint8_t*>(PyBytes_AS_STRING(made));
  std::memcpy(out, &length, 8);
  uint32_t crc = masked_crc32c(out, 8);
  std::memcpy(out + 8, &crc, 4);
  std::memcpy(out + kHead, record, length);
  crc = masked_crc32c(record, length);
  std::memcpy(out + kHead + length, &crc, 4);
  return made;
}

}  // namespace tb
