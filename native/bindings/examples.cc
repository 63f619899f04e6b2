// Example messages to columns of numbers and strings. What is unusual or wrong in a message is
// left to the reference, which names it.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <algorithm>
#include <new>
#include <string_view>
#include <vector>

#include "../parallel.h"
#include "../wire.h"
#include "functions.h"
#include "tensor.h"

namespace tb {
namespace {

enum class Form { kSparse, kFixed, kPadded, kRagged };

// What is wanted of one feature.
struct Column {
  std::string_view key;
  Form form = Form::kSparse;
  DType dtype = DType::kInvalid;
  DType splits = DType::kInvalid;  // of the row splits of a ragged column
  Dims dims{};                     // of a row of a fixed or padded column
  int64_t row = 0;                 // values in such a row
  const uint8_t* missing = nullptr;  // numbers that stand for missing ones
  PyObject** texts = nullptr;        // the same for strings
  int64_t known = 0;                 // how many of them there are

  bool dense() const { return form == Form::kFixed || form == Form::kPadded; }
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
      if (row[i].there ? row[i].count != column.row : column.known == 0) return false;
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

// Takes the strings of a list; false with a Python error set.
bool take_strings(const Found& found, std::vector<PyObject*>& out) {
  bool good = true;
  strings(found.values, [&](Wire text) {
    PyObject* bytes = good ? PyBytes_FromStringAndSize(reinterpret_cast<const char*>(text.at),
                                                       static_cast<Py_ssize_t>(text.left()))
                           : nullptr;
    good = bytes != nullptr;
    if (good) out.push_back(bytes);
  });
  return good;
}

// A new list of what `make` gives for every column that `fits`; null with a Python error set.
template <class Fits, class Make>
PyObject* listed(const std::vector<Column>& columns, const Fits& fits, const Make& make) {
  PyObject* list = PyList_New(0);
  for (size_t i = 0; list && i < columns.size(); ++i) {
    if (!fits(columns[i])) continue;
    PyObject* item = make(i);
    if (!item || PyList_Append(list, item) < 0) Py_CLEAR(list);
    Py_XDECREF(item);
  }
  return list;
}

// The columns of a batch of examples, or of one example without a batch.
class Batch {
 public:
  Batch(std::vector<Column> columns, std::vector<Wire> examples, bool batched)
      : columns_(std::move(columns)),
        examples_(std::move(examples)),
        found_(columns_.size() * examples_.size()),
        batched_(batched) {}

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

  // The six lists of ParseExampleV2; null with a Python error set.
  PyObject* result() const {
    auto sparse = [](const Column& column) { return column.form == Form::kSparse; };
    auto dense = [](const Column& column) { return column.dense(); };
    auto ragged = [](const Column& column) { return column.form == Form::kRagged; };
    auto values = [&](size_t i) { return this->values(i); };
    PyObject* parts[6] = {
        listed(columns_, sparse, [&](size_t i) { return make_tensor(indices(i)); }),
        listed(columns_, sparse, values),
        listed(columns_, sparse, [&](size_t i) { return make_tensor(shape(i)); }),
        listed(columns_, dense, values),
        listed(columns_, ragged, values),
        listed(columns_, ragged, [&](size_t i) { return make_tensor(splits(i)); }),
    };
    PyObject* made = PyTuple_New(6);
    bool good = made != nullptr;
    for (int i = 0; i < 6; ++i) {
      good = good && parts[i];
      if (made) {
        PyTuple_SET_ITEM(made, i, parts[i]);
      } else {
        Py_XDECREF(parts[i]);
      }
    }
    if (!good) Py_CLEAR(made);
    return made;
  }

 private:
  int64_t count() const { return static_cast<int64_t>(examples_.size()); }
  const Found& at(int64_t example, size_t i) const { return found_[example * columns_.size() + i]; }

  int64_t total(size_t i) const {
    int64_t total = 0;
    for (int64_t k = 0; k < count(); ++k) total += at(k, i).count;
    return total;
  }

  int64_t longest(size_t i) const {
    int64_t longest = 0;
    for (int64_t k = 0; k < count(); ++k) longest = std::max(longest, at(k, i).count);
    return longest;
  }

  // Where the values of a sparse column stand: row and place in it.
  Array indices(size_t i) const {
    int64_t width = batched_ ? 2 : 1;
    Array made(DType::kInt64, Dims{total(i), width});
    auto* out = made.data<int64_t>();
    for (int64_t k = 0; k < count(); ++k) {
      for (int64_t place = 0; place < at(k, i).count; ++place) {
        if (batched_) *out++ = k;
        *out++ = place;
      }
    }
    return made;
  }

  Array shape(size_t i) const {
    Array made(DType::kInt64, Dims{batched_ ? 2 : 1});
    auto* out = made.data<int64_t>();
    if (batched_) *out++ = count();
    *out = longest(i);
    return made;
  }

