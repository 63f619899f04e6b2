// Example messages to columns of numbers and strings. What is unusual or wrong in a message is
// left to the reference, which names it.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <memory>
#include <string_view>
#include <vector>

#include "../parallel.h"
#include "../wire.h"
#include "functions.h"
#include "tensor.h"

namespace tb {
namespace {

enum class Form : long { kSparse = 0, kFixed = 1, kPadded = 2, kRagged = 3 };

// What is wanted of one feature.
struct Column {
  std::string_view key;
  Form form;
  DType dtype;
  int64_t row;        // numbers in a row of a fixed or padded column
  PyObject* missing;  // a tensor with what stands for a missing feature
  PyObject* filler;   // strings: the list, or the item, that stands for it
};

// The list of one feature in one example.
struct Found {
  Wire values;
  int64_t count = 0;
  bool there = false;
};

DType kind_of(uint64_t field) {
  constexpr DType kinds[] = {DType::kInvalid, DType::kString, DType::kFloat, DType::kInt64};
  return field < 4 ? kinds[field] : DType::kInvalid;
}

// Calls `each` for every number in an Int64List; packed and single ones.
template <class Each>
bool integers(Wire list, const Each& each) {
  while (list.more()) {
    uint64_t tag = list.varint();
    if (tag == length_tag(1)) {
      Wire packed = list.piece();
      while (packed.more()) each(static_cast<int64_t>(packed.varint()));
      if (!packed.good) return false;
    } else if (tag == (1 << 3)) {
      each(static_cast<int64_t>(list.varint()));
    } else {
      return false;
    }
  }
  return list.good;
}

// Calls `each(pointer, count)` for every run of floats in a FloatList.
template <class Each>
bool floats(Wire list, const Each& each) {
  while (list.more()) {
    uint64_t tag = list.varint();
    if (tag == length_tag(1)) {
      Wire packed = list.piece();
      if (packed.left() % 4) return false;
      each(packed.at, static_cast<int64_t>(packed.left() / 4));
    } else if (tag == fixed32_tag(1) && list.left() >= 4) {
      each(list.at, int64_t{1});
      list.at += 4;
    } else {
      return false;
    }
  }
  return list.good;
}

template <class Each>
bool strings(Wire list, const Each& each) {
  while (list.more()) {
    if (list.varint() != length_tag(1)) return false;
    each(list.piece());
  }
  return list.good;
}

bool count_values(DType dtype, Found& found) {
  int64_t count = 0;
  bool good;
  if (dtype == DType::kInt64) {
    good = integers(found.values, [&](int64_t) { ++count; });
  } else if (dtype == DType::kFloat) {
    good = floats(found.values, [&](const uint8_t*, int64_t run) { count += run; });
  } else {
    good = strings(found.values, [&](Wire) { ++count; });
  }
  found.count = count;
  return good;
}

// The columns by the keys of features. Features mostly come in one order: the place after the
// one found last is looked at first.
class Keys {
 public:
  explicit Keys(const std::vector<Column>& columns) : columns_(columns), slots_(32, -1) {
    while (slots_.size() < 4 * columns.size()) slots_.resize(2 * slots_.size(), -1);
    for (size_t i = 0; i < columns.size(); ++i) {
      size_t slot = place(columns[i].key);
      while (slots_[slot] >= 0) slot = (slot + 1) % slots_.size();
      slots_[slot] = static_cast<int>(i);
    }
  }

  // Calls `each` for every column of that key; false where one fails.
  template <class Each>
  bool visit(std::string_view key, const Each& each) const {
    for (size_t slot = place(key); slots_[slot] >= 0; slot = (slot + 1) % slots_.size()) {
      if (columns_[slots_[slot]].key == key && !each(slots_[slot])) return false;
    }
    return true;
  }

 private:
  size_t place(std::string_view key) const {
    uint32_t hash = 2166136261u;
    for (char c : key) hash = (hash ^ static_cast<uint8_t>(c)) * 16777619u;
    return hash % slots_.size();
  }

