// Runs of a session that came before: from the values of feeds to those of fetches in one call.
#include "session.h"

#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>

#include <optional>
#include <unordered_map>
#include <utility>

#include "../list.h"
#include "../variable.h"
#include "plan.h"
#include "tensor.h"
#include "variable.h"

namespace nb = nanobind;

namespace tb {
namespace {

// The tensor that a value is fed for, its dtype code, and its dims: None for any, None in them
// for any size.
using FeedSpec = std::tuple<nb::object, int, nb::object>;

struct Feed {
  nb::object tensor;
  DType dtype;
  std::optional<Dims> dims;

  bool takes(const Array& array) const {
    if (array.dtype() != dtype) return false;
    if (!dims) return true;
    bool fits = dims->rank() == array.rank();
    for (int i = 0; fits && i < array.rank(); ++i) {
      fits = (*dims)[i] == -1 || (*dims)[i] == array.dim(i);
    }
    return fits;
  }
};

Feed read_feed(const FeedSpec& spec) {
  const auto& [tensor, code, dims] = spec;
  if (code <= 0 || code >= kDTypeCount) throw nb::value_error("Unknown dtype code.");
  return {tensor, static_cast<DType>(code), optional_dims(dims)};
}

class Call {
 public:
  // `convert(tensor, value)` makes an eager tensor of a value that isn't as it should be, or
  // raises. `form` is the place of a fetch or None, a list or tuple of these, or a function of
  // the list of all values. `variables` are read when the plan has run.
  Call(nb::object plan, const std::vector<FeedSpec>& feeds, nb::object convert, nb::object form,
       const std::vector<std::tuple<int, nb::object>>& variables)
      : plan_(std::move(plan)), convert_(std::move(convert)), form_(std::move(form)) {
    for (const FeedSpec& spec : feeds) feeds_.push_back(read_feed(spec));
    const Plan& native = nb::cast<const Plan&>(plan_);
    if (native.input_count() != feeds_.size()) {
      throw nb::value_error("A call feeds what its plan takes.");
    }
    for (const auto& [place, variable] : variables) {
      check(place);
      variables_.emplace_back(place, &nb::cast<const Variable&>(variable));
      kept_alive_.push_back(variable);
    }
    if (!check_form()) throw nb::value_error("A call has places for what its plan gives.");
  }

  size_t feed_count() const { return feeds_.size(); }

  nb::object run(PyObject* const* values) const {
    List<Array> inputs(feeds_.size());
    for (size_t i = 0; i < feeds_.size(); ++i) inputs[i] = fed(feeds_[i], values[i]);
    const Plan& plan = *nb::inst_ptr<Plan>(plan_);
    List<Array> results(plan.output_count());
    plan.run_shaped(inputs.data(), results.data());
    for (const auto& [place, variable] : variables_) {
      Array& result = results[static_cast<size_t>(place)];
      result = variable->read();
      if (!result) throw nb::value_error("The variable holds no value yet.");
    }
    return pack(results);
  }

  nb::object call(nb::args values) const {
    if (values.size() != feeds_.size()) {
      throw nb::type_error(("The function takes " + std::to_string(feeds_.size()) +
                            " values, one for each tensor that is fed, but got " +
                            std::to_string(values.size()) + ".")
                               .c_str());
    }
    return run(PySequence_Fast_ITEMS(values.ptr()));
  }

  int traverse(visitproc visit, void* arg) const {
    for (const Feed& feed : feeds_) Py_VISIT(feed.tensor.ptr());
    for (const nb::object& each : kept_alive_) Py_VISIT(each.ptr());
    Py_VISIT(plan_.ptr());
    Py_VISIT(convert_.ptr());
    Py_VISIT(form_.ptr());
    return 0;
  }

 private:
  void check(int64_t place) const {
    auto count = static_cast<int64_t>(nb::inst_ptr<Plan>(plan_)->output_count());
    if (place < 0 || place >= count) throw nb::value_error("A call has no such place.");
  }

  bool check_form() const {
    auto is_place = [&](nb::handle part) {
      if (part.is_none()) return true;
      if (!PyLong_CheckExact(part.ptr())) return false;
      check(nb::cast<int64_t>(part));
      return true;
    };
    if (!PyList_CheckExact(form_.ptr()) && !PyTuple_CheckExact(form_.ptr())) {
      return PyCallable_Check(form_.ptr()) || is_place(form_);
    }
    for (nb::handle part : form_) {
      if (!is_place(part)) return false;
    }
    return true;
  }