  Array splits(size_t i) const {
    DType dtype = columns_[i].splits;
    Array made(dtype, Dims{batched_ ? count() + 1 : 0});
    int64_t end = 0;
    for (int64_t k = 0; k < made.size(); ++k) {
      if (k) end += at(k - 1, i).count;
      if (dtype == DType::kInt64) {
        made.data<int64_t>()[k] = end;
      } else {
        made.data<int32_t>()[k] = static_cast<int32_t>(end);
      }
    }
    return made;
  }

  PyObject* values(size_t i) const {
    const Column& column = columns_[i];
    Dims dims;
    int64_t width = -1;
    if (column.dense()) {
      width = column.form == Form::kFixed ? column.row : longest(i);
      if (batched_) dims.push_back(count());
      if (column.form == Form::kPadded) dims.push_back(column.row ? width / column.row : 0);
      for (int64_t dim : column.dims) dims.push_back(dim);
    } else {
      dims.push_back(total(i));
    }
    if (column.dtype == DType::kString) return texts(i, dims, width);
    return make_tensor(numbers(i, std::move(dims), width));
  }

  // The numbers of a column; rows of `width` where that isn't negative.
  Array numbers(size_t i, Dims dims, int64_t width) const {
    const Column& column = columns_[i];
    Array made(column.dtype, std::move(dims));
    size_t size = dtype_size(column.dtype);
    auto* out = made.data<uint8_t>();
    for (int64_t k = 0; k < count(); ++k) {
      const Found& found = at(k, i);
      write_numbers(found, column.dtype, out);
      int64_t written = found.count;
      for (; written < width; ++written) {
        // What a fixed row lacks is all of it; a padded one is filled with one number.
        uint8_t* place = out + static_cast<size_t>(written) * size;
        if (column.known) {
          size_t from = column.known > 1 ? static_cast<size_t>(written) * size : 0;
          std::memcpy(place, column.missing + from, size);
        } else {
          std::memset(place, 0, size);
        }
      }
      out += static_cast<size_t>(written) * size;
    }
    return made;
  }

  PyObject* texts(size_t i, const Dims& dims, int64_t width) const {
    const Column& column = columns_[i];
    std::vector<PyObject*> items;
    items.reserve(static_cast<size_t>(dims.checked_elements(sizeof(PyObject*))));
    bool good = true;
    for (int64_t k = 0; good && k < count(); ++k) {
      const Found& found = at(k, i);
      good = take_strings(found, items);
      for (int64_t written = found.count; good && written < width; ++written) {
        PyObject* item = column.known
                             ? Py_NewRef(column.texts[column.known > 1 ? written : 0])
                             : PyBytes_FromStringAndSize(nullptr, 0);
        good = item != nullptr;
        if (good) items.push_back(item);
      }
    }
    PyObject* made = good ? make_texts(dims, items) : nullptr;
    for (PyObject* item : items) Py_DECREF(item);
    return made;
  }

  std::vector<Column> columns_;
  std::vector<Wire> examples_;
  std::vector<Found> found_;
  bool batched_;
};

// What is read of the arguments; false where they are left to the reference, which says what is
// wrong with them.
class Arguments {
 public:
  explicit Arguments(PyObject* const* args) : args_(args) {}

  std::vector<Column> columns;
  std::vector<Wire> examples;
  bool batched = true;

  bool read() {
    for (int i = 4; i < 9; ++i) {
      if (!PyList_Check(args_[i]) && !PyTuple_Check(args_[i])) return false;
    }
    return read_examples() && read_sparse() && read_dense() && read_ragged();
  }

 private:
  static PyObject* item(PyObject* sequence, Py_ssize_t i) {
    return PySequence_Fast_ITEMS(sequence)[i];
  }

  static bool read_code(PyObject* dtype, DType* code) {
    static PyObject* name = PyUnicode_InternFromString("_code");
    PyObject* found = PyObject_GetAttr(dtype, name);
    long number = found ? PyLong_AsLong(found) : -1;
    Py_XDECREF(found);
    if (PyErr_Occurred()) PyErr_Clear();
    *code = static_cast<DType>(number);
    return number >= 0;
  }

  // The strings in a tensor; null where it holds anything else.
  static PyObject** strings_of(PyObject* tensor, int64_t* count) {
    if (!is_tensor(tensor) || array_of(tensor).dtype() != DType::kString) return nullptr;
    PyObject* array = object_of(array_of(tensor));
    PyObject** items = array ? numpy_objects(array, count) : nullptr;
    Py_XDECREF(array);  // the tensor holds it
    for (int64_t i = 0; items && i < *count; ++i) {
      if (!items[i] || !PyBytes_Check(items[i])) return nullptr;
    }
    return items;
  }