  const std::vector<Column>& columns_;
  std::vector<int> slots_;
};

// One Feature: at most one list. False for anything else.
bool read_feature(Wire feature, const Column& column, Found& found) {
  if (found.there) return false;  // the key stands there twice
  if (!feature.more()) return true;
  uint64_t tag = feature.varint();
  if ((tag & 7) != 2 || kind_of(tag >> 3) != column.dtype) return false;
  found.values = feature.piece();
  found.there = true;
  return feature.good && feature.at == feature.end && count_values(column.dtype, found);
}

bool read_entry(Wire entry, const std::vector<Column>& columns, const Keys& keys, Found* row) {
  Wire key, value;
  bool has_key = false, has_value = false;
  while (entry.more()) {
    uint64_t tag = entry.varint();
    if (tag == length_tag(1) && !has_key) {
      key = entry.piece();
      has_key = true;
    } else if (tag == length_tag(2) && !has_value) {
      value = entry.piece();
      has_value = true;
    } else {
      return false;
    }
  }
  if (!entry.good) return false;
  std::string_view text(reinterpret_cast<const char*>(key.at), key.left());
  return keys.visit(text, [&](int i) { return read_feature(value, columns[i], row[i]); });
}

bool read_example(Wire example, const std::vector<Column>& columns, const Keys& keys, Found* row) {
  while (example.more()) {
    uint64_t tag = example.varint();
    if (tag != length_tag(1)) {
      example.skip(tag);
      continue;
    }
    Wire features = example.piece();
    while (example.good && features.more()) {
      if (features.varint() != length_tag(1)) return false;
      Wire entry = features.piece();
      if (!features.good || !read_entry(entry, columns, keys, row)) return false;
    }
    if (!features.good) return false;
  }
  if (!example.good) return false;
  for (size_t i = 0; i < columns.size(); ++i) {
    const Column& column = columns[i];
    if (column.form == Form::kFixed) {
      if (row[i].there ? row[i].count != column.row : column.missing == Py_None) return false;
    } else if (column.form == Form::kPadded && column.row && row[i].count % column.row) {
      return false;
    }
  }
  return true;
}

void write_numbers(const Found& found, DType dtype, void* out) {
  if (dtype == DType::kInt64) {
    auto* at = static_cast<int64_t*>(out);
    integers(found.values, [&](int64_t value) { *at++ = value; });
  } else {
    auto* at = static_cast<uint8_t*>(out);
    floats(found.values, [&](const uint8_t* run, int64_t count) {
      std::memcpy(at, run, static_cast<size_t>(count) * 4);
      at += count * 4;
    });
  }
}

bool append_strings(PyObject* list, const Found& found) {
  bool good = true;
  strings(found.values, [&](Wire text) {
    PyObject* bytes = good ? PyBytes_FromStringAndSize(reinterpret_cast<const char*>(text.at),
                                                       static_cast<Py_ssize_t>(text.left()))
                           : nullptr;
    good = bytes && PyList_Append(list, bytes) == 0;
    Py_XDECREF(bytes);
  });
  return good;
}

// The columns of a batch of examples.
class Batch {
 public:
  Batch(std::vector<Column> columns, std::vector<Wire> examples)
      : columns_(std::move(columns)),
        examples_(std::move(examples)),
        found_(columns_.size() * examples_.size()) {}

  // False: something is left to the reference. Needs no GIL.
  bool read() {
    Keys keys(columns_);
    bool good = true;
    parallel_for(count(), 256, [&](int64_t begin, int64_t end) {
      bool own = true;
      for (int64_t i = begin; own && i < end; ++i) {
        own = read_example(examples_[i], columns_, keys, &found_[i * columns_.size()]);
      }
      if (!own) {
#pragma omp atomic write
        good = false;
      }
    });
    return good;
  }

  // A list with a tuple for each column; null with a Python error set.
  PyObject* result() const {
    PyObject* made = PyList_New(static_cast<Py_ssize_t>(columns_.size()));
    if (!made) return nullptr;
    for (size_t i = 0; i < columns_.size(); ++i) {
      PyObject* part = column(i);
      if (!part) {
        Py_DECREF(made);
        return nullptr;
      }
      PyList_SET_ITEM(made, static_cast<Py_ssize_t>(i), part);
    }
    return made;
  }

 private:
  int64_t count() const { return static_cast<int64_t>(examples_.size()); }
  const Found& at(int64_t example, size_t i) const { return found_[example * columns_.size() + i]; }

  // (values, per-example counts) of a column; strings as a list.
  PyObject* column(size_t i) const {
    const Column& column = columns_[i];
    int64_t longest = 0, total = 0;
    Array counts(DType::kInt64, Dims{count()});
    for (int64_t k = 0; k < count(); ++k) {
      int64_t own = at(k, i).count;
      counts.data<int64_t>()[k] = own;
      total += own;
      longest = own > longest ? own : longest;
    }
    if (column.form == Form::kFixed) longest = column.row;
    bool dense = column.form == Form::kFixed || column.form == Form::kPadded;
    if (dense && __builtin_mul_overflow(longest, count(), &total)) throw std::bad_alloc();
    PyObject* values = column.dtype == DType::kString
                           ? texts(i, dense ? longest : -1)
                           : make_tensor(numbers(i, total, dense ? longest : -1));
    if (!values) return nullptr;
    PyObject* lengths = make_tensor(std::move(counts));
    if (!lengths) {
      Py_DECREF(values);
      return nullptr;
    }
    return Py_BuildValue("NNL", values, lengths, static_cast<long long>(longest));
  }