  Array fed(const Feed& feed, PyObject* value) const {
    if (Array array = array_of_numpy(value, feed.dtype); array && feed.takes(array)) return array;
    if (PyErr_Occurred()) throw nb::python_error();
    nb::object tensor = nb::borrow(value);
    if (!is_tensor(value)) tensor = nb::steal(tensor_of_literal(value, feed.dtype));
    if (!tensor) throw nb::python_error();
    if (tensor.is_none() || !feed.takes(array_of(tensor.ptr()))) {
      tensor = convert_(feed.tensor, nb::handle(value));
      if (!is_tensor(tensor.ptr())) throw nb::type_error("Feeds become eager tensors.");
    }
    return array_of(tensor.ptr());
  }

  static nb::object value_of(Array& array) {
    nb::object value = nb::steal(numpy_value(std::move(array)));
    if (!value) throw nb::python_error();
    return value;
  }

  static nb::object part(nb::handle place, List<Array>& results) {
    return place.is_none() ? nb::none() : value_of(results[PyLong_AsSize_t(place.ptr())]);
  }

  nb::object pack(List<Array>& results) const {
    PyObject* form = form_.ptr();
    if (form == Py_None || PyLong_CheckExact(form)) return part(form_, results);
    bool list = PyList_CheckExact(form);
    if (!list && !PyTuple_CheckExact(form)) {
      nb::list values;
      for (Array& array : results) values.append(value_of(array));
      return form_(values);
    }
    Py_ssize_t count = PySequence_Fast_GET_SIZE(form);
    nb::object made = nb::steal(list ? PyList_New(count) : PyTuple_New(count));
    if (!made) throw nb::python_error();
    for (Py_ssize_t i = 0; i < count; ++i) {
      PyObject* value = part(PySequence_Fast_ITEMS(form)[i], results).release().ptr();
      if (list) {
        PyList_SET_ITEM(made.ptr(), i, value);
      } else {
        PyTuple_SET_ITEM(made.ptr(), i, value);
      }
    }
    return made;
  }

  nb::object plan_, convert_, form_;
  std::vector<Feed> feeds_;
  std::vector<std::pair<int, const Variable*>> variables_;
  std::vector<nb::object> kept_alive_;
};

// Which objects are fetched and fed, in which nesting of lists and tuples.
using Signature = List<const void*>;

struct SignatureHash {
  size_t operator()(const Signature& signature) const {
    size_t hash = signature.size();
    for (const void* each : signature) {
      hash = (hash ^ reinterpret_cast<size_t>(each)) * 0x9E3779B97F4A7C15u;
      hash ^= hash >> 29;
    }
    return hash;
  }
};

constexpr int kDeepest = 8;
constexpr Py_ssize_t kMostParts = 256;

// A new reference, for as long as the pointer has to stay what it is.
using References = List<nb::object>;

// Texts are equal where they are one object.
PyObject* identity(PyObject* object, References& references) {
  if (!PyUnicode_CheckExact(object)) return object;
  PyObject* text = Py_NewRef(object);
  PyUnicode_InternInPlace(&text);
  references.push_back(nb::steal(text));
  return text;
}

// False for what is nested too deep or holds too much.
bool describe(PyObject* fetches, int depth, Signature& signature, References& references) {
  bool sequence = PyList_CheckExact(fetches) || PyTuple_CheckExact(fetches);
  if (!sequence) {
    signature.push_back(identity(fetches, references));
    return true;
  }
  Py_ssize_t count = PySequence_Fast_GET_SIZE(fetches);
  if (depth == kDeepest || count > kMostParts) return false;
  signature.push_back(Py_TYPE(fetches));
  for (Py_ssize_t i = 0; i < count; ++i) {
    if (!describe(PySequence_Fast_ITEMS(fetches)[i], depth + 1, signature, references)) {
      return false;
    }
  }
  signature.push_back(nullptr);
  return true;
}

class Calls {
 public:
  // The values of the fetches, or NotImplemented where this was never added.
  nb::object run(nb::handle fetches, nb::handle feeds) const {
    Signature signature;
    References references;
    List<PyObject*> values;
    nb::object unknown = nb::borrow(Py_NotImplemented);
    if (!describe(fetches.ptr(), 0, signature, references)) return unknown;
    if (PyDict_CheckExact(feeds.ptr())) {
      PyObject *key, *value;
      for (Py_ssize_t position = 0; PyDict_Next(feeds.ptr(), &position, &key, &value);) {
        signature.push_back(identity(key, references));
        references.push_back(nb::borrow(value));
        values.push_back(value);
      }
    } else if (!feeds.is_none()) {
      return unknown;
    }
    auto found = calls_.find(signature);
    if (found == calls_.end()) return unknown;
    nb::object call = found->second.call;  // the table may change while it runs
    return nb::inst_ptr<Call>(call)->run(values.data());
  }