  static std::string_view text(PyObject* bytes) {
    return {PyBytes_AS_STRING(bytes), static_cast<size_t>(PyBytes_GET_SIZE(bytes))};
  }

  bool read_examples() {
    int64_t count;
    PyObject** items = strings_of(args_[0], &count);
    if (!items || array_of(args_[0]).rank() > 1) return false;
    batched = array_of(args_[0]).rank() == 1;
    examples.reserve(static_cast<size_t>(count));
    for (int64_t i = 0; i < count; ++i) {
      const auto* data = reinterpret_cast<const uint8_t*>(PyBytes_AS_STRING(items[i]));
      examples.push_back({data, data + PyBytes_GET_SIZE(items[i])});
    }
    return true;
  }

  // Reads keys and the types at `types`; adds a column for each.
  bool read_keys(PyObject* keys, PyObject* types, Form form) {
    int64_t count;
    PyObject** items = strings_of(keys, &count);
    if (!items || PySequence_Fast_GET_SIZE(types) != count) return false;
    for (int64_t i = 0; i < count; ++i) {
      Column column;
      column.key = text(items[i]);
      column.form = form;
      if (!read_code(item(types, i), &column.dtype)) return false;
      columns.push_back(std::move(column));
    }
    return true;
  }

  bool read_sparse() { return read_keys(args_[1], args_[5], Form::kSparse); }

  bool read_ragged() {
    size_t before = columns.size();
    if (!read_keys(args_[3], args_[6], Form::kRagged)) return false;
    if (PySequence_Fast_GET_SIZE(args_[7]) != PySequence_Fast_GET_SIZE(args_[6])) return false;
    for (size_t i = before; i < columns.size(); ++i) {
      Py_ssize_t place = static_cast<Py_ssize_t>(i - before);
      if (!read_code(item(args_[7], place), &columns[i].splits)) return false;
    }
    return true;
  }

  bool read_dense() {
    int64_t count;
    PyObject** keys = strings_of(args_[2], &count);
    if (!keys || PySequence_Fast_GET_SIZE(args_[4]) != count) return false;
    if (PySequence_Fast_GET_SIZE(args_[8]) != count) return false;
    for (int64_t i = 0; i < count; ++i) {
      Column column;
      column.key = text(keys[i]);
      if (!read_row(item(args_[8], i), column)) return false;
      if (!read_default(item(args_[4], i), column)) return false;
      columns.push_back(std::move(column));
    }
    return true;
  }

  static bool read_row(PyObject* dims, Column& column) {
    if (!PyTuple_Check(dims)) return false;
    column.form = Form::kFixed;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(dims); ++i) {
      PyObject* dim = PyTuple_GET_ITEM(dims, i);
      if (dim == Py_None && i == 0) {
        column.form = Form::kPadded;
      } else if (PyLong_CheckExact(dim)) {
        column.dims.push_back(PyLong_AsLongLong(dim));
        if (column.dims[column.dims.rank() - 1] < 0) break;  // wrong, or too large a number
      } else {
        return false;
      }
    }
    int rank = column.dims.rank();
    if (rank && column.dims[rank - 1] < 0) {
      PyErr_Clear();
      return false;
    }
    column.row = column.dims.checked_elements(sizeof(PyObject*));
    return true;
  }

  static bool read_default(PyObject* tensor, Column& column) {
    if (!is_tensor(tensor)) return false;
    const Array& array = array_of(tensor);
    column.dtype = array.dtype();
    if (array.dtype() == DType::kString) {
      column.texts = strings_of(tensor, &column.known);
      if (!column.texts) return false;
    } else {
      column.missing = array.data<uint8_t>();
      column.known = array.size();
    }
    if (column.form == Form::kFixed) {
      return column.known <= 1 || column.known == column.row;
    }
    if (column.known > 1) column.known = 1;
    return true;
  }

  PyObject* const* args_;
};

// From so many messages on others may have the GIL meanwhile.
constexpr size_t kReleaseGil = 16;

}  // namespace

PyObject* parse_examples(PyObject*, PyObject* const* args, Py_ssize_t count) {
  if (count != 9) {
    PyErr_SetString(PyExc_TypeError, "parse_examples takes the inputs of ParseExampleV2.");
    return nullptr;
  }
  try {
    Arguments given(args);
    if (!given.read()) Py_RETURN_NONE;
    bool large = given.examples.size() >= kReleaseGil;
    Batch batch(std::move(given.columns), std::move(given.examples), given.batched);
    PyThreadState* state = large ? PyEval_SaveThread() : nullptr;
    bool good = batch.read();
    if (state) PyEval_RestoreThread(state);
    if (!good) Py_RETURN_NONE;
    return batch.result();
  } catch (const std::bad_alloc&) {
    return PyErr_NoMemory();
  }
}

}  // namespace tb