  // All numbers of a column; rows of `width` where that isn't negative.
  Array numbers(size_t i, int64_t total, int64_t width) const {
    const Column& column = columns_[i];
    Array made(column.dtype, Dims{total});
    size_t size = dtype_size(column.dtype);
    auto* out = made.data<uint8_t>();
    const Array* missing = is_tensor(column.missing) ? &array_of(column.missing) : nullptr;
    for (int64_t k = 0; k < count(); ++k) {
      const Found& found = at(k, i);
      write_numbers(found, column.dtype, out);
      int64_t written = found.count;
      if (width >= 0) {
        // What a fixed row lacks is all of it; a padded one is filled with one number.
        for (; written < width; ++written) {
          size_t from = missing && missing->size() > 1 ? static_cast<size_t>(written) * size : 0;
          if (missing && missing->size()) {
            std::memcpy(out + static_cast<size_t>(written) * size, missing->data<uint8_t>() + from,
                        size);
          } else {
            std::memset(out + static_cast<size_t>(written) * size, 0, size);
          }
        }
      }
      out += static_cast<size_t>(written) * size;
    }
    return made;
  }

  PyObject* texts(size_t i, int64_t width) const {
    const Column& column = columns_[i];
    PyObject* list = PyList_New(0);
    for (int64_t k = 0; list && k < count(); ++k) {
      const Found& found = at(k, i);
      bool good = append_strings(list, found);
      for (int64_t written = found.count; good && written < width; ++written) {
        Py_ssize_t known = PyList_GET_SIZE(column.filler);
        PyObject* item = PyList_GET_ITEM(column.filler, known > 1 ? written : 0);
        good = PyList_Append(list, item) == 0;
      }
      if (!good) Py_CLEAR(list);
    }
    return list;
  }

  std::vector<Column> columns_;
  std::vector<Wire> examples_;
  std::vector<Found> found_;
};

// Reads (key, form, dtype code, row, tensor or None, list) tuples; false with an error set.
bool read_columns(PyObject* wanted, std::vector<Column>& columns) {
  if (!PyTuple_Check(wanted)) {
    PyErr_SetString(PyExc_TypeError, "parse_examples: the columns must be a tuple.");
    return false;
  }
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(wanted); ++i) {
    Column column{};
    const char* key;
    Py_ssize_t length;
    long form, dtype;
    long long row;
    if (!PyArg_ParseTuple(PyTuple_GET_ITEM(wanted, i), "y#llLOO!", &key, &length, &form, &dtype,
                          &row, &column.missing, &PyList_Type, &column.filler)) {
      return false;
    }
    column.key = {key, static_cast<size_t>(length)};
    column.form = static_cast<Form>(form);
    column.dtype = static_cast<DType>(dtype);
    column.row = row;
    bool text = column.dtype == DType::kString;
    bool dense = column.form == Form::kFixed || column.form == Form::kPadded;
    Py_ssize_t known = PyList_GET_SIZE(column.filler);
    if (column.missing != Py_None && !text) {
      if (!is_tensor(column.missing) || array_of(column.missing).dtype() != column.dtype) {
        PyErr_SetString(PyExc_TypeError, "parse_examples: a default has another dtype.");
        return false;
      }
      known = array_of(column.missing).size();
    }
    bool enough = known == 1 || (column.form == Form::kFixed && known == row) || row == 0 ||
                  (column.missing == Py_None && (column.form == Form::kFixed || !text));
    if (dense && !enough) {
      PyErr_SetString(PyExc_ValueError, "parse_examples: a default has another size.");
      return false;
    }
    columns.push_back(column);
  }
  return true;
}

}  // namespace

PyObject* parse_examples(PyObject*, PyObject* const* args, Py_ssize_t count) {
  if (count != 2 || !PyList_Check(args[0])) {
    PyErr_SetString(PyExc_TypeError, "parse_examples takes a list of bytes and columns.");
    return nullptr;
  }
  std::vector<Column> columns;
  if (!read_columns(args[1], columns)) return nullptr;
  std::vector<Wire> examples;
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(args[0]); ++i) {
    PyObject* item = PyList_GET_ITEM(args[0], i);
    if (!PyBytes_Check(item)) Py_RETURN_NONE;
    const auto* data = reinterpret_cast<const uint8_t*>(PyBytes_AS_STRING(item));
    examples.push_back({data, data + PyBytes_GET_SIZE(item)});
  }
  try {
    Batch batch(std::move(columns), std::move(examples));
    bool good;
    Py_BEGIN_ALLOW_THREADS;
    good = batch.read();
    Py_END_ALLOW_THREADS;
    if (!good) Py_RETURN_NONE;
    return batch.result();
  } catch (const std::bad_alloc&) {
    return PyErr_NoMemory();
  }
}

}  // namespace tb