  // The call that was added for these, or None.
  nb::object find(nb::handle fetches, nb::sequence keys) const {
    Signature signature;
    References references;
    if (!describe(fetches.ptr(), 0, signature, references)) return nb::none();
    for (nb::handle key : keys) signature.push_back(identity(key.ptr(), references));
    auto found = calls_.find(signature);
    return found == calls_.end() ? nb::none() : found->second.call;
  }

  void add(nb::handle fetches, nb::sequence keys, nb::object call) {
    Entry entry;
    Signature signature;
    if (nb::cast<const Call&>(call).feed_count() != nb::len(keys)) {
      throw nb::value_error("A call has a feed for each key.");
    }
    if (!describe(fetches.ptr(), 0, signature, entry.references)) return;
    entry.references.push_back(nb::borrow(fetches));
    for (nb::handle key : keys) {
      signature.push_back(identity(key.ptr(), entry.references));
      entry.references.push_back(nb::borrow(key));
    }
    keep(fetches.ptr(), entry.references);
    entry.call = std::move(call);
    calls_.insert_or_assign(std::move(signature), std::move(entry));
  }

  // What dies with the calls may come back here, and has to find an empty table.
  void clear() { auto dying = std::exchange(calls_, {}); }

  int traverse(visitproc visit, void* arg) const {
    for (const auto& [signature, entry] : calls_) {
      for (const nb::object& each : entry.references) Py_VISIT(each.ptr());
      Py_VISIT(entry.call.ptr());
    }
    return 0;
  }

 private:
  struct Entry {
    References references;
    nb::object call;
  };

  // Lists change; what they hold now must not become another object.
  static void keep(PyObject* fetches, References& references) {
    if (!PyList_CheckExact(fetches) && !PyTuple_CheckExact(fetches)) return;
    for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(fetches); ++i) {
      PyObject* item = PySequence_Fast_ITEMS(fetches)[i];
      references.push_back(nb::borrow(item));
      keep(item, references);
    }
  }

  std::unordered_map<Signature, Entry, SignatureHash> calls_;
};

template <class T>
int traverse(PyObject* self, visitproc visit, void* arg) {
  Py_VISIT(Py_TYPE(self));
  return nb::inst_ready(self) ? nb::inst_ptr<T>(self)->traverse(visit, arg) : 0;
}

int clear_calls(PyObject* self) {
  if (nb::inst_ready(self)) nb::inst_ptr<Calls>(self)->clear();
  return 0;
}

PyType_Slot call_slots[] = {
    {Py_tp_traverse, reinterpret_cast<void*>(traverse<Call>)},
    {0, nullptr},
};

PyType_Slot calls_slots[] = {
    {Py_tp_traverse, reinterpret_cast<void*>(traverse<Calls>)},
    {Py_tp_clear, reinterpret_cast<void*>(clear_calls)},
    {0, nullptr},
};

}  // namespace

void bind_session(nb::module_& m) {
  nb::class_<Call>(m, "SessionCall", nb::type_slots(call_slots))
      .def(nb::init<nb::object, const std::vector<FeedSpec>&, nb::object, nb::object,
                    const std::vector<std::tuple<int, nb::object>>&>(),
           nb::arg("plan"), nb::arg("feeds"), nb::arg("convert"), nb::arg("form").none(),
           nb::arg("variables"))
      .def("run", &Call::call, nb::arg("values"));
  nb::class_<Calls>(m, "SessionCalls", nb::type_slots(calls_slots))
      .def(nb::init<>())
      .def("run", &Calls::run, nb::arg("fetches"), nb::arg("feeds").none())
      .def("find", &Calls::find, nb::arg("fetches"), nb::arg("keys"))
      .def("add", &Calls::add, nb::arg("fetches"), nb::arg("keys"), nb::arg("call"))
      .def("clear", &Calls::clear);
}

}  // namespace tb
